package switchyard_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"google.golang.org/grpc/metadata"

	switchyard "github.com/switchyard-gateway/switchyard/clients/go"
)

func TestTheKeyIsAskedForBeforeEachCallAndACallsOwnGoesFirst(t *testing.T) {
	server := &refusingServer{}
	keys := []string{"first", ""}
	client := dial(t, server, switchyard.WithAPIKeyFrom(func(context.Context) (string, error) {
		key := keys[0]
		keys = keys[1:]
		return key, nil
	}))
	own := metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer own")
	for _, ctx := range []context.Context{t.Context(), t.Context(), own} {
		if _, err := client.GenerateText(ctx, hello); err != nil {
			t.Fatal(err)
		}
	}
	if want := []string{"Bearer first", "", "Bearer own"}; !slices.Equal(server.credentials, want) {
		t.Fatal(server.credentials)
	}
}

func TestACallWhoseKeyCannotBeHadIsNotMade(t *testing.T) {
	server := &refusingServer{}
	client := dial(t, server, switchyard.WithAPIKeyFrom(func(context.Context) (string, error) {
		return "", errors.New("no token")
	}))
	if _, err := client.GenerateText(t.Context(), hello); err == nil || server.calls.Load() != 0 {
		t.Fatalf("%v after %d calls", err, server.calls.Load())
	}
}
