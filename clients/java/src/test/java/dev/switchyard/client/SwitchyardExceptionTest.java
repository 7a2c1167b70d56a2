package dev.switchyard.client;

import static dev.switchyard.client.PlayedServer.after;
import static dev.switchyard.client.PlayedServer.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RequestInfo;
import com.google.rpc.RetryInfo;
import dev.switchyard.v1.Attempt;
import dev.switchyard.v1.AttemptsInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SwitchyardExceptionTest {
  @Test
  void itTellsEveryDetail() {
    var failure =
        SwitchyardException.of(
            error(
                Code.UNAVAILABLE_VALUE,
                "OVERLOADED",
                after(Duration.ofMillis(1500)),
                BadRequest.newBuilder().addFieldViolations(BadRequest.FieldViolation.newBuilder().setField("prompt")).build(),
                QuotaFailure.newBuilder().addViolations(QuotaFailure.Violation.newBuilder().setSubject("tenant:a")).build(),
                RequestInfo.newBuilder().setRequestId("call-1").build(),
                AttemptsInfo.newBuilder().addAttempts(Attempt.newBuilder().setProvider("mock")).build()));
    assertEquals(Status.Code.UNAVAILABLE, failure.code());
    assertEquals("OVERLOADED", failure.reason());
    assertEquals("OVERLOADED: It went wrong.", failure.getMessage());
    assertEquals(Duration.ofMillis(1500), failure.retryAfter().orElseThrow());
    assertEquals("prompt", failure.fieldViolations().get(0).getField());
    assertEquals("tenant:a", failure.quotaViolations().get(0).getSubject());
    assertEquals("call-1", failure.requestId());
    assertEquals("mock", failure.attempts().get(0).getProvider());
  }

  @Test
  void itIsCompleteWithoutDetails() {
    var failure = SwitchyardException.of(Status.UNAVAILABLE.asRuntimeException());
    assertEquals("UNAVAILABLE", failure.getMessage());
    assertEquals("", failure.reason());
    assertTrue(failure.retryAfter().isEmpty());
    assertTrue(failure.metadata().isEmpty());
    assertTrue(failure.attempts().isEmpty());
  }

  @Test
  void trailersThatCannotBeReadDoNotHideTheError() {
    var trailers = new Metadata();
    var key = Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);
    trailers.put(key, "no message at all".getBytes(StandardCharsets.UTF_8));
    var failure = SwitchyardException.of(Status.NOT_FOUND.withDescription("It is away.").asRuntimeException(trailers));
    assertEquals("NOT_FOUND: It is away.", failure.getMessage());
  }

  @Test
  void aDetailThatCannotBeReadIsAsIfItWereNotThere() {
    var broken = Any.newBuilder().setTypeUrl("type.googleapis.com/google.rpc.RetryInfo").setValue(ByteString.copyFromUtf8("\n\u0099"));
    var status = com.google.rpc.Status.newBuilder().setCode(Code.UNAVAILABLE_VALUE).addDetails(broken).build();
    assertTrue(SwitchyardException.of(StatusProto.toStatusRuntimeException(status)).retryAfter().isEmpty());
  }

  @Test
  void aWaitIsNeverLessThanNothing() {
    var negative = com.google.protobuf.Duration.newBuilder().setSeconds(Long.MIN_VALUE).setNanos(-1);
    var info = RetryInfo.newBuilder().setRetryDelay(negative).build();
    var failure = SwitchyardException.of(error(Code.UNAVAILABLE_VALUE, "OVERLOADED", info));
    assertEquals(Duration.ZERO, failure.retryAfter().orElseThrow());
  }

  @Test
  void theReasonOfAnotherSystemIsNoneOfOurs() {
    var foreign = Any.pack(ErrorInfo.newBuilder().setDomain("proxy.example.com").setReason("OVERLOADED").putMetadata("a", "b").build());
    var status = com.google.rpc.Status.newBuilder().setCode(Code.UNAVAILABLE_VALUE).addDetails(foreign).build();
    var failure = SwitchyardException.of(StatusProto.toStatusRuntimeException(status));
    assertEquals("", failure.reason());
    assertTrue(failure.metadata().isEmpty());
  }
}
