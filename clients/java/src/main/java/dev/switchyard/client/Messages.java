package dev.switchyard.client;

import dev.switchyard.v1.Message;
import dev.switchyard.v1.Part;
import dev.switchyard.v1.Role;
import dev.switchyard.v1.ToolCall;
import dev.switchyard.v1.ToolResult;

/** Messages of one part, for conversations. */
public final class Messages {
  private Messages() {}

  /** Instructions that stand above the conversation. */
  public static Message system(String text) {
    return of(Role.ROLE_SYSTEM, Part.newBuilder().setText(text));
  }

  /** What the person or program that asks says. */
  public static Message user(String text) {
    return of(Role.ROLE_USER, Part.newBuilder().setText(text));
  }

  /** What the model said. An answer of {@code generateChat} that is at hand is sent back unchanged instead. */
  public static Message assistant(String text) {
    return of(Role.ROLE_ASSISTANT, Part.newBuilder().setText(text));
  }

  /** What a tool gave back for a call of the model. */
  public static Message toolResult(ToolCall call, String output) {
    var result = ToolResult.newBuilder().setToolCallId(call.getId()).setOutput(output);
    return of(Role.ROLE_TOOL, Part.newBuilder().setToolResult(result));
  }

  private static Message of(Role role, Part.Builder part) {
    return Message.newBuilder().setRole(role).addParts(part).build();
  }
}
