package switchyard_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/protoadapt"

	switchyard "github.com/switchyard-gateway/switchyard/clients/go"
	switchyardv1 "github.com/switchyard-gateway/switchyard/gen/go/switchyard/v1"
)

var hello = &switchyardv1.GenerateTextRequest{Prompt: "Hello"}

func TestTriesAgainAsOftenAsItMay(t *testing.T) {
	server := &refusingServer{refusals: refusals(2, time.Millisecond)}
	answer, err := dial(t, server).GenerateText(t.Context(), hello)
	if err != nil || answer.GetText() != "done" || server.calls.Load() != 3 {
		t.Fatalf("%v after %d calls, %v", answer, server.calls.Load(), err)
	}
}

func TestGivesUp(t *testing.T) {
	tests := map[string]struct {
		refusals []protoadapt.MessageV1
		timeout  time.Duration
		calls    int32
	}{
		"after the last retry":                {refusals(3, time.Millisecond), time.Minute, 3},
		"unless the server says when":         {[]protoadapt.MessageV1{protoadapt.MessageV1Of(&errdetails.ErrorInfo{})}, time.Minute, 1},
		"when the deadline would come first":  {refusals(1, 30*time.Second), 20 * time.Second, 1},
		"when it would wait longer than that": {refusals(1, 61*time.Second), time.Hour, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			server := &refusingServer{refusals: test.refusals}
			_, err := dial(t, server, switchyard.WithTimeout(test.timeout)).GenerateText(t.Context(), hello)
			var failure *switchyard.Error
			if !errors.As(err, &failure) || failure.Message != "refused" || server.calls.Load() != test.calls {
				t.Fatalf("%v after %d calls", err, server.calls.Load())
			}
		})
	}
}

func TestDoesNotRepeatAStreamThatHasBegun(t *testing.T) {
	server := &refusingServer{refusals: refusals(1, time.Millisecond), deliversFirst: true}
	var texts []string
	var failure error
	for event, err := range dial(t, server).GenerateTextStream(t.Context(), hello) {
		if failure = err; err == nil {
			texts = append(texts, event.GetTextDelta())
		}
	}
	if failure == nil || len(texts) != 1 || server.calls.Load() != 1 {
		t.Fatalf("%v, %v after %d calls", texts, failure, server.calls.Load())
	}
}

func TestRepeatsAStreamThatHasNotBegun(t *testing.T) {
	server := &refusingServer{refusals: refusals(1, time.Millisecond)}
	for event, err := range dial(t, server).GenerateTextStream(t.Context(), hello) {
		if err != nil || event.GetTextDelta() != "done" {
			t.Fatal(event, err)
		}
	}
	if server.calls.Load() != 2 {
		t.Fatalf("%d calls", server.calls.Load())
	}
}

func TestLeavingTheLoopCancelsTheCall(t *testing.T) {
	server := &refusingServer{ended: make(chan error, 1)}
	for range dial(t, server).GenerateTextStream(t.Context(), hello) {
		break
	}
	if err := <-server.ended; !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

func TestCancellingEndsTheWait(t *testing.T) {
	server := &refusingServer{refusals: refusals(1, 30*time.Second)}
	ctx, cancel := context.WithCancel(t.Context())
	cancelAfterTry := grpc.WithUnaryInterceptor(func(
		ctx context.Context, method string, request, reply any,
		connection *grpc.ClientConn, invoke grpc.UnaryInvoker, options ...grpc.CallOption,
	) error {
		defer cancel()
		return invoke(ctx, method, request, reply, connection, options...)
	})
	_, err := dial(t, server, switchyard.WithDialOptions(cancelAfterTry)).GenerateText(ctx, hello)
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

func refusals(count int, delay time.Duration) []protoadapt.MessageV1 {
	all := make([]protoadapt.MessageV1, count)
	for index := range all {
		all[index] = retryInfo(delay)
	}
	return all
}
