package dev.switchyard.client;

import static dev.switchyard.client.PlayedServer.piece;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.switchyard.v1.GenerateTextStreamResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AnswerStreamTest {
  private final CountDownLatch cancelled = new CountDownLatch(1);
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
  void itBringsAllMessagesInOrder() {
    try (var stream = opened(this::playTwo)) {
      assertEquals(List.of("one", "two"), stream.stream().map(GenerateTextStreamResponse::getTextDelta).toList());
    }
  }

  @Test
  void itIsOverAfterItsLastMessage() {
    var stream = opened(this::playTwo);
    for (var message : stream) assertFalse(message.getTextDelta().isEmpty());
    assertFalse(stream.hasNext());
    assertThrows(NoSuchElementException.class, stream::next);
  }

  @Test
  void closingItEarlyCancelsTheCall() throws Exception {
    try (var stream = opened(this::playWithoutEnd)) {
      assertEquals("one", stream.next().getTextDelta());
    }
    assertTrue(cancelled.await(20, TimeUnit.SECONDS));
  }

  @Test
  void closingWhatWasMadeOfItCancelsTheCall() throws Exception {
    try (var messages = opened(this::playWithoutEnd).stream()) {
      assertEquals("one", messages.findFirst().orElseThrow().getTextDelta());
    }
    assertTrue(cancelled.await(20, TimeUnit.SECONDS));
  }

  @Test
  void closingItFromAnotherThreadEndsTheReading() {
    var stream = opened(this::playWithoutEnd);
    stream.next();
    new Thread(stream::close).start();
    assertEquals(Status.Code.CANCELLED, assertThrows(SwitchyardException.class, stream::hasNext).code());
  }

  @Test
  void readingOnAfterClosingFails() {
    var stream = opened(this::playWithoutEnd);
    stream.next();
    stream.close();
    assertEquals(Status.Code.CANCELLED, assertThrows(SwitchyardException.class, stream::next).code());
  }

  @Test
  void aFailureBeforeTheFirstMessageIsThrownAtOnce() {
    server.streams(observer -> observer.onError(Status.NOT_FOUND.asRuntimeException()));
    var client = server.client(0);
    var failure = assertThrows(SwitchyardException.class, () -> client.generateTextStream("Hello", "any"));
    assertEquals(Status.Code.NOT_FOUND, failure.code());
  }

  private AnswerStream<GenerateTextStreamResponse> opened(Play play) {
    return server.streams(play::on).client(0).generateTextStream("Hello", "any");
  }

  private interface Play {
    void on(StreamObserver<GenerateTextStreamResponse> observer);
  }

  private void playTwo(StreamObserver<GenerateTextStreamResponse> observer) {
    observer.onNext(piece("one"));
    observer.onNext(piece("two"));
    observer.onCompleted();
  }

  private void playWithoutEnd(StreamObserver<GenerateTextStreamResponse> observer) {
    ((ServerCallStreamObserver<?>) observer).setOnCancelHandler(cancelled::countDown);
    observer.onNext(piece("one"));
  }
}
