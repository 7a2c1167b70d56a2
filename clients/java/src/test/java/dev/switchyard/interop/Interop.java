package dev.switchyard.interop;

import com.google.gson.Gson;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs every case against the servers that SWITCHYARD_INTEROP tells of, and prints a line for each: see test/interop/README.md. */
public final class Interop {
  private Interop() {}

  private interface Case {
    void run() throws Exception;
  }

  public static void main(String[] words) throws Exception {
    var file = InteropFile.read(System.getenv("SWITCHYARD_INTEROP"));
    try (var client = file.plain().client().build();
        var patient = file.plain().client().maxRetries(2).build()) {
      var answers = new AnswerCases(client, file.upstream());
      var ends = new EndCases(client, file.upstream());
      var cases = new LinkedHashMap<String, Case>();
      cases.put("unary", answers::unary);
      cases.put("stream", answers::stream);
      cases.put("tools", answers::tools);
      cases.put("large_message", answers::largeMessage);
      cases.put("retry", () -> answers.retry(patient));
      cases.put("compare", answers::compare);
      cases.put("embed", answers::embed);
      cases.put("cancel", ends::cancel);
      cases.put("deadline", ends::deadline);
      cases.put("error_bad_request", ends::badRequest);
      cases.put("error_retry_info", ends::retryInfo);
      cases.put("error_quota", ends::quota);
      cases.put("error_attempts", ends::attempts);
      cases.put("metadata", new ContextCases(client)::metadata);
      cases.put("trace_context", new ContextCases(client)::traceContext);
      cases.put("tls", new AccessCases(file)::tls);
      cases.put("mtls", new AccessCases(file)::mtls);
      cases.put("key_missing", new AccessCases(file)::keyMissing);
      cases.put("key_wrong", new AccessCases(file)::keyWrong);
      cases.put("health", new AccessCases(file)::health);
      cases.forEach((name, body) -> System.out.println(new Gson().toJson(verdict(name, body))));
    }
  }

  private static Map<String, String> verdict(String name, Case body) {
    try {
      body.run();
      return Map.of("case", name, "result", "passed");
    } catch (Throwable failure) {
      return Map.of("case", name, "result", "failed", "detail", failure.toString());
    }
  }
}
