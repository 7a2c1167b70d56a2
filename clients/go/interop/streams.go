package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"google.golang.org/grpc/codes"

	switchyard "github.com/switchyard-gateway/switchyard/clients/go"
	switchyardv1 "github.com/switchyard-gateway/switchyard/gen/go/switchyard/v1"
)

func stream(ctx context.Context, _ *told, client *switchyard.Client) error {
	return errors.Join(streamText(ctx, client), streamChat(ctx, client))
}

func streamText(ctx context.Context, client *switchyard.Client) error {
	var texts, kinds []string
	var sequence int64
	for event, err := range client.GenerateTextStream(ctx, ask("good")) {
		if err != nil {
			return err
		}
		if sequence++; event.GetSequence() != sequence {
			return fmt.Errorf("message %d counts itself as %d", sequence, event.GetSequence())
		}
		switch event.GetEvent().(type) {
		case *switchyardv1.GenerateTextStreamResponse_TextDelta:
			texts = append(texts, event.GetTextDelta())
			kinds = append(kinds, "text")
		case *switchyardv1.GenerateTextStreamResponse_Started:
			kinds = append(kinds, "started")
		case *switchyardv1.GenerateTextStreamResponse_Finished:
			kinds = append(kinds, "finished")
		}
	}
	return errors.Join(
		equal(texts, pieces),
		equal(kinds, []string{"started", "text", "text", "text", "text", "finished"}),
	)
}

func streamChat(ctx context.Context, client *switchyard.Client) error {
	var texts []string
	var first, last *switchyardv1.GenerateChatStreamResponse
	for event, err := range client.GenerateChatStream(ctx, chat("good")) {
		if err != nil {
			return err
		}
		if first == nil {
			first = event
		}
		if last != nil && event.GetSequence() != last.GetSequence()+1 {
			return fmt.Errorf("message %d follows %d", event.GetSequence(), last.GetSequence())
		}
		if delta := event.GetPartDelta(); delta != nil {
			texts = append(texts, delta.GetText())
		}
		last = event
	}
	return errors.Join(
		equal(texts, pieces),
		equal([]bool{first.GetStarted() != nil, last.GetFinished() != nil}, []bool{true, true}),
	)
}

func chat(model string) *switchyardv1.GenerateChatRequest {
	return &switchyardv1.GenerateChatRequest{
		Messages: []*switchyardv1.Message{switchyard.User("Hello")},
		Options:  switchyard.Model(model),
	}
}

// cancel leaves the loop over one stream, and cancels the context of another.
func cancel(ctx context.Context, told *told, client *switchyard.Client) error {
	left, cancelled := newTrace(), newTrace()
	count := 0
	for _, err := range client.GenerateTextStream(ctx, askIn(left, "endless")) {
		if count++; err != nil || count == 3 {
			break
		}
	}
	inner, cancelInner := context.WithCancel(ctx)
	defer cancelInner()
	var failure error
	for _, failure = range client.GenerateTextStream(inner, askIn(cancelled, "endless")) {
		cancelInner()
	}
	return errors.Join(
		equal(switchyard.AsError(failure).Code, codes.Canceled),
		equal(errors.Is(failure, context.Canceled), true),
		isCut(ctx, told, left),
		isCut(ctx, told, cancelled),
	)
}

func isCut(ctx context.Context, told *told, trace string) error {
	found, err := told.seen(ctx, trace)
	return errors.Join(err, equal(found, seen{Requests: 1, Cut: 1}))
}

func deadline(ctx context.Context, told *told, client *switchyard.Client) error {
	trace := newTrace()
	short, cancelShort := context.WithTimeout(ctx, 500*time.Millisecond)
	defer cancelShort()
	_, err := client.GenerateText(short, askIn(trace, "silent"))
	return errors.Join(
		equal(switchyard.AsError(err).Code, codes.DeadlineExceeded),
		equal(errors.Is(err, context.DeadlineExceeded), true),
		isCut(ctx, told, trace),
	)
}

func retry(ctx context.Context, told *told, _ *switchyard.Client) error {
	client, err := told.Plain.dial(switchyard.WithMaxRetries(2))
	if err != nil {
		return err
	}
	defer client.Close()
	trace, streamed := newTrace(), newTrace()
	answer, err := client.GenerateText(ctx, askIn(trace, "flaky"))
	text := ""
	for event, failure := range client.GenerateTextStream(ctx, askIn(streamed, "flaky")) {
		text, err = text+event.GetTextDelta(), errors.Join(err, failure)
	}
	once, failedOnce := told.seen(ctx, trace)
	twice, failedTwice := told.seen(ctx, streamed)
	return errors.Join(
		err, failedOnce, failedTwice,
		equal([]string{answer.GetText(), text}, []string{good, good}),
		equal([]int{once.Requests, twice.Requests}, []int{2, 2}),
	)
}

func compare(ctx context.Context, _ *told, client *switchyard.Client) error {
	last := map[int32]*switchyardv1.CompareChatResponse{}
	request := &switchyardv1.CompareChatRequest{Request: chat("good"), Models: []string{"good", "failing"}}
	for event, err := range client.Compare(ctx, request) {
		if err != nil {
			return err
		}
		last[event.GetModelIndex()] = event
	}
	return errors.Join(
		equal(last[0].GetAnswer().GetFinished() != nil, true),
		equal(last[1].GetFailure().GetReason(), "UPSTREAM_UNAVAILABLE"),
		equal(len(last[1].GetFailure().GetAttemptsInfo().GetAttempts()), 2),
	)
}
