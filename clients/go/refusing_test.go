package switchyard_test

import (
	"context"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/health"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/protoadapt"
	"google.golang.org/protobuf/types/known/durationpb"

	switchyard "github.com/switchyard-gateway/switchyard/clients/go"
	switchyardv1 "github.com/switchyard-gateway/switchyard/gen/go/switchyard/v1"
)

// refusingServer refuses its first calls, each with one of the details, and answers the next ones with "done".
type refusingServer struct {
	switchyardv1.UnimplementedLLMServiceServer
	refusals      []protoadapt.MessageV1
	deliversFirst bool
	notServing    bool
	calls         atomic.Int32
	// What each call had for a credential. Read it when none runs.
	credentials []string
	// Gets a value when a stream has ended.
	ended chan error
}

func (server *refusingServer) GenerateText(
	ctx context.Context, _ *switchyardv1.GenerateTextRequest,
) (*switchyardv1.GenerateTextResponse, error) {
	headers, _ := metadata.FromIncomingContext(ctx)
	server.credentials = append(server.credentials, strings.Join(headers.Get("authorization"), ", "))
	return &switchyardv1.GenerateTextResponse{Text: "done"}, server.refusal()
}

func (server *refusingServer) GenerateTextStream(
	_ *switchyardv1.GenerateTextRequest, answer grpc.ServerStreamingServer[switchyardv1.GenerateTextStreamResponse],
) error {
	if server.deliversFirst {
		answer.Send(delta("first"))
	}
	if err := server.refusal(); err != nil {
		return err
	}
	answer.Send(delta("done"))
	if server.ended != nil {
		<-answer.Context().Done()
		server.ended <- answer.Context().Err()
	}
	return nil
}

func (server *refusingServer) refusal() error {
	call := int(server.calls.Add(1))
	if call > len(server.refusals) {
		return nil
	}
	refused, err := status.New(codes.Unavailable, "refused").WithDetails(server.refusals[call-1])
	if err != nil {
		return err
	}
	return refused.Err()
}

func delta(text string) *switchyardv1.GenerateTextStreamResponse {
	event := &switchyardv1.GenerateTextStreamResponse_TextDelta{TextDelta: text}
	return &switchyardv1.GenerateTextStreamResponse{Event: event}
}

func retryInfo(delay time.Duration) protoadapt.MessageV1 {
	return protoadapt.MessageV1Of(&errdetails.RetryInfo{RetryDelay: durationpb.New(delay)})
}

// dial starts the server and makes a client of it.
func dial(t *testing.T, refusing *refusingServer, options ...switchyard.Option) *switchyard.Client {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := grpc.NewServer()
	checks := health.NewServer()
	healthv1.RegisterHealthServer(server, checks)
	switchyardv1.RegisterLLMServiceServer(server, refusing)
	if refusing.notServing {
		checks.SetServingStatus("", healthv1.HealthCheckResponse_NOT_SERVING)
	}
	go server.Serve(listener)
	t.Cleanup(server.Stop)
	client, err := switchyard.Dial(listener.Addr().String(), options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	return client
}
