"""What is read of errors."""

import pickle

import grpc
import pytest
from conftest import RefusingServer, error_info
from google.protobuf.duration_pb2 import Duration
from google.rpc.error_details_pb2 import ErrorInfo, RetryInfo

from switchyard import Client, SwitchyardError


def error_of(server: RefusingServer) -> SwitchyardError:
    with Client(server.address) as client, pytest.raises(SwitchyardError) as raised:
        client.generate_text("Hello")
    return raised.value


@pytest.mark.parametrize("details", [b"\xff\xff", b"\x1a\x05\x0a\x01a\x12\x00", b""])
def test_details_that_cannot_be_read_leave_the_code(server: RefusingServer, details: bytes) -> None:
    server.refusals.append(details)
    error = error_of(server)
    assert (error.code, error.reason, error.retry_after) == (grpc.StatusCode.UNAVAILABLE, "", None)


def test_the_reason_of_another_system_is_none_of_ours(server: RefusingServer) -> None:
    server.refuse(ErrorInfo(domain="proxy.example.com", reason="CIRCUIT_OPEN"))
    assert error_of(server).reason == ""


def test_a_wait_of_ages_is_told(server: RefusingServer) -> None:
    server.refuse(RetryInfo(retry_delay=Duration(seconds=2**62)))
    assert error_of(server).retry_after == 2**62


def test_crosses_processes(server: RefusingServer) -> None:
    server.refuse(error_info("CIRCUIT_OPEN"))
    copy = pickle.loads(pickle.dumps(error_of(server)))
    assert (str(copy), copy.code, copy.reason) == ("CIRCUIT_OPEN: refused", grpc.StatusCode.UNAVAILABLE, "CIRCUIT_OPEN")


def test_a_server_that_is_not_there_has_no_reason() -> None:
    with Client("127.0.0.1:1") as client, pytest.raises(SwitchyardError) as raised:
        client.generate_text("Hello")
    assert (raised.value.code, raised.value.reason) == (grpc.StatusCode.UNAVAILABLE, "")
