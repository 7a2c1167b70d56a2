package main

import (
	"context"
	"crypto/tls"
	"errors"
	"slices"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"

	switchyard "github.com/switchyard-gateway/switchyard/clients/go"
	switchyardv1 "github.com/switchyard-gateway/switchyard/gen/go/switchyard/v1"
)

func errorBadRequest(ctx context.Context, _ *told, client *switchyard.Client) error {
	temperature := -1.0
	request := &switchyardv1.GenerateTextRequest{Options: &switchyardv1.GenerationOptions{Temperature: &temperature}}
	failure, err := refusal(ctx, client, request, codes.InvalidArgument, "INVALID_REQUEST")
	if err != nil {
		return err
	}
	var fields []string
	for _, violation := range failure.FieldViolations {
		fields = append(fields, violation.GetField())
	}
	slices.Sort(fields)
	infos := 0
	for _, detail := range failure.GRPCStatus().Details() {
		if _, isInfo := detail.(*errdetails.ErrorInfo); isInfo {
			infos++
		}
	}
	return errors.Join(
		equal(infos, 1),
		equal(fields, []string{"options.temperature", "prompt"}),
		equal(failure.RetryAfter == nil, true),
	)
}

func errorRetryInfo(ctx context.Context, _ *told, client *switchyard.Client) error {
	failure, err := refusal(ctx, client, ask("limited"), codes.ResourceExhausted, "UPSTREAM_RATE_LIMITED")
	if err != nil {
		return err
	}
	return equal(*failure.RetryAfter, 7*time.Second)
}

func errorQuota(ctx context.Context, _ *told, client *switchyard.Client) error {
	failure, err := refusal(ctx, client, ask("spent"), codes.ResourceExhausted, "BUDGET_EXCEEDED")
	if err != nil {
		return err
	}
	return errors.Join(
		equal(len(failure.QuotaViolations), 1),
		equal(failure.QuotaViolations[0].GetSubject(), "budgets/spent"),
		equal(failure.RetryAfter == nil, true),
	)
}

func errorAttempts(ctx context.Context, _ *told, client *switchyard.Client) error {
	failure, err := refusal(ctx, client, ask("failing"), codes.Unavailable, "UPSTREAM_UNAVAILABLE")
	if err != nil {
		return err
	}
	var failed []string
	for _, attempt := range failure.Attempts {
		if !attempt.GetSucceeded() {
			failed = append(failed, attempt.GetModel())
		}
	}
	slices.Sort(failed)
	return errors.Join(
		equal(failed, []string{"failing-a", "failing-b"}),
		equal(failure.RequestID != "", true),
	)
}

func encrypted(ctx context.Context, told *told, _ *switchyard.Client) error {
	return onlyWith(ctx, told.TLS, nil)
}

func certified(ctx context.Context, told *told, _ *switchyard.Client) error {
	stranger := server{CAFile: told.MTLS.CAFile}
	config, err := stranger.tls()
	return errors.Join(err, onlyWith(ctx, told.MTLS, config))
}

// onlyWith is let in with what the server was told to ask for, and not with the other configuration.
func onlyWith(ctx context.Context, server server, other *tls.Config) error {
	client, err := server.dial()
	if err != nil {
		return err
	}
	defer client.Close()
	stranger, err := server.dial(switchyard.WithTLS(other))
	if err != nil {
		return err
	}
	defer stranger.Close()
	_, err = refusal(ctx, stranger, ask("good"), codes.Unavailable, "")
	return errors.Join(answers(ctx, client), err)
}

func keyMissing(ctx context.Context, told *told, _ *switchyard.Client) error {
	return keyRefused(ctx, told, "")
}

func keyWrong(ctx context.Context, told *told, _ *switchyard.Client) error {
	return keyRefused(ctx, told, told.WrongKey)
}

func keyRefused(ctx context.Context, told *told, key string) error {
	client, err := told.Plain.dial(switchyard.WithAPIKey(key))
	if err != nil {
		return err
	}
	defer client.Close()
	_, err = refusal(ctx, client, ask("good"), codes.Unauthenticated, "UNAUTHENTICATED")
	return err
}
