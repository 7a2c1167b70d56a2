package dev.switchyard.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.switchyard.v1.GenerateTextRequest;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.stub.MetadataUtils;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class KeyInterceptorTest {
  private static final Metadata.Key<String> AUTHORIZATION = Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final List<String> seen = new ArrayList<>();
  private PlayedServer played;
  private Server server;

  @BeforeEach
  void start() throws Exception {
    played = new PlayedServer().answers("one").answers("two").answers("three");
    var noting =
        new ServerInterceptor() {
          @Override
          public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            var all = headers.getAll(AUTHORIZATION);
            if (all == null) seen.add("none");
            else all.forEach(seen::add);
            return next.startCall(call, headers);
          }
        };
    server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create()).addService(played).intercept(noting).build().start();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
    played.close();
  }

  @Test
  void theKeyIsAskedForBeforeEachCallAndACallsOwnGoesFirst() {
    Queue<String> keys = new ArrayDeque<>(List.of("first", ""));
    var own = new Metadata();
    own.put(AUTHORIZATION, "Bearer own");
    try (var client = SwitchyardClient.builder("127.0.0.1:" + server.getPort()).apiKey(keys::remove).build()) {
      client.generateText("Hello", "any");
      client.generateText("Hello", "any");
      client.llm().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(own)).generateText(GenerateTextRequest.getDefaultInstance());
    }
    assertEquals(List.of("Bearer first", "none", "Bearer own"), seen);
  }
}
