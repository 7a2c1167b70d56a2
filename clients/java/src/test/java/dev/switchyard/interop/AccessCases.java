package dev.switchyard.interop;

import dev.switchyard.client.SwitchyardClient;
import dev.switchyard.client.SwitchyardClientBuilder;
import io.grpc.Status;
import java.nio.file.Path;

/** Who is believed, and who is let in. */
record AccessCases(InteropFile file) {
  void tls() {
    expectAnswer(file.tls().client());
    expectNone(SwitchyardClient.builder(file.tls().grpc()).tls().apiKey(file.tls().key()));
  }

  void mtls() {
    expectAnswer(file.mtls().client());
    expectNone(SwitchyardClient.builder(file.mtls().grpc()).authority(Path.of(file.mtls().caFile())));
  }

  void keyMissing() {
    expectUnauthenticated(file.plain().client().apiKey(""));
  }

  void keyWrong() {
    expectUnauthenticated(file.plain().client().apiKey(file.wrongKey()));
  }

  void health() {
    try (var client = file.plain().client().apiKey("").build()) {
      Expect.holds(client.healthCheck(), "it serves");
    }
  }

  private static void expectAnswer(SwitchyardClientBuilder builder) {
    try (var client = builder.build()) {
      Expect.equal("Hello from Switchyard.", client.generateText("Hello", "good").getText());
    }
  }

  private static void expectNone(SwitchyardClientBuilder builder) {
    try (var client = builder.build()) {
      Expect.failure(() -> client.generateText("Hello", "good"));
    }
  }

  private static void expectUnauthenticated(SwitchyardClientBuilder builder) {
    try (var client = builder.build()) {
      Expect.failure(Status.Code.UNAUTHENTICATED, "UNAUTHENTICATED", () -> client.generateText("Hello", "good"));
    }
  }
}
