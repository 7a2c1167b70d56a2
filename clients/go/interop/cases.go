package main

import (
	"context"
	"errors"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	switchyard "github.com/switchyard-gateway/switchyard/clients/go"
	switchyardv1 "github.com/switchyard-gateway/switchyard/gen/go/switchyard/v1"
)

var cases = []struct {
	name string
	// Gets a client of the server in cleartext, with its key and without retries.
	run func(context.Context, *told, *switchyard.Client) error
}{
	{"unary", unary},
	{"stream", stream},
	{"cancel", cancel},
	{"deadline", deadline},
	{"error_bad_request", errorBadRequest},
	{"error_retry_info", errorRetryInfo},
	{"error_quota", errorQuota},
	{"error_attempts", errorAttempts},
	{"tools", tools},
	{"large_message", largeMessage},
	{"metadata", headers},
	{"trace_context", traceContext},
	{"tls", encrypted},
	{"mtls", certified},
	{"key_missing", keyMissing},
	{"key_wrong", keyWrong},
	{"retry", retry},
	{"health", health},
	{"compare", compare},
	{"embed", embed},
}

func unary(ctx context.Context, _ *told, client *switchyard.Client) error {
	text, err := client.GenerateText(ctx, ask("good"))
	if err != nil {
		return err
	}
	chat, err := client.GenerateChat(ctx, &switchyardv1.GenerateChatRequest{
		Messages: []*switchyardv1.Message{switchyard.User("Hello")},
		Options:  switchyard.Model("good"),
	})
	if err != nil {
		return err
	}
	_, err = client.UsageStats(ctx, "1h")
	return errors.Join(
		err,
		equal(text.GetText(), good),
		paid(text.GetInfo()),
		equal(textOf(chat.GetMessage()), good),
		paid(chat.GetInfo()),
	)
}

func paid(info *switchyardv1.AnswerInfo) error {
	return errors.Join(
		equal(info.GetUsage().GetInputTokens(), int64(3)),
		equal(info.GetUsage().GetOutputTokens(), int64(5)),
		equal(info.GetCost().GetTotal().GetAmountNanos() > 0, true),
	)
}

func textOf(message *switchyardv1.Message) string {
	var text strings.Builder
	for _, part := range message.GetParts() {
		text.WriteString(part.GetText())
	}
	return text.String()
}

func tools(ctx context.Context, _ *told, client *switchyard.Client) error {
	schema := `{"type":"object","properties":{"city":{"type":"string"}}}`
	request := &switchyardv1.GenerateChatRequest{
		Messages: []*switchyardv1.Message{switchyard.User("How is the weather in Paris?")},
		Tools:    []*switchyardv1.Tool{{Name: "weather", ParametersSchema: schema}},
		Options:  switchyard.Model("tools"),
	}
	asked, err := client.GenerateChat(ctx, request)
	if err != nil {
		return err
	}
	wanted := asked.GetMessage().GetParts()[0].GetToolCall()
	result := &switchyardv1.ToolResult{ToolCallId: wanted.GetId(), Output: "sunny"}
	request.Messages = append(request.Messages, asked.GetMessage(), switchyard.ToolResult(result))
	answer, err := client.GenerateChat(ctx, request)
	return errors.Join(
		err,
		equal([]string{wanted.GetId(), wanted.GetName(), wanted.GetArguments()},
			[]string{"call-1", "weather", `{"city":"Paris"}`}),
		equal(textOf(answer.GetMessage()), "It is sunny"),
	)
}

func largeMessage(ctx context.Context, _ *told, client *switchyard.Client) error {
	request := ask("echo")
	request.Prompt = strings.Repeat("a", 5_000_000)
	answer, err := client.GenerateText(ctx, request)
	return errors.Join(err, equal(answer.GetText() == request.Prompt, true))
}

func headers(ctx context.Context, _ *told, client *switchyard.Client) error {
	ctx = metadata.AppendToOutgoingContext(ctx,
		"x-request-id", "interop-1", "x-source-agent", "interop", "x-session-id", "session-1")
	var answered metadata.MD
	answer, err := client.GenerateText(ctx, ask("good"), grpc.Header(&answered))
	return errors.Join(
		err,
		equal(answered.Get("x-request-id"), []string{"interop-1"}),
		equal(answer.GetInfo().GetContext().GetSourceAgent(), "interop"),
		equal(answer.GetInfo().GetContext().GetSessionId(), "session-1"),
	)
}

func traceContext(ctx context.Context, _ *told, client *switchyard.Client) error {
	trace := newTrace()
	ctx = metadata.AppendToOutgoingContext(ctx, "traceparent", "00-"+trace+"-00f067aa0ba902b7-01")
	answer, err := client.GenerateText(ctx, ask("good"))
	return errors.Join(err, equal(answer.GetInfo().GetContext().GetTraceId(), trace))
}

func health(ctx context.Context, told *told, _ *switchyard.Client) error {
	client, err := told.Plain.dial(switchyard.WithAPIKey(""))
	if err != nil {
		return err
	}
	defer client.Close()
	serves, err := client.HealthCheck(ctx, "")
	return errors.Join(err, equal(serves, true))
}

func embed(ctx context.Context, _ *told, client *switchyard.Client) error {
	answer, err := client.Embed(ctx, &switchyardv1.EmbedRequest{Model: "vectors", Inputs: []string{"a", "four"}})
	if err != nil {
		return err
	}
	var vectors [][]float32
	for _, embedding := range answer.GetEmbeddings() {
		vectors = append(vectors, embedding.GetValues())
	}
	return equal(vectors, [][]float32{{1, 0.5, -0.25}, {4, 0.5, -0.25}})
}
