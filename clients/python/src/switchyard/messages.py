"""The turns of a conversation, for the usual cases; what they do not cover is made of `Message` and `Part`."""

from switchyard.v1.content_pb2 import (
    ROLE_ASSISTANT,
    ROLE_SYSTEM,
    ROLE_TOOL,
    ROLE_USER,
    Message,
    Part,
    ToolResult,
)


def system(text: str) -> Message:
    """Instructions that stand above the conversation."""
    return Message(role=ROLE_SYSTEM, parts=[Part(text=text)])


def user(text: str) -> Message:
    """What the person or program asks."""
    return Message(role=ROLE_USER, parts=[Part(text=text)])


def assistant(text: str) -> Message:
    """What the model said; an answer that is at hand is sent back unchanged instead."""
    return Message(role=ROLE_ASSISTANT, parts=[Part(text=text)])


def tool_result(tool_call_id: str, output: str, *, is_error: bool = False) -> Message:
    """What a tool gave back for one call of the model."""
    result = ToolResult(tool_call_id=tool_call_id, output=output, is_error=is_error)
    return Message(role=ROLE_TOOL, parts=[Part(tool_result=result)])
