package dev.switchyard.interop;

import dev.switchyard.client.SwitchyardClient;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** What goes along in headers. */
record ContextCases(SwitchyardClient client) {
  void metadata() {
    var received = new AtomicReference<Metadata>();
    var trailers = new AtomicReference<Metadata>();
    var answer =
        with(Map.of("x-request-id", "request-1", "x-source-agent", "interop", "x-session-id", "session-1"))
            .withInterceptors(MetadataUtils.newCaptureMetadataInterceptor(received, trailers))
            .generateText("Hello", "good");
    Expect.equal("request-1", received.get().get(key("x-request-id")));
    Expect.equal("interop", answer.getInfo().getContext().getSourceAgent());
    Expect.equal("session-1", answer.getInfo().getContext().getSessionId());
  }

  void traceContext() {
    var trace = Calls.newTrace();
    var answer = with(Map.of("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")).generateText("Hello", "good");
    Expect.equal(trace, answer.getInfo().getContext().getTraceId());
  }

  private SwitchyardClient with(Map<String, String> headers) {
    var metadata = new Metadata();
    headers.forEach((name, value) -> metadata.put(key(name), value));
    return client.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
