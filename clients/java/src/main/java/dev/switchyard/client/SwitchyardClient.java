package dev.switchyard.client;

import dev.switchyard.v1.AdminServiceGrpc;
import dev.switchyard.v1.CompareChatRequest;
import dev.switchyard.v1.CompareChatResponse;
import dev.switchyard.v1.EmbedRequest;
import dev.switchyard.v1.EmbedResponse;
import dev.switchyard.v1.GenerateChatRequest;
import dev.switchyard.v1.GenerateChatResponse;
import dev.switchyard.v1.GenerateChatStreamResponse;
import dev.switchyard.v1.GenerateTextRequest;
import dev.switchyard.v1.GenerateTextResponse;
import dev.switchyard.v1.GenerateTextStreamResponse;
import dev.switchyard.v1.GenerationOptions;
import dev.switchyard.v1.GetStatisticsRequest;
import dev.switchyard.v1.GetStatisticsResponse;
import dev.switchyard.v1.LLMServiceGrpc;
import dev.switchyard.v1.Message;
import dev.switchyard.v1.UsageServiceGrpc;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Calls Switchyard. Its own methods block, throw {@link SwitchyardException}, and repeat a call when the server says that and when
 * a retry can help, within the call's deadline. Interrupting the thread cancels the call. The stubs of all services, which neither
 * repeat nor translate, are there too. It may be shared by threads; make one and keep it.
 */
public final class SwitchyardClient implements AutoCloseable {
  private final ManagedChannel connection;
  private final Channel channel;
  private final Tries tries;

  SwitchyardClient(ManagedChannel connection, Channel channel, Tries tries) {
    this.connection = connection;
    this.channel = channel;
    this.tries = tries;
  }

  /** A client for {@code host:port}, or any other target that gRPC resolves, such as {@code dns:///host:port}. */
  public static SwitchyardClientBuilder builder(String target) {
    return new SwitchyardClientBuilder(target);
  }

  /** The same client, whose calls take at most this long, retries included. It shares the connections: close only one of both. */
  public SwitchyardClient withDeadline(Duration deadline) {
    return new SwitchyardClient(connection, channel, tries.within(deadline));
  }

  /** The same client with interceptors, for example those of {@code MetadataUtils}. It shares the connections: close only one of both. */
  public SwitchyardClient withInterceptors(ClientInterceptor... interceptors) {
    return new SwitchyardClient(connection, ClientInterceptors.intercept(channel, interceptors), tries);
  }

  /** A prompt in, text out. */
  public GenerateTextResponse generateText(String prompt, String model) {
    return generateText(textRequest(prompt, model));
  }

  /** A prompt in, text out. */
  public GenerateTextResponse generateText(GenerateTextRequest request) {
    return tries.call(llm(), stub -> stub.generateText(request));
  }

  /** A prompt in, text out piece by piece. Returns when the answer begins; the last message is {@code finished}. */
  public AnswerStream<GenerateTextStreamResponse> generateTextStream(String prompt, String model) {
    return generateTextStream(textRequest(prompt, model));
  }

  /** A prompt in, text out piece by piece. Returns when the answer begins; the last message is {@code finished}. */
  public AnswerStream<GenerateTextStreamResponse> generateTextStream(GenerateTextRequest request) {
    return tries.call(llm(), stub -> AnswerStream.open(() -> stub.generateTextStream(request)));
  }

  /** A conversation in, the assistant's next message out. See {@link Messages}. */
  public GenerateChatResponse generateChat(List<Message> messages, String model) {
    return generateChat(chatRequest(messages, model));
  }

  /** A conversation in, the assistant's next message out. */
  public GenerateChatResponse generateChat(GenerateChatRequest request) {
    return tries.call(llm(), stub -> stub.generateChat(request));
  }

  /** A conversation in, the next message out piece by piece. Returns when the answer begins; the last message is {@code finished}. */
  public AnswerStream<GenerateChatStreamResponse> generateChatStream(List<Message> messages, String model) {
    return generateChatStream(chatRequest(messages, model));
  }

  /** A conversation in, the next message out piece by piece. Returns when the answer begins; the last message is {@code finished}. */
  public AnswerStream<GenerateChatStreamResponse> generateChatStream(GenerateChatRequest request) {
    return tries.call(llm(), stub -> AnswerStream.open(() -> stub.generateChatStream(request)));
  }

  /** One conversation to several models at once. One that fails has a {@code failure} among the messages; the others go on. */
  public AnswerStream<CompareChatResponse> compare(List<Message> messages, List<String> models) {
    var conversation = GenerateChatRequest.newBuilder().addAllMessages(messages).build();
    return compare(CompareChatRequest.newBuilder().setRequest(conversation).addAllModels(models).build());
  }

  /** One conversation to several models at once. One that fails has a {@code failure} among the messages; the others go on. */
  public AnswerStream<CompareChatResponse> compare(CompareChatRequest request) {
    return tries.call(llm(), stub -> AnswerStream.open(() -> stub.compareChat(request)));
  }

  /** A vector for each text. */
  public EmbedResponse embed(String model, List<String> inputs) {
    return embed(EmbedRequest.newBuilder().setModel(model).addAllInputs(inputs).build());
  }

  /** A vector for each text. */
  public EmbedResponse embed(EmbedRequest request) {
    return tries.call(llm(), stub -> stub.embed(request));
  }

  /** What was used and what it cost over {@code 1h}, {@code 24h}, {@code 7d} or {@code 30d}, ending now. */
  public GetStatisticsResponse getUsageStats(String timeframe) {
    var request = GetStatisticsRequest.newBuilder().setTimeframe(timeframe).build();
    return tries.call(usage(), stub -> stub.getStatistics(request));
  }

  /** Whether the server takes calls. Needs no key. */
  public boolean healthCheck() {
    return healthCheck("");
  }

  /** Whether a service takes calls; of {@code provider/NAME}, whether that provider answers. Needs no key. */
  public boolean healthCheck(String service) {
    var request = HealthCheckRequest.newBuilder().setService(service).build();
    return tries.call(HealthGrpc.newBlockingStub(channel), stub -> stub.check(request).getStatus()) == ServingStatus.SERVING;
  }

  /** The stub of LLMService. Like the other stubs it has the client's key and interceptors, and throws StatusRuntimeException. */
  public LLMServiceGrpc.LLMServiceBlockingStub llm() {
    return LLMServiceGrpc.newBlockingStub(channel);
  }

  /** The stub of UsageService. */
  public UsageServiceGrpc.UsageServiceBlockingStub usage() {
    return UsageServiceGrpc.newBlockingStub(channel);
  }

  /** The stub of AdminService. */
  public AdminServiceGrpc.AdminServiceBlockingStub admin() {
    return AdminServiceGrpc.newBlockingStub(channel);
  }

  /** For every other kind of stub: it brings the client's key and interceptors. */
  public Channel channel() {
    return channel;
  }

  /** Cancels what still runs and closes the connections. */
  @Override
  public void close() {
    connection.shutdownNow();
    try {
      connection.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
    }
  }

  private static GenerateTextRequest textRequest(String prompt, String model) {
    return GenerateTextRequest.newBuilder().setPrompt(prompt).setOptions(optionsFor(model)).build();
  }

  private static GenerateChatRequest chatRequest(List<Message> messages, String model) {
    return GenerateChatRequest.newBuilder().addAllMessages(messages).setOptions(optionsFor(model)).build();
  }

  private static GenerationOptions optionsFor(String model) {
    return GenerationOptions.newBuilder().setModel(model).build();
  }
}
