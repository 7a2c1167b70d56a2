package switchyard

import (
	"context"
	"crypto/tls"
	"regexp"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
)

// Option is a setting of a client.
type Option func(*settings)

type settings struct {
	apiKey     func(context.Context) (string, error)
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
	return WithAPIKeyFrom(func(context.Context) (string, error) { return key, nil })
}

// WithAPIKeyFrom asks for the key or token before each try, for those that expire. Several goroutines may ask at once.
func WithAPIKeyFrom(source func(context.Context) (string, error)) Option {
	return func(settings *settings) { settings.apiKey = source }
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

// WithMaxRetries says how often a call is made again at most. Without it twice.
func WithMaxRetries(most int) Option {
	return func(settings *settings) { settings.retries = most }
}

// WithDialOptions adds options of gRPC, which win over those that this package sets.
func WithDialOptions(options ...grpc.DialOption) Option {
	return func(settings *settings) { settings.dial = append(settings.dial, options...) }
}

// apiKey goes into the metadata of every call that has no credential of its own.
type apiKey func(context.Context) (string, error)

func (source apiKey) GetRequestMetadata(ctx context.Context, _ ...string) (map[string]string, error) {
	if headers, _ := metadata.FromOutgoingContext(ctx); len(headers.Get("authorization")) > 0 {
		return nil, nil
	}
	key, err := source(ctx)
	if err != nil || key == "" {
		return nil, err
	}
	return map[string]string{"authorization": "Bearer " + key}, nil
}

func (source apiKey) RequireTransportSecurity() bool {
	return false
}

var (
	scheme   = regexp.MustCompile(`^(dns|ipv4|ipv6):(///)?`)
	loopback = regexp.MustCompile(`^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$`)
)

// isLoopback tells whether all that a target of gRPC stands for, such as "localhost:50051" or "dns:///[::1]:50051", is this
// machine by its looks.
func isLoopback(target string) bool {
	if strings.HasPrefix(target, "unix:") || strings.HasPrefix(target, "unix-abstract:") {
		return true
	}
	for _, host := range strings.Split(scheme.ReplaceAllString(target, ""), ",") {
		if !loopback.MatchString(host) {
			return false
		}
	}
	return true
}
