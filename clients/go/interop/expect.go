package main

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"google.golang.org/grpc/codes"

	switchyard "github.com/switchyard-gateway/switchyard/clients/go"
	switchyardv1 "github.com/switchyard-gateway/switchyard/gen/go/switchyard/v1"
)

const good = "Hello from Switchyard."

var pieces = []string{"Hello", " from", " Switchyard", "."}

// ask makes a request for a text.
func ask(model string) *switchyardv1.GenerateTextRequest {
	return &switchyardv1.GenerateTextRequest{Prompt: "Hello", Options: switchyard.Model(model)}
}

// askIn makes the same within a trace.
func askIn(trace string, model string) *switchyardv1.GenerateTextRequest {
	request := ask(model)
	request.Context = &switchyardv1.CallContext{TraceId: trace}
	return request
}

func equal(found, wanted any) error {
	if reflect.DeepEqual(found, wanted) {
		return nil
	}
	return fmt.Errorf("%v is not %v", found, wanted)
}

// answers tells whether the server lets the client in.
func answers(ctx context.Context, client *switchyard.Client) error {
	answer, err := client.GenerateText(ctx, ask("good"))
	return errors.Join(err, equal(answer.GetText(), good))
}

// refusal is the error of a text that must be refused, with this code and reason.
func refusal(
	ctx context.Context,
	client *switchyard.Client,
	request *switchyardv1.GenerateTextRequest,
	code codes.Code,
	reason string,
) (*switchyard.Error, error) {
	_, err := client.GenerateText(ctx, request)
	var failure *switchyard.Error
	if !errors.As(err, &failure) {
		return nil, fmt.Errorf("not refused: %v", err)
	}
	return failure, errors.Join(equal(failure.Code, code), equal(failure.Reason, reason))
}
