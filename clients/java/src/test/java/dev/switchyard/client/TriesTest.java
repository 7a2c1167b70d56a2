package dev.switchyard.client;

import static dev.switchyard.client.PlayedServer.after;
import static dev.switchyard.client.PlayedServer.error;
import static dev.switchyard.client.PlayedServer.piece;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.rpc.Code;
import dev.switchyard.v1.GenerateTextStreamResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TriesTest {
  private static final Duration MOMENT = Duration.ofMillis(1);

  private PlayedServer server;

  @BeforeEach
  void start() throws Exception {
    server = new PlayedServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aCallIsMadeAgainWhenTheServerSaysWhen() {
    server.fails(error(Code.UNAVAILABLE_VALUE, "OVERLOADED", after(MOMENT))).answers("there");
    assertEquals("there", server.client(2).generateText("Hello", "any").getText());
    assertEquals(2, server.calls());
  }

  @Test
  void aStreamThatHasNotBegunIsMadeAgain() {
    server.streams(observer -> observer.onError(error(Code.UNAVAILABLE_VALUE, "OVERLOADED", after(MOMENT))));
    server.streams(
        observer -> {
          observer.onNext(piece("there"));
          observer.onCompleted();
        });
    try (var stream = server.client(2).generateTextStream("Hello", "any")) {
      assertEquals("there", stream.next().getTextDelta());
    }
  }

  @Test
  void aStreamThatHasBegunIsNotMadeAgain() {
    server.streams(
        observer -> {
          observer.onNext(piece("half"));
          observer.onError(error(Code.UNAVAILABLE_VALUE, "STREAM_TRUNCATED", after(MOMENT)));
        });
    try (AnswerStream<GenerateTextStreamResponse> stream = server.client(2).generateTextStream("Hello", "any")) {
      assertEquals("half", stream.next().getTextDelta());
      assertEquals("STREAM_TRUNCATED", assertThrows(SwitchyardException.class, stream::hasNext).reason());
    }
    assertEquals(1, server.calls());
  }

  @Test
  void aCallIsNotMadeAgainWhenTheServerDoesNotSaySo() {
    server.fails(error(Code.UNAVAILABLE_VALUE, "STREAM_TRUNCATED"));
    assertFailsAfter(1, server.client(2));
  }

  @Test
  void aCallIsMadeNoMoreOftenThanAllowed() {
    for (int number = 0; number < 3; number++) server.fails(error(Code.UNAVAILABLE_VALUE, "OVERLOADED", after(MOMENT)));
    assertFailsAfter(2, server.client(1));
  }

  @Test
  void aWaitThatWouldPassTheDeadlineIsNotBegun() {
    server.fails(error(Code.UNAVAILABLE_VALUE, "OVERLOADED", after(Duration.ofSeconds(50))));
    assertFailsAfter(1, server.client(2, Duration.ofSeconds(30)));
  }

  @Test
  void aWaitOfMoreThanAMinuteIsLeftToTheCaller() {
    server.fails(error(Code.RESOURCE_EXHAUSTED_VALUE, "BUDGET_EXCEEDED", after(Duration.ofHours(3))));
    assertEquals(Duration.ofHours(3), assertFailsAfter(1, server.client(2)).retryAfter().orElseThrow());
  }

  @Test
  void aThreadThatIsInterruptedDoesNotWait() {
    var failure = error(Code.UNAVAILABLE_VALUE, "OVERLOADED", after(Duration.ofSeconds(50)));
    var tries = new Tries(2, Duration.ofMinutes(10));
    var stub = server.client(0).llm();
    assertThrows(
        SwitchyardException.class,
        () ->
            tries.call(
                stub,
                any -> {
                  Thread.currentThread().interrupt();
                  throw failure;
                }));
    assertTrue(Thread.interrupted());
  }

  @Test
  void whatCannotBeTriedIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Tries(-1, MOMENT));
    assertThrows(IllegalArgumentException.class, () -> new Tries(0, Duration.ZERO));
  }

  private SwitchyardException assertFailsAfter(int calls, SwitchyardClient client) {
    var failure = assertThrows(SwitchyardException.class, () -> client.generateText("Hello", "any"));
    assertEquals(calls, server.calls());
    return failure;
  }
}
