"""The API key on every call of a channel that has no credential of its own. The contract has no streams of requests."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple

import grpc


class CallDetails(NamedTuple):
    """What gRPC asks interceptors to pass on."""

    method: str
    timeout: float | None
    metadata: Sequence[tuple[str, str | bytes]] | None
    credentials: grpc.CallCredentials | None
    wait_for_ready: bool | None
    compression: grpc.Compression | None


class KeyInterceptor(grpc.UnaryUnaryClientInterceptor, grpc.UnaryStreamClientInterceptor):
    """Adds the key to the metadata of calls."""

    def __init__(self, api_key: str | Callable[[], str]) -> None:
        self._key = api_key

    def intercept_unary_unary(self, continuation: Callable[..., Any], details: Any, request: Any) -> Any:
        return continuation(self._with_key(details), request)

    def intercept_unary_stream(self, continuation: Callable[..., Any], details: Any, request: Any) -> Any:
        return continuation(self._with_key(details), request)

    def _with_key(self, details: Any) -> Any:
        if _has_credential(details):
            return details
        key = self._key() if callable(self._key) else self._key
        if not key:
            return details
        return CallDetails(
            details.method,
            details.timeout,
            (*(details.metadata or ()), _header(key)),
            details.credentials,
            details.wait_for_ready,
            details.compression,
        )


AsyncKey = str | Callable[[], str | Awaitable[str]]


def async_key_interceptors(api_key: AsyncKey) -> list[grpc.aio.ClientInterceptor]:
    """The same for asyncio, where gRPC wants an interceptor for each kind of call."""
    return [_AsyncUnaryInterceptor(api_key), _AsyncStreamInterceptor(api_key)]


class _AsyncUnaryInterceptor(grpc.aio.UnaryUnaryClientInterceptor):
    def __init__(self, key: AsyncKey) -> None:
        self._key = key

    async def intercept_unary_unary(self, continuation: Callable[..., Any], details: Any, request: Any) -> Any:
        return await continuation(await _with_key(details, self._key), request)


class _AsyncStreamInterceptor(grpc.aio.UnaryStreamClientInterceptor):
    def __init__(self, key: AsyncKey) -> None:
        self._key = key

    async def intercept_unary_stream(self, continuation: Callable[..., Any], details: Any, request: Any) -> Any:
        return await continuation(await _with_key(details, self._key), request)


async def _with_key(details: Any, source: AsyncKey) -> Any:
    if _has_credential(details):
        return details
    told = source() if callable(source) else source
    key = await told if inspect.isawaitable(told) else told
    if not key:
        return details
    metadata = grpc.aio.Metadata(*(details.metadata or ()), _header(key))
    return grpc.aio.ClientCallDetails(
        details.method, details.timeout, metadata, details.credentials, details.wait_for_ready
    )


def _has_credential(details: Any) -> bool:
    return any(name == "authorization" for name, _ in details.metadata or ())


def _header(key: str) -> tuple[str, str]:
    return ("authorization", f"Bearer {key}")
