package switchyard

import (
	"context"
	"errors"
	"io"
	"iter"

	"google.golang.org/grpc"
)

type unaryMethod[Request, Response any] func(context.Context, Request, ...grpc.CallOption) (Response, error)

type streamMethod[Request, Event any] func(context.Context, Request, ...grpc.CallOption) (
	grpc.ServerStreamingClient[Event], error)

// call makes a call, and makes it again as often as the server says that it can help and the settings allow.
func call[Request, Response any](
	ctx context.Context,
	client *Client,
	method unaryMethod[Request, Response],
	request Request,
	options []grpc.CallOption,
) (Response, error) {
	ctx, cancel := client.bound(ctx)
	defer cancel()
	for retries := 0; ; retries++ {
		response, err := method(ctx, request, options...)
		if err == nil {
			return response, nil
		}
		if err := client.tryAgain(ctx, AsError(err), retries); err != nil {
			return response, err
		}
	}
}

// stream makes a call whose answer comes piece by piece. It is not made again once something was delivered, for that cannot
// be taken back.
func stream[Request, Event any](
	ctx context.Context,
	client *Client,
	method streamMethod[Request, Event],
	request Request,
	options []grpc.CallOption,
) iter.Seq2[*Event, error] {
	return func(yield func(*Event, error) bool) {
		ctx, cancel := client.bound(ctx)
		// It ends the call when the loop is left.
		defer cancel()
		for retries := 0; ; retries++ {
			delivered := false
			err := receive(ctx, method, request, options, func(event *Event) bool {
				delivered = true
				return yield(event, nil)
			})
			if err == nil {
				return
			}
			failure := AsError(err)
			if delivered {
				yield(nil, failure)
				return
			}
			if err := client.tryAgain(ctx, failure, retries); err != nil {
				yield(nil, err)
				return
			}
		}
	}
}

// receive hands over the events of one try. It returns nil at its end, or when no more are wanted.
func receive[Request, Event any](
	ctx context.Context,
	method streamMethod[Request, Event],
	request Request,
	options []grpc.CallOption,
	deliver func(*Event) bool,
) error {
	answer, err := method(ctx, request, options...)
	if err != nil {
		return err
	}
	for {
		event, err := answer.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil || !deliver(event) {
			return err
		}
	}
}
