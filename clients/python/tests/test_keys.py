"""Which key goes with a call."""

import asyncio

from conftest import RefusingServer

from switchyard import AsyncClient, Client

OWN = {"Authorization": "Bearer own"}


def test_the_key_is_asked_for_before_each_call_and_a_calls_own_goes_first(server: RefusingServer) -> None:
    keys = iter(["first", ""])
    with Client(server.address, api_key=lambda: next(keys)) as client:
        client.generate_text("Hello")
        client.generate_text("Hello")
        client.generate_text("Hello", metadata=OWN)
    assert server.credentials == [["Bearer first"], [], ["Bearer own"]]


def test_with_asyncio_it_may_be_awaited(server: RefusingServer) -> None:
    keys = iter(["first", ""])

    async def key() -> str:
        return next(keys)

    async def call() -> None:
        async with AsyncClient(server.address, api_key=key) as client:
            await client.generate_text("Hello")
            await client.generate_text("Hello")
            await client.generate_text("Hello", metadata=OWN)

    asyncio.run(call())
    assert server.credentials == [["Bearer first"], [], ["Bearer own"]]
