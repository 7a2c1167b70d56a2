"""When a call is made again, and when it is not."""

import asyncio
import threading

import pytest
from conftest import RefusingServer, error_info, retry_info

from switchyard import AsyncClient, Client, SwitchyardError


def test_tries_again_as_often_as_it_may(server: RefusingServer) -> None:
    for _ in range(2):
        server.refuse(retry_info(0.01))
    with Client(server.address) as client:
        assert client.generate_text("Hello").text == "done"
    assert server.calls == 3


def test_gives_up_after_the_last_retry(server: RefusingServer) -> None:
    for _ in range(3):
        server.refuse(retry_info(0.01))
    with Client(server.address, max_retries=2) as client, pytest.raises(SwitchyardError):
        client.generate_text("Hello")
    assert server.calls == 3


def test_does_not_try_again_unless_it_is_told_to(server: RefusingServer) -> None:
    server.refuse(error_info("CIRCUIT_OPEN"))
    with Client(server.address) as client, pytest.raises(SwitchyardError):
        client.generate_text("Hello")
    assert server.calls == 1


@pytest.mark.parametrize(("wait", "deadline"), [(30, 20), (61, 1000)])
def test_does_not_wait_past_the_deadline_or_for_ever(server: RefusingServer, wait: float, deadline: float) -> None:
    server.refuse(retry_info(wait))
    with Client(server.address) as client, pytest.raises(SwitchyardError) as raised:
        client.generate_text("Hello", deadline=deadline)
    assert raised.value.retry_after == wait
    assert server.calls == 1


def test_does_not_repeat_a_stream_that_has_begun(server: RefusingServer) -> None:
    server.delivers_first = True
    server.refuse(retry_info(0.01))
    with Client(server.address) as client, client.generate_text_stream("Hello") as answer:
        assert next(answer).text_delta == "first"
        with pytest.raises(SwitchyardError):
            next(answer)
    assert server.calls == 1


def test_closing_a_stream_ends_its_wait(server: RefusingServer) -> None:
    server.refuse(retry_info(30))
    with Client(server.address) as client:
        answer = client.generate_text_stream("Hello")

        def close_when_called() -> None:
            server.called.wait()
            answer.close()

        threading.Thread(target=close_when_called).start()
        with pytest.raises(SwitchyardError):
            next(answer)
    assert server.calls == 1


@pytest.mark.parametrize("delivers_first", [False, True])
def test_the_asynchronous_stream_does_the_same(server: RefusingServer, delivers_first: bool) -> None:
    server.delivers_first = delivers_first
    server.refuse(retry_info(0.01))

    async def read() -> list[str]:
        async with AsyncClient(server.address) as client, client.generate_text_stream("Hello") as answer:
            return [event.text_delta async for event in answer]

    if delivers_first:
        with pytest.raises(SwitchyardError):
            asyncio.run(read())
    else:
        assert asyncio.run(read()) == ["done"]
    assert server.calls == (1 if delivers_first else 2)
