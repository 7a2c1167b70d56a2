package switchyard

import (
	"context"
	"math/rand/v2"
	"time"
)

// A server that asks for a longer wait is not waited for: the caller had better know.
const longestWait = time.Minute

// tryAgain waits for the next try of a call that failed, as the server's RetryInfo asks. It returns what the call ends with
// when there is to be no other: because it cannot help, the deadline comes first, or the caller gave up. Up to a fifth more is
// waited, lest all callers come back at once.
func (client *Client) tryAgain(ctx context.Context, failure *Error, retries int) error {
	if retries >= client.settings.retries || failure.RetryAfter == nil || *failure.RetryAfter > longestWait {
		return failure
	}
	wait := time.Duration(float64(*failure.RetryAfter) * (1 + rand.Float64()/5))
	if deadline, bounded := ctx.Deadline(); bounded && time.Until(deadline) <= wait {
		return failure
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return AsError(ctx.Err())
	}
}

// bound gives the context of a call its deadline, unless it has one.
func (client *Client) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	if _, bounded := ctx.Deadline(); bounded {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, client.settings.timeout)
}
