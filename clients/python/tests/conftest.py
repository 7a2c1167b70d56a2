"""A server that refuses calls as a test wants it."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from google.rpc.error_details_pb2 import ErrorInfo, RetryInfo
from google.rpc.status_pb2 import Status

from switchyard.v1.generation_pb2 import GenerateTextRequest, GenerateTextResponse, GenerateTextStreamResponse
from switchyard.v1.llm_service_pb2_grpc import LLMServiceServicer, add_LLMServiceServicer_to_server


class RefusingServer(LLMServiceServicer):
    """Refuses as many calls as are planned, one after the other, and answers the next ones with "done"."""

    def __init__(self) -> None:
        self.address = ""
        self.refusals: list[bytes] = []
        self.delivers_first = False
        self.calls = 0
        self.credentials: list[list[str | bytes]] = []
        self.called = threading.Event()

    def refuse(self, *details: Message) -> None:
        """The next call is refused with these details."""
        packed = []
        for detail in details:
            holder = AnyMessage()
            holder.Pack(detail)
            packed.append(holder)
        self.refusals.append(Status(code=14, message="refused", details=packed).SerializeToString())

    def GenerateText(self, request: GenerateTextRequest, context: grpc.ServicerContext) -> GenerateTextResponse:
        self._answer(context)
        return GenerateTextResponse(text="done")

    def GenerateTextStream(
        self, request: GenerateTextRequest, context: grpc.ServicerContext
    ) -> Iterator[GenerateTextStreamResponse]:
        if self.delivers_first:
            yield GenerateTextStreamResponse(sequence=1, text_delta="first")
        self._answer(context)
        yield GenerateTextStreamResponse(sequence=1, text_delta="done")

    def _answer(self, context: grpc.ServicerContext) -> None:
        self.calls += 1
        headers = context.invocation_metadata()
        self.credentials.append([value for name, value in headers if name == "authorization"])
        self.called.set()
        if not self.refusals:
            return
        context.set_trailing_metadata((("grpc-status-details-bin", self.refusals.pop(0)),))
        context.abort(grpc.StatusCode.UNAVAILABLE, "refused")


@pytest.fixture
def server() -> Iterator[RefusingServer]:
    refusing = RefusingServer()  # type: ignore[abstract]
    running = grpc.server(ThreadPoolExecutor(4))
    add_LLMServiceServicer_to_server(refusing, running)
    refusing.address = f"127.0.0.1:{running.add_insecure_port('127.0.0.1:0')}"
    running.start()
    yield refusing
    running.stop(0).wait()


def error_info(reason: str) -> ErrorInfo:
    return ErrorInfo(domain="switchyard", reason=reason)


def retry_info(seconds: float) -> RetryInfo:
    delay = Duration()
    delay.FromNanoseconds(int(seconds * 1e9))
    return RetryInfo(retry_delay=delay)
