"""The client for asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from types import TracebackType
from typing import Any, TypeVar

import grpc
from grpc_health.v1.health_pb2 import HealthCheckRequest, HealthCheckResponse
from grpc_health.v1.health_pb2_grpc import HealthStub
from typing_extensions import Unpack

from switchyard.async_streams import AsyncStream
from switchyard.channel import ChannelOptions, Tls, call_metadata, credentials_of, options_of
from switchyard.errors import SwitchyardError
from switchyard.interceptors import async_key_interceptors
from switchyard.options import CallOptions, ChatOptions, EmbedOptions, TextOptions
from switchyard.requests import chat_request, compare_request, embed_request, text_request
from switchyard.retries import Retries
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


class AsyncClient:
    """
    Calls Switchyard by asyncio, as `Client` does by threads. It belongs to the event loop that runs when it is made;
    cancelling a task cancels the call that it waits for, up to the provider.
    """

    def __init__(
        self,
        target: str,
        *,
        api_key: str | Callable[[], str | Awaitable[str]] | None = None,
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
        interceptors = async_key_interceptors(api_key) if api_key else None
        self._channel = (
            grpc.aio.secure_channel(target, credentials, options, interceptors=interceptors)
            if credentials
            else grpc.aio.insecure_channel(target, options, interceptors=interceptors)
        )
        self.llm = LLMServiceStub(self._channel)
        self.usage = UsageServiceStub(self._channel)
        self.admin = AdminServiceStub(self._channel)
        health: Any = HealthStub(self._channel)
        self._check: grpc.aio.UnaryUnaryMultiCallable[HealthCheckRequest, HealthCheckResponse] = health.Check

    async def generate_text(self, prompt: str, **options: Unpack[TextOptions]) -> GenerateTextResponse:
        """A prompt in, text out."""
        return await self._call(self.llm.GenerateText, text_request(prompt, options), options)

    def generate_text_stream(
        self, prompt: str, **options: Unpack[TextOptions]
    ) -> AsyncStream[GenerateTextStreamResponse]:
        """A prompt in, text out piece by piece."""
        return self._stream(self.llm.GenerateTextStream, text_request(prompt, options), options)

    async def generate_chat(self, messages: Iterable[Message], **options: Unpack[ChatOptions]) -> GenerateChatResponse:
        """A conversation in, the assistant's next message out."""
        return await self._call(self.llm.GenerateChat, chat_request(messages, options), options)

    def generate_chat_stream(
        self, messages: Iterable[Message], **options: Unpack[ChatOptions]
    ) -> AsyncStream[GenerateChatStreamResponse]:
        """A conversation in, the assistant's next message out piece by piece."""
        return self._stream(self.llm.GenerateChatStream, chat_request(messages, options), options)

    def compare(
        self, messages: Iterable[Message], models: Iterable[str], **options: Unpack[ChatOptions]
    ) -> AsyncStream[CompareChatResponse]:
        """One conversation to several models at once, their answers interleaved. The failure of one is an event."""
        return self._stream(self.llm.CompareChat, compare_request(messages, models, options), options)

    async def embed(self, model: str, inputs: Iterable[str], **options: Unpack[EmbedOptions]) -> EmbedResponse:
        """Vectors for texts, in their order."""
        return await self._call(self.llm.Embed, embed_request(model, inputs, options), options)

    async def get_usage_stats(self, timeframe: str = "24h", **options: Unpack[CallOptions]) -> GetStatisticsResponse:
        """What was used over the last `1h`, `24h`, `7d` or `30d`, and what it cost."""
        return await self._call(self.usage.GetStatistics, GetStatisticsRequest(timeframe=timeframe), options)

    async def health_check(self, service: str = "", **options: Unpack[CallOptions]) -> bool:
        """Whether the server takes calls; of a service `provider/NAME`, whether that provider answers. Needs no key."""
        response = await self._call(self._check, HealthCheckRequest(service=service), options)
        return bool(response.status == HealthCheckResponse.SERVING)

    async def close(self) -> None:
        """Cancels the calls that run, and closes the connections."""
        await self._channel.close()

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        thrown: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def _call(
        self, method: grpc.aio.UnaryUnaryMultiCallable[Request, Response], request: Request, options: CallOptions
    ) -> Response:
        retries = self._retries(options)
        metadata = call_metadata(options.get("metadata"))
        while True:
            try:
                return await method(request, timeout=retries.remaining, metadata=metadata)
            except grpc.RpcError as cause:
                error = SwitchyardError.of(cause)
                wait = retries.wait_after(error)
                if wait is None:
                    raise error from cause
                await asyncio.sleep(wait)

    def _stream(
        self, method: grpc.aio.UnaryStreamMultiCallable[Request, Response], request: Request, options: CallOptions
    ) -> AsyncStream[Response]:
        metadata = call_metadata(options.get("metadata"))
        return AsyncStream(
            lambda timeout: method(request, timeout=timeout, metadata=metadata),
            self._retries(options),
        )

    def _retries(self, options: CallOptions) -> Retries:
        return Retries(options.get("deadline", self._deadline), self._max_retries)
