package dev.switchyard.client;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Makes a call, and makes it again after the wait that the server asks for by RetryInfo, at most so many times. All tries
 * and waits together have one deadline: a wait that would pass it is not begun, and neither is one of more than a minute, which
 * a budget or a limit may ask for; the caller is told of it instead.
 *
 * @param maxRetries how often it is made again at most
 * @param deadline how long all tries may take together
 */
record Tries(int maxRetries, Duration deadline) {
  /** A wait is longer by up to this part of it, so that callers who were refused together do not come back together. */
  private static final double SPREAD = 0.2;

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  Tries {
    if (maxRetries < 0) throw new IllegalArgumentException("Retries are not fewer than none.");
    if (deadline.isZero() || deadline.isNegative()) {
      throw new IllegalArgumentException("A deadline is longer than nothing.");
    }
  }

  Tries within(Duration other) {
    return new Tries(maxRetries, other);
  }

  <S extends AbstractStub<S>, T> T call(S stub, Function<S, T> call) {
    var end = end();
    var bounded = stub.withDeadline(end);
    for (int retries = 0; ; retries++) {
      try {
        return call.apply(bounded);
      } catch (StatusRuntimeException failure) {
        var error = SwitchyardException.of(failure);
        if (retries >= maxRetries || !waited(error, end)) throw error;
      }
    }
  }

  /** The earlier one of this deadline and that of the call on whose behalf the thread works. */
  private Deadline end() {
    var outer = Context.current().getDeadline();
    var own = Deadline.after(deadline.toNanos(), TimeUnit.NANOSECONDS);
    return outer == null ? own : own.minimum(outer);
  }

  /** Waits as the server asks. False when that is not to be, or the thread is interrupted. */
  private static boolean waited(SwitchyardException error, Deadline end) {
    var asked = error.retryAfter().orElse(null);
    if (asked == null || asked.compareTo(LONGEST_WAIT) > 0) return false;
    long nanos = (long) (asked.toNanos() * (1 + SPREAD * ThreadLocalRandom.current().nextDouble()));
    if (end.timeRemaining(TimeUnit.NANOSECONDS) <= nanos) return false;
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
      return true;
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
