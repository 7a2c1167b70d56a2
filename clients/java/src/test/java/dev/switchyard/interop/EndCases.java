package dev.switchyard.interop;

import static dev.switchyard.interop.Calls.expectSeen;
import static dev.switchyard.interop.Calls.newTrace;
import static dev.switchyard.interop.Calls.prompt;

import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.ErrorInfo;
import dev.switchyard.client.SwitchyardClient;
import dev.switchyard.v1.Attempt;
import dev.switchyard.v1.GenerateTextRequest;
import dev.switchyard.v1.GenerationOptions;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** How calls end that are not answered. */
record EndCases(SwitchyardClient client, String upstream) {
  void cancel() throws Exception {
    var trace = newTrace();
    var stream = client.generateTextStream(prompt("endless", trace).build());
    for (int number = 0; number < 3; number++) stream.next();
    stream.close();
    Expect.equal(Status.Code.CANCELLED, Expect.failure(() -> stream.forEachRemaining(message -> {})).code());
    expectSeen("{\"requests\":1,\"cut\":1}", upstream, trace);
  }

  void deadline() throws Exception {
    var trace = newTrace();
    var hasty = client.withDeadline(Duration.ofMillis(500));
    var failure = Expect.failure(() -> hasty.generateText(prompt("silent", trace).build()));
    Expect.equal(Status.Code.DEADLINE_EXCEEDED, failure.code());
    expectSeen("{\"requests\":1,\"cut\":1}", upstream, trace);
  }

  void badRequest() {
    var options = GenerationOptions.newBuilder().setModel("good").setTemperature(-1);
    var request = GenerateTextRequest.newBuilder().setOptions(options).build();
    var failure = Expect.failure(Status.Code.INVALID_ARGUMENT, "INVALID_REQUEST", () -> client.generateText(request));
    var fields = failure.fieldViolations().stream().map(FieldViolation::getField).collect(Collectors.toSet());
    Expect.equal(Set.of("prompt", "options.temperature"), fields);
    var details = StatusProto.fromThrowable(failure).getDetailsList();
    Expect.equal(1L, details.stream().filter(detail -> detail.is(ErrorInfo.class)).count());
  }

  void retryInfo() {
    var failure = Expect.failure(Status.Code.RESOURCE_EXHAUSTED, "UPSTREAM_RATE_LIMITED", asking("limited"));
    Expect.equal(Duration.ofSeconds(7), failure.retryAfter().orElse(null));
  }

  void quota() {
    var failure = Expect.failure(Status.Code.RESOURCE_EXHAUSTED, "BUDGET_EXCEEDED", asking("spent"));
    Expect.equal("budgets/spent", failure.quotaViolations().get(0).getSubject());
    Expect.holds(failure.retryAfter().isEmpty(), "no retry is advised");
  }

  void attempts() {
    var failure = Expect.failure(Status.Code.UNAVAILABLE, "UPSTREAM_UNAVAILABLE", asking("failing"));
    Expect.equal(List.of("failing-a", "failing-b"), failure.attempts().stream().map(Attempt::getModel).toList());
    Expect.holds(failure.attempts().stream().noneMatch(Attempt::getSucceeded), "neither succeeded");
    Expect.holds(!failure.requestId().isEmpty(), "the call is named");
  }

  private Runnable asking(String model) {
    return () -> client.generateText("Hello", model);
  }
}
