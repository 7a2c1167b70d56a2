package dev.switchyard.client;

import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RequestInfo;
import com.google.rpc.RetryInfo;
import dev.switchyard.v1.Attempt;
import dev.switchyard.v1.AttemptsInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A call that failed: its gRPC code, and what the server's details say. Decide by {@link #reason}, not by the message. */
public final class SwitchyardException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Status.Code code;
  private final ErrorInfo info;
  private final StatusDetails details;

  private SwitchyardException(StatusRuntimeException cause, ErrorInfo info, StatusDetails details) {
    super(describe(cause.getStatus(), info.getReason()), cause);
    this.code = cause.getStatus().getCode();
    this.info = info;
    this.details = details;
  }

  /** What a stub threw, with its details read. */
  public static SwitchyardException of(StatusRuntimeException failure) {
    var details = StatusDetails.of(failure);
    return new SwitchyardException(failure, details.reason(), details);
  }

  private static String describe(Status status, String reason) {
    var name = reason.isEmpty() ? status.getCode().name() : reason;
    return status.getDescription() == null ? name : name + ": " + status.getDescription();
  }

  /** The gRPC status code. */
  public Status.Code code() {
    return code;
  }

  /** A name of ErrorReason without its prefix. Empty when the error is not the server's, for example when it was not reached. */
  public String reason() {
    return info.getReason();
  }

  /** The facts beside the reason. */
  public Map<String, String> metadata() {
    return info.getMetadataMap();
  }

  /** How long to wait before the call is made again. Empty exactly when that cannot help. */
  public Optional<Duration> retryAfter() {
    return details.find(RetryInfo.getDefaultInstance()).map(info -> StatusDetails.durationOf(info.getRetryDelay()));
  }

  /** The fields of the request that break a rule. */
  public List<BadRequest.FieldViolation> fieldViolations() {
    return details.only(BadRequest.getDefaultInstance()).getFieldViolationsList();
  }

  /** The budgets or limits that stand in the way. */
  public List<QuotaFailure.Violation> quotaViolations() {
    return details.only(QuotaFailure.getDefaultInstance()).getViolationsList();
  }

  /** What was tried for the call, without those left out of a long list. */
  public List<Attempt> attempts() {
    return details.only(AttemptsInfo.getDefaultInstance()).getAttemptsList();
  }

  /** The call's id, as in the ledger and the log. Empty when the error came before the call had begun. */
  public String requestId() {
    return details.only(RequestInfo.getDefaultInstance()).getRequestId();
  }
}
