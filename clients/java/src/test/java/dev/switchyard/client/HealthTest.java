package dev.switchyard.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.switchyard.v1.GenerateTextRequest;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HealthTest {
  private final HealthStatusManager health = new HealthStatusManager();
  private PlayedServer played;
  private Server server;
  private SwitchyardClient client;

  @BeforeEach
  void start() throws Exception {
    played = new PlayedServer();
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(played)
            .addService(health.getHealthService())
            .build()
            .start();
    client = SwitchyardClient.builder("127.0.0.1:" + server.getPort()).channel(HealthTest::checked).build();
  }

  private static void checked(ManagedChannelBuilder<?> builder) {
    builder.defaultServiceConfig(SwitchyardClientBuilder.HEALTH_CHECKED_SERVICE_CONFIG);
  }

  @AfterEach
  void stop() {
    client.close();
    server.shutdownNow();
    played.close();
  }

  @Test
  void aServerThatTakesNoCallsIsNotAskedUntilItDoes() {
    health.setStatus("", ServingStatus.NOT_SERVING);
    var failure = assertThrows(SwitchyardException.class, () -> client.generateText("Hello", "any"));
    assertEquals(Status.Code.UNAVAILABLE, failure.code());
    assertEquals(0, played.calls());

    played.answers("there");
    health.setStatus("", ServingStatus.SERVING);
    var request = GenerateTextRequest.getDefaultInstance();
    assertEquals("there", client.llm().withWaitForReady().generateText(request).getText());
  }

  @Test
  void withoutAWordHealthIsNotAsked() {
    health.setStatus("", ServingStatus.NOT_SERVING);
    played.answers("there");
    try (var plain = SwitchyardClient.builder("127.0.0.1:" + server.getPort()).build()) {
      assertEquals("there", plain.generateText("Hello", "any").getText());
      assertFalse(plain.healthCheck());
    }
  }
}
