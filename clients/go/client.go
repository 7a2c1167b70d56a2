// Package switchyard calls Switchyard, a typed gRPC gateway to every large language model.
//
// The messages are those of the contract, in package switchyardv1. Calls fail with an [*Error].
package switchyard

import (
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	// Client-side health checking, for those who ask for it by HealthCheckedServiceConfig.
	_ "google.golang.org/grpc/health"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"

	switchyardv1 "github.com/switchyard-gateway/switchyard/gen/go/switchyard/v1"
)

// A server sends answers of up to 32 MiB by default; what gRPC takes by default is 4 MiB.
const maxMessageBytes = 64 << 20

// ServiceConfig is what a client dials with: calls go to all addresses of the server's name in turn.
const ServiceConfig = `{"loadBalancingConfig":[{"round_robin":{}}]}`

// HealthCheckedServiceConfig is the same, but only with addresses whose server says by grpc.health.v1 that it serves. Give
// it to [WithDialOptions] in grpc.WithDefaultServiceConfig.
const HealthCheckedServiceConfig = `{"loadBalancingConfig":[{"round_robin":{}}],"healthCheckConfig":{"serviceName":""}}`

// Client calls one Switchyard. It is meant to be kept, and shared by all goroutines.
type Client struct {
	// LLM, Usage and Admin are the stubs of gRPC themselves, for all else that the contract offers. They send the key too,
	// but retry nothing, set no deadline, and fail with errors that [AsError] reads.
	LLM   switchyardv1.LLMServiceClient
	Usage switchyardv1.UsageServiceClient
	Admin switchyardv1.AdminServiceClient

	health     healthv1.HealthClient
	connection *grpc.ClientConn
	settings   settings
}

// Dial makes a client of the server at target, a host and port. It does not wait for the connection.
//
// Without [WithTLS] and [WithCleartext] it speaks cleartext to this machine's own addresses and TLS to all others.
func Dial(target string, options ...Option) (*Client, error) {
	settings := defaults()
	for _, option := range options {
		option(&settings)
	}
	connection, err := grpc.NewClient(target, settings.dialOptions(target)...)
	if err != nil {
		return nil, err
	}
	return &Client{
		LLM:        switchyardv1.NewLLMServiceClient(connection),
		Usage:      switchyardv1.NewUsageServiceClient(connection),
		Admin:      switchyardv1.NewAdminServiceClient(connection),
		health:     healthv1.NewHealthClient(connection),
		connection: connection,
		settings:   settings,
	}, nil
}

// Close cancels the calls that run, and closes the connections.
func (client *Client) Close() error {
	return client.connection.Close()
}

func (settings *settings) dialOptions(target string) []grpc.DialOption {
	options := []grpc.DialOption{
		grpc.WithTransportCredentials(settings.transport(target)),
		grpc.WithDefaultServiceConfig(ServiceConfig),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxMessageBytes)),
	}
	if settings.apiKey != nil {
		options = append(options, grpc.WithPerRPCCredentials(apiKey(settings.apiKey)))
	}
	return append(options, settings.dial...)
}

func (settings *settings) transport(target string) credentials.TransportCredentials {
	switch settings.encryption {
	case encrypted:
		return credentials.NewTLS(settings.tls)
	case cleartext:
		return insecure.NewCredentials()
	}
	if isLoopback(target) {
		return insecure.NewCredentials()
	}
	return credentials.NewTLS(nil)
}
