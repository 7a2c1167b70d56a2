"""Answers that come piece by piece."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, Generic, TypeVar

import grpc

from switchyard.errors import SwitchyardError
from switchyard.retries import Retries

Event = TypeVar("Event")


class Stream(Generic[Event]):
    """
    The events of an answer, as they come. It ends after `finished`, or raises SwitchyardError: a cut answer is never
    taken for a whole one. Closing it, or leaving its `with` block, cancels the call, up to the provider.
    """

    def __init__(self, open_call: Callable[[float], Any], retries: Retries) -> None:
        """`open_call` makes the call of gRPC, given the seconds that it may take."""
        self._open = open_call
        self._retries = retries
        self._closed = threading.Event()
        self._delivered = False
        self._call = open_call(retries.remaining)

    def __iter__(self) -> Stream[Event]:
        return self

    def __next__(self) -> Event:
        while True:
            try:
                event: Event = next(self._call)
            except grpc.RpcError as cause:
                self._try_again(SwitchyardError.of(cause), cause)
            else:
                self._delivered = True
                return event

    def close(self) -> None:
        """Cancels the call unless it has ended. May be called from another thread."""
        self._closed.set()
        self._call.cancel()

    def __enter__(self) -> Stream[Event]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        thrown: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _try_again(self, error: SwitchyardError, cause: grpc.RpcError) -> None:
        """Opens the call once more, or raises the error: what was delivered cannot be taken back."""
        wait = None if self._delivered else self._retries.wait_after(error)
        if wait is None or self._closed.wait(wait):
            raise error from cause
        self._call = self._open(self._retries.remaining)
        if self._closed.is_set():
            self._call.cancel()
