package dev.switchyard.client;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.switchyard.v1.GenerateTextRequest;
import dev.switchyard.v1.GenerateTextResponse;
import dev.switchyard.v1.GenerateTextStreamResponse;
import dev.switchyard.v1.LLMServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A server whose answers a test plays, one after another, and a client of it. */
final class PlayedServer extends LLMServiceGrpc.LLMServiceImplBase implements AutoCloseable {
  private final Queue<Consumer<StreamObserver<GenerateTextResponse>>> answers = new ArrayDeque<>();
  private final Queue<Consumer<StreamObserver<GenerateTextStreamResponse>>> streams = new ArrayDeque<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final Server server;
  final ManagedChannel channel;

  PlayedServer() throws IOException {
    var name = UUID.randomUUID().toString();
    server = InProcessServerBuilder.forName(name).addService(this).build().start();
    channel = InProcessChannelBuilder.forName(name).build();
  }

  SwitchyardClient client(int maxRetries) {
    return client(maxRetries, Duration.ofMinutes(10));
  }

  SwitchyardClient client(int maxRetries, Duration deadline) {
    return new SwitchyardClient(channel, channel, new Tries(maxRetries, deadline));
  }

  /** How many calls have come. */
  int calls() {
    return calls.get();
  }

  PlayedServer fails(StatusRuntimeException failure) {
    answers.add(observer -> observer.onError(failure));
    return this;
  }

  PlayedServer answers(String text) {
    answers.add(
        observer -> {
          observer.onNext(GenerateTextResponse.newBuilder().setText(text).build());
          observer.onCompleted();
        });
    return this;
  }

  PlayedServer streams(Consumer<StreamObserver<GenerateTextStreamResponse>> play) {
    streams.add(play);
    return this;
  }

  @Override
  public void generateText(GenerateTextRequest request, StreamObserver<GenerateTextResponse> observer) {
    calls.incrementAndGet();
    answers.remove().accept(observer);
  }

  @Override
  public void generateTextStream(GenerateTextRequest request, StreamObserver<GenerateTextStreamResponse> observer) {
    calls.incrementAndGet();
    streams.remove().accept(observer);
  }

  /** An error as the server tells it. */
  static StatusRuntimeException error(int code, String reason, Message... details) {
    var status = com.google.rpc.Status.newBuilder().setCode(code).setMessage("It went wrong.");
    status.addDetails(Any.pack(ErrorInfo.newBuilder().setDomain("switchyard").setReason(reason).build()));
    for (var detail : details) status.addDetails(Any.pack(detail));
    return StatusProto.toStatusRuntimeException(status.build());
  }

  static RetryInfo after(Duration delay) {
    var duration = com.google.protobuf.Duration.newBuilder().setSeconds(delay.toSeconds()).setNanos(delay.toNanosPart());
    return RetryInfo.newBuilder().setRetryDelay(duration).build();
  }

  static GenerateTextStreamResponse piece(String text) {
    return GenerateTextStreamResponse.newBuilder().setTextDelta(text).build();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }
}
