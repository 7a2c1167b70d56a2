package dev.switchyard.client;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.UncheckedIOException;
import java.nio.file.Path;
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
}
