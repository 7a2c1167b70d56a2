"""Requests of the contract, from the arguments of the clients' methods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message as AnyMessage
from google.protobuf.struct_pb2 import Struct

from switchyard.options import CallOptions, ChatOptions, EmbedOptions, TextOptions
from switchyard.v1.content_pb2 import Message
from switchyard.v1.generation_options_pb2 import GenerationOptions
from switchyard.v1.generation_pb2 import CompareChatRequest, GenerateChatRequest, GenerateTextRequest
from switchyard.v1.llm_service_pb2 import EmbedRequest


def text_request(prompt: str, options: TextOptions) -> GenerateTextRequest:
    own, shared = _divide(options, GenerateTextRequest)
    return GenerateTextRequest(prompt=prompt, options=_generation_options(shared), **own)


def chat_request(messages: Iterable[Message], options: ChatOptions) -> GenerateChatRequest:
    own, shared = _divide(options, GenerateChatRequest)
    return GenerateChatRequest(messages=messages, options=_generation_options(shared), **own)


def compare_request(messages: Iterable[Message], models: Iterable[str], options: ChatOptions) -> CompareChatRequest:
    return CompareChatRequest(request=chat_request(messages, options), models=models)


def embed_request(model: str, inputs: Iterable[str], options: EmbedOptions) -> EmbedRequest:
    own, unknown = _divide(options, EmbedRequest)
    texts = [inputs] if isinstance(inputs, str) else inputs
    return EmbedRequest(model=model, inputs=texts, **own, **unknown)


def _divide(options: CallOptions, request: type[AnyMessage]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The options that are fields of the request itself, and the others but for those that gRPC takes."""
    fields = request.DESCRIPTOR.fields_by_name
    given = {name: value for name, value in options.items() if name not in CallOptions.__annotations__}
    own = {name: value for name, value in given.items() if name in fields}
    return own, {name: value for name, value in given.items() if name not in fields}


def _generation_options(given: Mapping[str, Any]) -> GenerationOptions:
    """Raises ValueError for an option that there is not."""
    fields = dict(given)
    timeout = fields.pop("timeout", None)
    provider_options = fields.pop("provider_options", {})
    message = GenerationOptions(**fields)
    if timeout is not None:
        message.timeout.CopyFrom(_duration(timeout))
    for provider, values in provider_options.items():
        message.provider_options[provider].CopyFrom(_struct(values))
    return message


def _duration(seconds: float) -> Duration:
    message = Duration()
    message.FromTimedelta(timedelta(seconds=seconds))
    return message


def _struct(values: Mapping[str, Any]) -> Struct:
    message = Struct()
    message.update(values)
    return message
