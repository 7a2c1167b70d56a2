package main

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"os"

	switchyard "github.com/switchyard-gateway/switchyard/clients/go"
)

// told is interop.json.
type told struct {
	Plain    server `json:"plain"`
	TLS      server `json:"tls"`
	MTLS     server `json:"mtls"`
	WrongKey string `json:"wrong_key"`
	Upstream string `json:"upstream"`
}

type server struct {
	GRPC     string `json:"grpc"`
	Key      string `json:"key"`
	CAFile   string `json:"ca_file"`
	CertFile string `json:"cert_file"`
	KeyFile  string `json:"key_file"`
}

// seen is what became of the requests of a trace.
type seen struct {
	Requests int `json:"requests"`
	Cut      int `json:"cut"`
}

func readTold(path string) (*told, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	read := &told{}
	return read, json.Unmarshal(text, read)
}

// seen answers as soon as all requests of the trace are closed.
func (told *told) seen(ctx context.Context, trace string) (seen, error) {
	var found seen
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, told.Upstream+"/seen/"+trace, nil)
	if err != nil {
		return found, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return found, err
	}
	defer response.Body.Close()
	return found, json.NewDecoder(response.Body).Decode(&found)
}

// dial makes a client of the server with its own key, authority and certificate, without retries.
func (server server) dial(own ...switchyard.Option) (*switchyard.Client, error) {
	options := []switchyard.Option{switchyard.WithMaxRetries(0), switchyard.WithAPIKey(server.Key)}
	if server.CAFile != "" {
		config, err := server.tls()
		if err != nil {
			return nil, err
		}
		options = append(options, switchyard.WithTLS(config))
	}
	return switchyard.Dial(server.GRPC, append(options, own...)...)
}

func (server server) tls() (*tls.Config, error) {
	authority, err := os.ReadFile(server.CAFile)
	if err != nil {
		return nil, err
	}
	config := &tls.Config{RootCAs: x509.NewCertPool()}
	if !config.RootCAs.AppendCertsFromPEM(authority) {
		return nil, fmt.Errorf("%s holds no certificate", server.CAFile)
	}
	if server.CertFile == "" {
		return config, nil
	}
	certificate, err := tls.LoadX509KeyPair(server.CertFile, server.KeyFile)
	config.Certificates = []tls.Certificate{certificate}
	return config, err
}

func newTrace() string {
	bytes := make([]byte, 16)
	rand.Read(bytes)
	return hex.EncodeToString(bytes)
}
