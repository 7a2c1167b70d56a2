"""What the client for asyncio does, where it does not share the code of the synchronous one."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from cases import GOOD, PIECES
from told import TOLD, arguments_of, authority_only, equal, failed_with, new_trace, seen

from switchyard import AsyncClient, SwitchyardError, user
from switchyard.v1.usage_pb2 import CallContext


def connect(server: str = "plain", **own: Any) -> AsyncClient:
    return AsyncClient(**arguments_of(server, **own))


async def unary() -> None:
    async with connect() as client:
        equal((await client.generate_text("Hello", model="good")).text, GOOD)
        chat = await client.generate_chat([user("Hello")], model="good")
        equal([part.text for part in chat.message.parts], [GOOD])
        statistics = await client.get_usage_stats("1h")
        equal(statistics.total.total_requests > 0, True)


async def stream() -> None:
    async with connect() as client:
        async with client.generate_text_stream("Hello", model="good") as answer:
            texts = [event async for event in answer]
        equal([texts[0].WhichOneof("event"), texts[-1].WhichOneof("event")], ["started", "finished"])
        equal([event.text_delta for event in texts[1:-1]], PIECES)
        async with client.generate_chat_stream([user("Hello")], model="good") as turn:
            events = [event async for event in turn]
        deltas = [event.part_delta.text for event in events if event.WhichOneof("event") == "part_delta"]
        equal(deltas, PIECES)


async def cancel() -> None:
    left, dropped, cancelled = new_trace(), new_trace(), new_trace()
    async with connect() as client:
        async with client.generate_text_stream("Hello", model="endless", context=CallContext(trace_id=left)) as answer:
            count = 0
            async for _ in answer:
                count += 1
                if count == 3:
                    break
        equal(await asyncio.to_thread(seen, left), {"requests": 1, "cut": 1})
        equal((await refused(anext(answer))).code.name, "CANCELLED")
        async for _ in client.generate_text_stream("Hello", model="endless", context=CallContext(trace_id=dropped)):
            break
        equal(await asyncio.to_thread(seen, dropped), {"requests": 1, "cut": 1})
        await cancel_task(client, cancelled)
        equal(await asyncio.to_thread(seen, cancelled), {"requests": 1, "cut": 1})


async def cancel_task(client: AsyncClient, trace: str) -> None:
    """Cancels the task that reads a stream, once it reads."""
    reading = asyncio.Event()

    async def read() -> None:
        async for _ in client.generate_text_stream("Hello", model="endless", context=CallContext(trace_id=trace)):
            reading.set()

    task = asyncio.create_task(read())
    await reading.wait()
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        return
    raise AssertionError("The task was not cancelled.")


async def deadline() -> None:
    trace = new_trace()
    context = CallContext(trace_id=trace)
    async with connect() as client:
        error = await refused(client.generate_text("Hello", model="silent", deadline=0.5, context=context))
        equal(error.code.name, "DEADLINE_EXCEEDED")
        equal(await asyncio.to_thread(seen, trace), {"requests": 1, "cut": 1})


async def error_retry_info() -> None:
    async with connect() as client:
        error = await refused(client.generate_text("Hello", model="limited"))
    failed_with(error, "RESOURCE_EXHAUSTED", "UPSTREAM_RATE_LIMITED")
    equal(error.retry_after, 7)


async def tls() -> None:
    async with connect("tls") as client:
        equal((await client.generate_text("Hello", model="good")).text, GOOD)
    async with connect("tls", tls=True) as unbelieving:
        equal((await refused(unbelieving.generate_text("Hello", model="good"))).code.name, "UNAVAILABLE")


async def mtls() -> None:
    async with connect("mtls") as client:
        equal((await client.generate_text("Hello", model="good")).text, GOOD)
    async with connect("mtls", tls=authority_only()) as stranger:
        equal((await refused(stranger.generate_text("Hello", model="good"))).code.name, "UNAVAILABLE")


async def key_missing() -> None:
    async with connect(api_key=None) as client:
        error = await refused(client.generate_text("Hello", model="good"))
        failed_with(error, "UNAUTHENTICATED", "UNAUTHENTICATED")


async def key_wrong() -> None:
    async with connect(api_key=TOLD["wrong_key"]) as client:
        error = await refused(anext(client.generate_text_stream("Hello", model="good")))
        failed_with(error, "UNAUTHENTICATED", "UNAUTHENTICATED")


async def retry() -> None:
    trace, streamed = new_trace(), new_trace()
    async with connect(max_retries=2) as client:
        answer = await client.generate_text("Hello", model="flaky", context=CallContext(trace_id=trace))
        equal(answer.text, GOOD)
        context = CallContext(trace_id=streamed)
        async with client.generate_text_stream("Hello", model="flaky", context=context) as events:
            equal("".join([event.text_delta async for event in events]), GOOD)
    requests = [(await asyncio.to_thread(seen, name))["requests"] for name in (trace, streamed)]
    equal(requests, [2, 2])


async def health() -> None:
    async with connect(api_key=None) as client:
        equal(await client.health_check(), True)


async def compare() -> None:
    async with connect() as client, client.compare([user("Hello")], ["good", "failing"]) as events:
        last = {event.model_index: event async for event in events}
    equal(last[0].answer.WhichOneof("event"), "finished")
    equal(last[1].failure.reason, "UPSTREAM_UNAVAILABLE")


async def embed() -> None:
    async with connect() as client:
        answer = await client.embed("vectors", ["a", "four"])
        equal([list(vector.values) for vector in answer.embeddings], [[1, 0.5, -0.25], [4, 0.5, -0.25]])


async def refused(call: Awaitable[object]) -> SwitchyardError:
    """The error of a call that must fail."""
    try:
        await call
    except SwitchyardError as error:
        return error
    raise AssertionError("The call succeeded.")


CASES: list[Callable[[], Coroutine[Any, Any, None]]] = [
    unary,
    stream,
    cancel,
    deadline,
    error_retry_info,
    tls,
    mtls,
    key_missing,
    key_wrong,
    retry,
    health,
    compare,
    embed,
]
