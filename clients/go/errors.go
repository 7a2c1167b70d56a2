package switchyard

import (
	"context"
	"errors"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	switchyardv1 "github.com/switchyard-gateway/switchyard/gen/go/switchyard/v1"
)

// Error says why a call failed. Decide by Reason, not by the message: messages may change.
type Error struct {
	// Code is the status of gRPC.
	Code codes.Code
	// Reason is a name of ErrorReason without its prefix. Empty when no Switchyard told: it was not reached.
	Reason string
	// Message is for people.
	Message string
	// Metadata holds facts that belong to the reason; its comment in the contract names them.
	Metadata map[string]string
	// RetryAfter is when trying the whole call again can help. Nil: it cannot.
	RetryAfter *time.Duration
	// FieldViolations are the fields of the request that are out of their bounds.
	FieldViolations []*errdetails.BadRequest_FieldViolation
	// QuotaViolations are the budgets and limits that are reached.
	QuotaViolations []*errdetails.QuotaFailure_Violation
	// Attempts is what was tried, in the order in which it ended.
	Attempts []*switchyardv1.Attempt
	// RequestID is the id of the call in the ledger and in the logs. Empty when it had not begun.
	RequestID string

	cause error
}

// AsError reads an error of gRPC, such as the stubs return. It is nil for nil.
func AsError(err error) *Error {
	var known *Error
	if err == nil || errors.As(err, &known) {
		return known
	}
	told := statusOf(err)
	read := &Error{Code: told.Code(), Message: told.Message(), cause: err}
	for _, detail := range told.Details() {
		read.add(detail)
	}
	return read
}

func (err *Error) add(detail any) {
	switch detail := detail.(type) {
	case *errdetails.ErrorInfo:
		if detail.GetDomain() == "switchyard" {
			err.Reason, err.Metadata = detail.GetReason(), detail.GetMetadata()
		}
	case *errdetails.RetryInfo:
		delay := detail.GetRetryDelay().AsDuration()
		err.RetryAfter = &delay
	case *errdetails.BadRequest:
		err.FieldViolations = detail.GetFieldViolations()
	case *errdetails.QuotaFailure:
		err.QuotaViolations = detail.GetViolations()
	case *errdetails.RequestInfo:
		err.RequestID = detail.GetRequestId()
	case *switchyardv1.AttemptsInfo:
		err.Attempts = detail.GetAttempts()
	}
}

// statusOf also knows the errors of contexts, which end the wait between two tries.
func statusOf(err error) *status.Status {
	if told, ok := status.FromError(err); ok {
		return told
	}
	return status.FromContextError(err)
}

func (err *Error) Error() string {
	name := err.Reason
	if name == "" {
		name = err.Code.String()
	}
	return "switchyard: " + name + ": " + err.Message
}

// Unwrap returns the error of gRPC.
func (err *Error) Unwrap() error {
	return err.cause
}

// GRPCStatus serves status.Code and the like.
func (err *Error) GRPCStatus() *status.Status {
	return statusOf(err.cause)
}

// Is reports context.Canceled and context.DeadlineExceeded where the call ended for such a reason, whoever noticed first.
func (err *Error) Is(target error) bool {
	return target == context.Canceled && err.Code == codes.Canceled ||
		target == context.DeadlineExceeded && err.Code == codes.DeadlineExceeded
}
