package dev.switchyard.interop;

import static dev.switchyard.interop.Calls.expectFigures;
import static dev.switchyard.interop.Calls.expectSeen;
import static dev.switchyard.interop.Calls.newTrace;
import static dev.switchyard.interop.Calls.prompt;

import dev.switchyard.client.Messages;
import dev.switchyard.client.SwitchyardClient;
import dev.switchyard.v1.CompareChatResponse;
import dev.switchyard.v1.GenerateChatRequest;
import dev.switchyard.v1.GenerateChatStreamResponse;
import dev.switchyard.v1.GenerateTextStreamResponse;
import dev.switchyard.v1.GenerationOptions;
import dev.switchyard.v1.Tool;
import java.util.List;
import java.util.stream.LongStream;

/** What is asked and answered. */
record AnswerCases(SwitchyardClient client, String upstream) {
  private static final String SAID = "Hello from Switchyard.";
  private static final List<String> PIECES = List.of("Hello", " from", " Switchyard", ".");

  void unary() {
    var text = client.generateText("Hello", "good");
    Expect.equal(SAID, text.getText());
    expectFigures(text.getInfo());
    var chat = client.generateChat(List.of(Messages.user("Hello")), "good");
    Expect.equal(SAID, chat.getMessage().getParts(0).getText());
    expectFigures(chat.getInfo());
  }

  void stream() {
    List<GenerateTextStreamResponse> texts;
    try (var stream = client.generateTextStream("Hello", "good")) {
      texts = stream.stream().toList();
    }
    Expect.holds(texts.get(0).hasStarted(), "the first message is `started`");
    Expect.equal(PIECES, texts.stream().filter(GenerateTextStreamResponse::hasTextDelta).map(GenerateTextStreamResponse::getTextDelta).toList());
    Expect.equal(counted(texts.size()), texts.stream().map(GenerateTextStreamResponse::getSequence).toList());
    expectFigures(texts.get(texts.size() - 1).getFinished().getInfo());
    try (var stream = client.generateChatStream(List.of(Messages.user("Hello")), "good")) {
      expectChat(stream.stream().toList());
    }
  }

  private static void expectChat(List<GenerateChatStreamResponse> messages) {
    Expect.holds(messages.get(0).hasStarted(), "the first message is `started`");
    Expect.equal(PIECES, messages.stream().filter(GenerateChatStreamResponse::hasPartDelta).map(message -> message.getPartDelta().getText()).toList());
    Expect.equal(counted(messages.size()), messages.stream().map(GenerateChatStreamResponse::getSequence).toList());
    expectFigures(messages.get(messages.size() - 1).getFinished().getInfo());
  }

  private static List<Long> counted(int size) {
    return LongStream.rangeClosed(1, size).boxed().toList();
  }

  void tools() {
    var question = Messages.user("What is the weather?");
    var tool = Tool.newBuilder().setName("weather").setParametersSchema("{\"type\":\"object\"}");
    var request = GenerateChatRequest.newBuilder().addMessages(question).addTools(tool).setOptions(optionsOf("tools"));
    var turn = client.generateChat(request.build()).getMessage();
    var call = turn.getParts(0).getToolCall();
    Expect.equal("weather call-1 {\"city\":\"Paris\"}", call.getName() + " " + call.getId() + " " + call.getArguments());
    var answer = client.generateChat(request.addMessages(turn).addMessages(Messages.toolResult(call, "sunny")).build());
    Expect.equal("It is sunny", answer.getMessage().getParts(0).getText());
  }

  void largeMessage() {
    var prompt = "x".repeat(5_000_000);
    Expect.equal(prompt, client.generateText(prompt, "echo").getText());
  }

  void retry(SwitchyardClient patient) throws Exception {
    var trace = newTrace();
    Expect.equal(SAID, patient.generateText(prompt("flaky", trace).build()).getText());
    expectSeen("{\"requests\":2,\"cut\":0}", upstream, trace);
  }

  void compare() {
    try (var stream = client.compare(List.of(Messages.user("Hello")), List.of("good", "failing"))) {
      var messages = stream.stream().toList();
      var good = messages.stream().filter(message -> message.getModelIndex() == 0).toList();
      expectFigures(good.get(good.size() - 1).getAnswer().getFinished().getInfo());
      var failure = messages.stream().filter(CompareChatResponse::hasFailure).findFirst().orElseThrow();
      Expect.equal(1, failure.getModelIndex());
      Expect.equal("UPSTREAM_UNAVAILABLE", failure.getFailure().getReason());
      Expect.equal(2, failure.getFailure().getAttemptsInfo().getAttemptsCount());
    }
  }

  void embed() {
    var vectors = client.embed("vectors", List.of("a", "four")).getEmbeddingsList();
    Expect.equal(List.of(1f, 0.5f, -0.25f), vectors.get(0).getValuesList());
    Expect.equal(List.of(4f, 0.5f, -0.25f), vectors.get(1).getValuesList());
  }

  private static GenerationOptions.Builder optionsOf(String model) {
    return GenerationOptions.newBuilder().setModel(model);
  }
}
