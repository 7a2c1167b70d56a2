package switchyard

import (
	"context"
	"iter"

	"google.golang.org/grpc"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"

	switchyardv1 "github.com/switchyard-gateway/switchyard/gen/go/switchyard/v1"
)

// GenerateText answers a prompt with text.
func (client *Client) GenerateText(
	ctx context.Context, request *switchyardv1.GenerateTextRequest, options ...grpc.CallOption,
) (*switchyardv1.GenerateTextResponse, error) {
	return call(ctx, client, client.LLM.GenerateText, request, options)
}

// GenerateTextStream answers a prompt with text, piece by piece. The call begins when the events are ranged over; leaving
// the loop cancels it, up to the provider. The events end after `finished`, or with an error: a cut answer is never taken
// for a whole one.
func (client *Client) GenerateTextStream(
	ctx context.Context, request *switchyardv1.GenerateTextRequest, options ...grpc.CallOption,
) iter.Seq2[*switchyardv1.GenerateTextStreamResponse, error] {
	return stream(ctx, client, client.LLM.GenerateTextStream, request, options)
}

// GenerateChat answers a conversation with the assistant's next message.
func (client *Client) GenerateChat(
	ctx context.Context, request *switchyardv1.GenerateChatRequest, options ...grpc.CallOption,
) (*switchyardv1.GenerateChatResponse, error) {
	return call(ctx, client, client.LLM.GenerateChat, request, options)
}

// GenerateChatStream answers a conversation with the assistant's next message, piece by piece, as GenerateTextStream does.
func (client *Client) GenerateChatStream(
	ctx context.Context, request *switchyardv1.GenerateChatRequest, options ...grpc.CallOption,
) iter.Seq2[*switchyardv1.GenerateChatStreamResponse, error] {
	return stream(ctx, client, client.LLM.GenerateChatStream, request, options)
}

// Compare sends one conversation to several models at once; their answers come interleaved. The failure of one is an event.
func (client *Client) Compare(
	ctx context.Context, request *switchyardv1.CompareChatRequest, options ...grpc.CallOption,
) iter.Seq2[*switchyardv1.CompareChatResponse, error] {
	return stream(ctx, client, client.LLM.CompareChat, request, options)
}

// Embed turns texts into vectors, in their order.
func (client *Client) Embed(
	ctx context.Context, request *switchyardv1.EmbedRequest, options ...grpc.CallOption,
) (*switchyardv1.EmbedResponse, error) {
	return call(ctx, client, client.LLM.Embed, request, options)
}

// UsageStats tells what was used over the last "1h", "24h", "7d" or "30d", and what it cost.
func (client *Client) UsageStats(
	ctx context.Context, timeframe string, options ...grpc.CallOption,
) (*switchyardv1.GetStatisticsResponse, error) {
	request := &switchyardv1.GetStatisticsRequest{Timeframe: timeframe}
	return call(ctx, client, client.Usage.GetStatistics, request, options)
}

// HealthCheck tells whether the server takes calls; of a service "provider/NAME", whether that provider answers. It needs
// no key.
func (client *Client) HealthCheck(ctx context.Context, service string, options ...grpc.CallOption) (bool, error) {
	request := &healthv1.HealthCheckRequest{Service: service}
	response, err := call(ctx, client, client.health.Check, request, options)
	return response.GetStatus() == healthv1.HealthCheckResponse_SERVING, err
}
