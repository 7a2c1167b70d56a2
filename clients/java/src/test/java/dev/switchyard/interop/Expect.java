package dev.switchyard.interop;

import dev.switchyard.client.SwitchyardException;
import io.grpc.Status;
import java.util.Objects;

/** What a case wants. */
final class Expect {
  private Expect() {}

  static void equal(Object wanted, Object seen) {
    if (!Objects.equals(wanted, seen)) throw new AssertionError("wanted " + brief(wanted) + ", saw " + brief(seen));
  }

  static void holds(boolean condition, String what) {
    if (!condition) throw new AssertionError("not so: " + what);
  }

  /** The error that the call ends with. */
  static SwitchyardException failure(Runnable call) {
    try {
      call.run();
    } catch (SwitchyardException failure) {
      return failure;
    }
    throw new AssertionError("the call succeeded");
  }

  static SwitchyardException failure(Status.Code code, String reason, Runnable call) {
    var failure = failure(call);
    equal(code, failure.code());
    equal(reason, failure.reason());
    return failure;
  }

  private static String brief(Object value) {
    var text = String.valueOf(value);
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }
}
