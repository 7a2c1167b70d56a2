"""The synchronous client."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, TypeVar

import grpc
from grpc_health.v1.health_pb2 import HealthCheckRequest, HealthCheckResponse
from grpc_health.v1.health_pb2_grpc import HealthStub
from typing_extensions import Unpack

from switchyard.channel import ChannelOptions, Tls, call_metadata, credentials_of, options_of
from switchyard.errors import SwitchyardError
from switchyard.interceptors import KeyInterceptor
from switchyard.options import CallOptions, ChatOptions, EmbedOptions, TextOptions
from switchyard.requests import chat_request, compare_request, embed_request, text_request
from switchyard.retries import Retries
from switchyard.streams import Stream
from switchyard.v1.admin_service_pb2_grpc import AdminServiceStub
from switchyard.v1.content_pb2 import Message
from switchyard.v1.generation_pb2 import (
    CompareChatResponse,
    GenerateChatResponse,
    GenerateChatStreamResponse,
    GenerateTextResponse,
    GenerateTextStreamResponse,
)
from switchyard.v1.llm_service_pb2 import EmbedResponse
from switchyard.v1.llm_service_pb2_grpc import LLMServiceStub
from switchyard.v1.usage_service_pb2 import GetStatisticsRequest, GetStatisticsResponse
from switchyard.v1.usage_service_pb2_grpc import UsageServiceStub

Request = TypeVar("Request")
Response = TypeVar("Response")


class Client:
    """
    Calls Switchyard. One client is meant to be shared by all threads and kept; calls raise SwitchyardError.

    `llm`, `usage` and `admin` are the stubs of gRPC themselves, for all else that the contract offers: they send the
    key too, know no deadline but that of each call, and raise grpc.RpcError, which `SwitchyardError.of` reads.
    """

    def __init__(
        self,
        target: str,
        *,
        api_key: str | Callable[[], str] | None = None,
        tls: Tls | bool | None = None,
        deadline: float = 600,
        max_retries: int = 2,
        channel_options: ChannelOptions = (),
    ) -> None:
        """`target` is a host and port. `deadline` is in seconds. An `api_key` to call is asked before each try."""
        self._deadline = deadline
        self._max_retries = max_retries
        credentials = credentials_of(target, tls)
        options = options_of(channel_options)
        self._channel = (
            grpc.secure_channel(target, credentials, options) if credentials else grpc.insecure_channel(target, options)
        )
        channel = grpc.intercept_channel(self._channel, KeyInterceptor(api_key)) if api_key else self._channel
        self.llm = LLMServiceStub(channel)
        self.usage = UsageServiceStub(channel)
        self.admin = AdminServiceStub(channel)
        health: Any = HealthStub(channel)
        self._check: grpc.UnaryUnaryMultiCallable[HealthCheckRequest, HealthCheckResponse] = health.Check

    def generate_text(self, prompt: str, **options: Unpack[TextOptions]) -> GenerateTextResponse:
        """A prompt in, text out."""
        return self._call(self.llm.GenerateText, text_request(prompt, options), options)

    def generate_text_stream(self, prompt: str, **options: Unpack[TextOptions]) -> Stream[GenerateTextStreamResponse]:
        """A prompt in, text out piece by piece."""
        return self._stream(self.llm.GenerateTextStream, text_request(prompt, options), options)

    def generate_chat(self, messages: Iterable[Message], **options: Unpack[ChatOptions]) -> GenerateChatResponse:
        """A conversation in, the assistant's next message out."""
        return self._call(self.llm.GenerateChat, chat_request(messages, options), options)

    def generate_chat_stream(
        self, messages: Iterable[Message], **options: Unpack[ChatOptions]
    ) -> Stream[GenerateChatStreamResponse]:
        """A conversation in, the assistant's next message out piece by piece."""
        return self._stream(self.llm.GenerateChatStream, chat_request(messages, options), options)

    def compare(
        self, messages: Iterable[Message], models: Iterable[str], **options: Unpack[ChatOptions]
    ) -> Stream[CompareChatResponse]:
        """One conversation to several models at once, their answers interleaved. The failure of one is an event."""
        return self._stream(self.llm.CompareChat, compare_request(messages, models, options), options)

    def embed(self, model: str, inputs: Iterable[str], **options: Unpack[EmbedOptions]) -> EmbedResponse:
        """Vectors for texts, in their order."""
        return self._call(self.llm.Embed, embed_request(model, inputs, options), options)

    def get_usage_stats(self, timeframe: str = "24h", **options: Unpack[CallOptions]) -> GetStatisticsResponse:
        """What was used over the last `1h`, `24h`, `7d` or `30d`, and what it cost."""
        return self._call(self.usage.GetStatistics, GetStatisticsRequest(timeframe=timeframe), options)

    def health_check(self, service: str = "", **options: Unpack[CallOptions]) -> bool:
        """Whether the server takes calls; of a service `provider/NAME`, whether that provider answers. Needs no key."""
        response = self._call(self._check, HealthCheckRequest(service=service), options)
        return bool(response.status == HealthCheckResponse.SERVING)

    def close(self) -> None:
        """Cancels the calls that run, and closes the connections."""
        self._channel.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        thrown: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _call(
        self, method: grpc.UnaryUnaryMultiCallable[Request, Response], request: Request, options: CallOptions
    ) -> Response:
        retries = self._retries(options)
        metadata = call_metadata(options.get("metadata"))
        while True:
            try:
                return method(request, timeout=retries.remaining, metadata=metadata)
            except grpc.RpcError as cause:
                error = SwitchyardError.of(cause)
                wait = retries.wait_after(error)
                if wait is None:
                    raise error from cause
                time.sleep(wait)

    def _stream(
        self, method: grpc.UnaryStreamMultiCallable[Request, Response], request: Request, options: CallOptions
    ) -> Stream[Response]:
        metadata = call_metadata(options.get("metadata"))
        return Stream(
            lambda timeout: method(request, timeout=timeout, metadata=metadata),
            self._retries(options),
        )

    def _retries(self, options: CallOptions) -> Retries:
        return Retries(options.get("deadline", self._deadline), self._max_retries)
