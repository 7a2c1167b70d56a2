"""Answers that come piece by piece, for asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Any, Generic, TypeVar

import grpc

from switchyard.errors import SwitchyardError
from switchyard.retries import Retries

Event = TypeVar("Event")


class AsyncStream(Generic[Event]):
    """
    The events of an answer, as they come. It ends after `finished`, or raises SwitchyardError: a cut answer is never
    taken for a whole one. Closing it, or leaving its `async with` block, cancels the call, up to the provider; so does
    cancelling the task that reads it.
    """

    def __init__(self, open_call: Callable[[float], Any], retries: Retries) -> None:
        """`open_call` makes the call of gRPC, given the seconds that it may take."""
        self._open = open_call
        self._retries = retries
        self._closed = asyncio.Event()
        self._delivered = False
        self._call = open_call(retries.remaining)

    def __del__(self) -> None:
        """Cancels what nobody can read any more. For the streams of threads gRPC does that itself."""
        call = getattr(self, "_call", None)
        if call is not None and not call.done():
            call.cancel()

    def __aiter__(self) -> AsyncStream[Event]:
        return self

    async def __anext__(self) -> Event:
        while True:
            try:
                event: Event = await self._call.read()
            except grpc.RpcError as cause:
                await self._try_again(SwitchyardError.of(cause), cause)
            except asyncio.CancelledError:
                # Of the call, if it was closed; of this task, if not.
                if not self._closed.is_set():
                    raise
                raise SwitchyardError("The stream was closed.", grpc.StatusCode.CANCELLED) from None
            else:
                if event is grpc.aio.EOF:
                    raise StopAsyncIteration
                self._delivered = True
                return event

    def close(self) -> None:
        """Cancels the call unless it has ended."""
        self._closed.set()
        self._call.cancel()

    async def __aenter__(self) -> AsyncStream[Event]:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        thrown: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    async def _try_again(self, error: SwitchyardError, cause: grpc.RpcError) -> None:
        """Opens the call once more, or raises the error: what was delivered cannot be taken back."""
        wait = None if self._delivered else self._retries.wait_after(error)
        if wait is None or await self._closes_within(wait):
            raise error from cause
        self._call = self._open(self._retries.remaining)

    async def _closes_within(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._closed.wait(), seconds)
        except asyncio.TimeoutError:
            pass
        return self._closed.is_set()
