package switchyard

import (
	"context"
	"crypto/tls"
	"net"
	"strings"
	"time"

	"google.golang.org/grpc"
)

// Option is a setting of a client.
type Option func(*settings)

type settings struct {
	apiKey     string
	encryption encryption
	tls        *tls.Config
	timeout    time.Duration
	retries    int
	dial       []grpc.DialOption
}

type encryption int

const (
	byTarget encryption = iota
	encrypted
	cleartext
)

func defaults() settings {
	return settings{timeout: 10 * time.Minute, retries: 2}
}

// WithAPIKey sends a virtual key, or a token of an issuer, with every call.
func WithAPIKey(key string) Option {
	return func(settings *settings) { settings.apiKey = key }
}

// WithTLS encrypts the connection. The configuration holds the authorities to trust and the client's own certificate; nil
// trusts those of the system.
func WithTLS(config *tls.Config) Option {
	return func(settings *settings) { settings.encryption, settings.tls = encrypted, config }
}

// WithCleartext does not encrypt the connection: anyone on the way can read the key.
func WithCleartext() Option {
	return func(settings *settings) { settings.encryption = cleartext }
}

// WithTimeout bounds calls whose context has no deadline, retries included. Without it they may take ten minutes, as long
// as servers allow unless they are set otherwise.
func WithTimeout(timeout time.Duration) Option {
	return func(settings *settings) { settings.timeout = timeout }
}

// WithRetries says how often a call is made again at most. Without it twice.
func WithRetries(most int) Option {
	return func(settings *settings) { settings.retries = most }
}

// WithDialOptions adds options of gRPC, which win over those that this package sets.
func WithDialOptions(options ...grpc.DialOption) Option {
	return func(settings *settings) { settings.dial = append(settings.dial, options...) }
}

// apiKey adds itself to the metadata of every call.
type apiKey string

func (key apiKey) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	return map[string]string{"authorization": "Bearer " + string(key)}, nil
}

func (key apiKey) RequireTransportSecurity() bool {
	return false
}

// isLoopback tells whether a target of gRPC, such as "localhost:50051" or "dns:///[::1]:50051", is this machine by its looks.
func isLoopback(target string) bool {
	if strings.HasPrefix(target, "unix:") {
		return true
	}
	host, _, err := net.SplitHostPort(target[strings.LastIndex(target, "/")+1:])
	if err != nil {
		return false
	}
	address := net.ParseIP(host)
	return host == "localhost" || address != nil && address.IsLoopback()
}
