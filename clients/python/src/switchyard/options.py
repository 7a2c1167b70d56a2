"""How a call is made, as keyword arguments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from switchyard.v1.content_pb2 import ResponseFormat, Tool, ToolChoice
    from switchyard.v1.generation_options_pb2 import Complexity, Priority, ReasoningEffort, RetryPolicy
    from switchyard.v1.model_pb2 import Tier
    from switchyard.v1.usage_pb2 import CallContext


class CallOptions(TypedDict, total=False):
    """What every call takes."""

    deadline: float
    """Seconds that the call may take, retries included. Otherwise the client's."""
    metadata: Mapping[str, str]
    """Further headers, such as `traceparent`."""


class EmbedOptions(CallOptions, total=False):
    """What `embed` takes beside the model and the texts."""

    dimensions: int
    context: CallContext


class GenerationOptions(CallOptions, total=False):
    """The fields of the contract's `GenerationOptions`, where each is described, and what texts and chats share."""

    model: str
    max_output_tokens: int
    temperature: float
    top_p: float
    frequency_penalty: float
    presence_penalty: float
    stop: Iterable[str]
    seed: int
    reasoning_effort: ReasoningEffort.ValueType
    task_type: str
    tier: Tier.ValueType
    complexity: Complexity.ValueType
    preferred_providers: Iterable[str]
    timeout: float
    """In seconds. The server bounds the call by it and, unlike with `deadline`, tells what was tried."""
    retry: RetryPolicy
    labels: Mapping[str, str]
    provider_options: Mapping[str, Mapping[str, Any]]
    explain_selection: bool
    priority: Priority.ValueType
    context: CallContext
    idempotency_key: str


class TextOptions(GenerationOptions, total=False):
    """What the generation of a text takes beside its prompt."""

    system: str


class ChatOptions(GenerationOptions, total=False):
    """What the generation of a message takes beside the conversation."""

    tools: Iterable[Tool]
    tool_choice: ToolChoice
    response_format: ResponseFormat
