"""What the health of a server has to do with calls."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import pytest
from conftest import RefusingServer
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

from switchyard import HEALTH_CHECKED_SERVICE_CONFIG, Client, SwitchyardError
from switchyard.v1.llm_service_pb2_grpc import add_LLMServiceServicer_to_server

CHECKED = [("grpc.service_config", HEALTH_CHECKED_SERVICE_CONFIG)]


@pytest.fixture
def health_of(server: RefusingServer) -> Iterator[Any]:
    """Tells the health of a second server, whose address becomes that of the first."""
    servicer: Any = health.HealthServicer()
    running = grpc.server(ThreadPoolExecutor(4))
    health_pb2_grpc.add_HealthServicer_to_server(servicer, running)
    add_LLMServiceServicer_to_server(server, running)
    server.address = f"127.0.0.1:{running.add_insecure_port('127.0.0.1:0')}"
    running.start()
    yield servicer
    running.stop(0).wait()


def test_no_call_goes_to_a_server_that_does_not_serve(server: RefusingServer, health_of: Any) -> None:
    health_of.set("", health_pb2.HealthCheckResponse.NOT_SERVING)
    with Client(server.address, channel_options=CHECKED) as client, pytest.raises(SwitchyardError) as raised:
        client.generate_text("Hello")
    assert (raised.value.code, server.calls) == (grpc.StatusCode.UNAVAILABLE, 0)


def test_calls_go_to_a_server_that_serves(server: RefusingServer, health_of: Any) -> None:
    health_of.set("", health_pb2.HealthCheckResponse.SERVING)
    with Client(server.address, channel_options=CHECKED) as client:
        assert client.generate_text("Hello").text == "done"
        assert client.health_check()


def test_health_is_told(server: RefusingServer, health_of: Any) -> None:
    health_of.set("", health_pb2.HealthCheckResponse.NOT_SERVING)
    with Client(server.address) as client:
        assert not client.health_check()
        assert client.generate_text("Hello").text == "done"
