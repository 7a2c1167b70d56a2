"""The one error that calls raise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import grpc
from google.protobuf.message import DecodeError, Message
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, QuotaFailure, RequestInfo, RetryInfo
from google.rpc.status_pb2 import Status

from switchyard.v1.usage_pb2 import Attempt, AttemptsInfo

Detail = TypeVar("Detail", bound=Message)


class FieldViolation(NamedTuple):
    """A field of the request that is out of its bounds."""

    field: str
    """Its path, such as `messages[0].parts`."""
    description: str


class QuotaViolation(NamedTuple):
    """A budget or limit that is reached."""

    subject: str
    """Its name, such as `budgets/team-search`."""
    description: str


class SwitchyardError(Exception):
    """A call that failed. Decide by `reason`, not by the message: messages may change."""

    code: grpc.StatusCode
    """The status of gRPC."""
    reason: str
    """A name of `ErrorReason` without its prefix. Empty when no Switchyard told: it was not reached."""
    metadata: Mapping[str, str]
    """Facts that belong to the reason; its comment in the contract names them."""
    retry_after: float | None
    """Seconds after which trying the whole call again can help. None: it cannot."""
    field_violations: Sequence[FieldViolation]
    quota_violations: Sequence[QuotaViolation]
    attempts: Sequence[Attempt]
    """What was tried, in the order in which it ended."""
    request_id: str
    """The id of the call in the ledger and in the logs. Empty when it had not begun."""

    def __init__(self, message: str, code: grpc.StatusCode = grpc.StatusCode.UNKNOWN) -> None:
        super().__init__(message)
        self.code = code
        self.reason = ""
        self.metadata = {}
        self.retry_after = None
        self.field_violations = ()
        self.quota_violations = ()
        self.attempts = ()
        self.request_id = ""

    @classmethod
    def of(cls, failed: grpc.RpcError) -> SwitchyardError:
        """What an error of gRPC, synchronous or asynchronous, says."""
        error = cls(failed.details() or failed.code().name, failed.code())
        status = _status_of(failed)
        info, retry = _detail(status, ErrorInfo()), _detail(status, RetryInfo())
        if info.domain == "switchyard":
            error.reason = info.reason
            error.metadata = dict(info.metadata)
        if retry.HasField("retry_delay"):
            error.retry_after = retry.retry_delay.seconds + retry.retry_delay.nanos / 1e9
        bad_request, quota_failure = _detail(status, BadRequest()), _detail(status, QuotaFailure())
        error.field_violations = tuple(FieldViolation(it.field, it.description) for it in bad_request.field_violations)
        error.quota_violations = tuple(QuotaViolation(it.subject, it.description) for it in quota_failure.violations)
        error.attempts = tuple(_detail(status, AttemptsInfo()).attempts)
        error.request_id = _detail(status, RequestInfo()).request_id
        return error

    def __str__(self) -> str:
        return f"{self.reason or self.code.name}: {super().__str__()}"


def _status_of(failed: grpc.RpcError) -> Status:
    status = Status()
    trailers: Any = failed.trailing_metadata() or ()
    for key, value in trailers:
        if key == "grpc-status-details-bin" and isinstance(value, bytes):
            try:
                status.ParseFromString(value)
            except DecodeError:
                status.Clear()
    return status


def _detail(status: Status, message: Detail) -> Detail:
    """Fills the message with the detail of its kind; it stays empty when there is none, or one that cannot be read."""
    for detail in status.details:
        if detail.Is(message.DESCRIPTOR):
            try:
                detail.Unpack(message)
            except DecodeError:
                message.Clear()
    return message
