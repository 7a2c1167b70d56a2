package switchyard_test

import (
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	switchyard "github.com/switchyard-gateway/switchyard/clients/go"
)

var healthChecked = switchyard.WithDialOptions(grpc.WithDefaultServiceConfig(switchyard.HealthCheckedServiceConfig))

func TestNoCallGoesToAServerThatDoesNotServe(t *testing.T) {
	server := &refusingServer{notServing: true}
	_, err := dial(t, server, healthChecked).GenerateText(t.Context(), hello)
	if status.Code(err) != codes.Unavailable || server.calls.Load() != 0 {
		t.Fatal(err)
	}
}

func TestCallsGoToAServerThatServes(t *testing.T) {
	client := dial(t, &refusingServer{}, healthChecked)
	answer, err := client.GenerateText(t.Context(), hello)
	if err != nil || answer.GetText() != "done" {
		t.Fatal(err)
	}
}

func TestHealthIsTold(t *testing.T) {
	for _, notServing := range []bool{false, true} {
		serves, err := dial(t, &refusingServer{notServing: notServing}).HealthCheck(t.Context(), "")
		if err != nil || serves == notServing {
			t.Fatal(serves, err)
		}
	}
}
