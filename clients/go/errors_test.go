package switchyard_test

import (
	"testing"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/protoadapt"

	switchyard "github.com/switchyard-gateway/switchyard/clients/go"
)

func TestTheReasonIsThatOfSwitchyard(t *testing.T) {
	for domain, reason := range map[string]string{"switchyard": "CIRCUIT_OPEN", "proxy.example.com": ""} {
		detail := protoadapt.MessageV1Of(&errdetails.ErrorInfo{Domain: domain, Reason: "CIRCUIT_OPEN"})
		_, err := dial(t, &refusingServer{refusals: []protoadapt.MessageV1{detail}}).GenerateText(t.Context(), hello)
		if failure := switchyard.AsError(err); failure.Reason != reason || failure.Code != codes.Unavailable {
			t.Errorf("%s: %v", domain, failure)
		}
	}
}

func TestAServerThatIsNotThereHasNoReason(t *testing.T) {
	client, err := switchyard.Dial("127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	_, err = client.GenerateText(t.Context(), hello)
	if failure := switchyard.AsError(err); failure.Reason != "" || failure.Code != codes.Unavailable {
		t.Fatal(failure)
	}
	if switchyard.AsError(nil) != nil {
		t.Fatal("nil is no error")
	}
}
