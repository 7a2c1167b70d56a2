package dev.switchyard.interop;

import dev.switchyard.v1.AnswerInfo;
import dev.switchyard.v1.CallContext;
import dev.switchyard.v1.GenerateTextRequest;
import dev.switchyard.v1.GenerationOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;

/** What cases share: requests, and what the upstream saw of them. */
final class Calls {
  private Calls() {}

  static String newTrace() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  static GenerateTextRequest.Builder prompt(String model, String trace) {
    return GenerateTextRequest.newBuilder()
        .setPrompt("Hello")
        .setOptions(GenerationOptions.newBuilder().setModel(model))
        .setContext(CallContext.newBuilder().setTraceId(trace));
  }

  /** What {@code good} is billed. */
  static void expectFigures(AnswerInfo info) {
    Expect.equal(3L, info.getUsage().getInputTokens());
    Expect.equal(5L, info.getUsage().getOutputTokens());
    Expect.holds(info.getCost().getTotal().getAmountNanos() > 0, "it cost something");
  }

  /** {@code seen} is what the upstream says of a trace, such as {@code {"requests":1,"cut":1}}. */
  static void expectSeen(String seen, String upstream, String trace) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(upstream + "/seen/" + trace)).build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    Expect.equal(seen, answer.body());
  }
}
