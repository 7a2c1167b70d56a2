package dev.switchyard.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SwitchyardClientBuilderTest {
  private final SwitchyardClientBuilder builder = SwitchyardClient.builder("127.0.0.1:1");

  @Test
  void aKeyThatCannotStandInAHeaderIsRefusedAndNotTold() {
    var failure = assertThrows(IllegalArgumentException.class, () -> builder.apiKey("secret\n"));
    assertFalse(failure.getMessage().contains("secret"));
  }

  @Test
  void certificatesAreNotQuietlyLeftOut() {
    builder.cleartext().authority(Path.of("authority.pem"));
    assertThrows(IllegalStateException.class, builder::build);
  }

  @Test
  void aFileThatIsNotThereIsTold() {
    builder.authority(Path.of("no-such-authority.pem"));
    assertThrows(UncheckedIOException.class, builder::build);
  }

  @Test
  void aCallThatSaysNothingMayTakeTenMinutes() {
    var allowed = new ArrayList<Duration>();
    ClientInterceptor noting =
        new ClientInterceptor() {
          @Override
          public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            allowed.add(Duration.ofNanos(options.getDeadline().timeRemaining(TimeUnit.NANOSECONDS)));
            return next.newCall(method, options);
          }
        };
    try (var client = builder.channel(it -> it.intercept(noting)).build()) {
      assertThrows(SwitchyardException.class, () -> client.generateText("Hello", "any"));
      assertThrows(SwitchyardException.class, () -> client.withDeadline(Duration.ofHours(1)).generateText("Hello", "any"));
    }
    var ten = Duration.ofMinutes(10);
    assertEquals(List.of(-1, 1), allowed.stream().map(time -> Integer.signum(time.compareTo(ten))).toList());
  }
}
