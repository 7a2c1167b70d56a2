"""What the synchronous client does."""

from collections.abc import Callable

from told import TOLD, authority_only, connect, equal, failed_with, new_trace, seen

from switchyard import SwitchyardError, tool_result, user
from switchyard.v1.content_pb2 import Tool
from switchyard.v1.generation_options_pb2 import GenerationOptions
from switchyard.v1.generation_pb2 import GenerateTextRequest
from switchyard.v1.usage_pb2 import AnswerInfo, CallContext

GOOD = "Hello from Switchyard."
PIECES = ["Hello", " from", " Switchyard", "."]


def unary() -> None:
    with connect() as client:
        text = client.generate_text("Hello", model="good")
        equal(text.text, GOOD)
        paid(text.info)
        chat = client.generate_chat([user("Hello")], model="good")
        equal([part.text for part in chat.message.parts], [GOOD])
        paid(chat.info)


def paid(info: AnswerInfo) -> None:
    equal((info.usage.input_tokens, info.usage.output_tokens), (3, 5))
    equal(info.cost.total.amount_nanos > 0, True)


def stream() -> None:
    with connect() as client:
        with client.generate_text_stream("Hello", model="good") as answer:
            texts = list(answer)
        equal([event.sequence for event in texts], list(range(1, len(texts) + 1)))
        equal([texts[0].WhichOneof("event"), texts[-1].WhichOneof("event")], ["started", "finished"])
        equal([event.text_delta for event in texts[1:-1]], PIECES)
        with client.generate_chat_stream([user("Hello")], model="good") as turn:
            events = list(turn)
        equal([event.sequence for event in events], list(range(1, len(events) + 1)))
        equal([events[0].WhichOneof("event"), events[-1].WhichOneof("event")], ["started", "finished"])
        deltas = [event.part_delta.text for event in events if event.WhichOneof("event") == "part_delta"]
        equal(deltas, PIECES)


def cancel() -> None:
    trace, dropped = new_trace(), new_trace()
    with connect() as client:
        context = CallContext(trace_id=trace)
        with client.generate_text_stream("Hello", model="endless", context=context) as answer:
            for _ in range(3):
                next(answer)
        equal(seen(trace), {"requests": 1, "cut": 1})
        error = refused(lambda: [next(answer) for _ in range(1000)])
        equal(error.code.name, "CANCELLED")
        for _ in client.generate_text_stream("Hello", model="endless", context=CallContext(trace_id=dropped)):
            break
        equal(seen(dropped), {"requests": 1, "cut": 1})


def deadline() -> None:
    trace = new_trace()
    context = CallContext(trace_id=trace)
    with connect() as client:
        error = refused(lambda: client.generate_text("Hello", model="silent", deadline=0.5, context=context))
        equal(error.code.name, "DEADLINE_EXCEEDED")
    equal(seen(trace), {"requests": 1, "cut": 1})


def error_bad_request() -> None:
    with connect() as client:
        error = refused(lambda: client.generate_text("", temperature=-1))
    failed_with(error, "INVALID_ARGUMENT", "INVALID_REQUEST")
    equal({violation.field for violation in error.field_violations}, {"prompt", "options.temperature"})
    equal((error.retry_after, list(error.attempts)), (None, []))


def error_retry_info() -> None:
    with connect() as client:
        error = refused(lambda: client.generate_text("Hello", model="limited"))
    failed_with(error, "RESOURCE_EXHAUSTED", "UPSTREAM_RATE_LIMITED")
    equal(error.retry_after, 7)


def error_quota() -> None:
    with connect() as client:
        error = refused(lambda: client.generate_text("Hello", model="spent"))
    failed_with(error, "RESOURCE_EXHAUSTED", "BUDGET_EXCEEDED")
    equal([violation.subject for violation in error.quota_violations], ["budgets/spent"])
    equal(error.retry_after, None)


def error_attempts() -> None:
    with connect() as client:
        error = refused(lambda: client.generate_text("Hello", model="failing"))
    failed_with(error, "UNAVAILABLE", "UPSTREAM_UNAVAILABLE")
    tried = [(attempt.model, attempt.succeeded) for attempt in error.attempts]
    equal(sorted(tried), [("failing-a", False), ("failing-b", False)])
    equal(bool(error.request_id), True)


def tools() -> None:
    weather = Tool(name="weather", parameters_schema='{"type":"object","properties":{"city":{"type":"string"}}}')
    messages = [user("How is the weather in Paris?")]
    with connect() as client:
        turn = client.generate_chat(messages, model="tools", tools=[weather]).message
        call = turn.parts[0].tool_call
        equal((call.id, call.name, call.arguments), ("call-1", "weather", '{"city":"Paris"}'))
        messages += [turn, tool_result(call.id, "sunny")]
        answer = client.generate_chat(messages, model="tools", tools=[weather]).message
        equal([part.text for part in answer.parts], ["It is sunny"])


def large_message() -> None:
    text = "a" * 5_000_000
    with connect() as client:
        equal(client.generate_text(text, model="echo").text == text, True)


def metadata() -> None:
    request = GenerateTextRequest(prompt="Hello", options=GenerationOptions(model="good"))
    headers = (("x-request-id", "interop-1"), ("x-source-agent", "interop"), ("x-session-id", "session-1"))
    with connect() as client:
        response, call = client.llm.GenerateText.with_call(request, timeout=20, metadata=headers)
        equal(dict(call.initial_metadata())["x-request-id"], "interop-1")
        equal((response.info.context.source_agent, response.info.context.session_id), ("interop", "session-1"))


def trace_context() -> None:
    trace = new_trace()
    header = {"traceparent": f"00-{trace}-00f067aa0ba902b7-01"}
    with connect() as client:
        info = client.generate_text("Hello", model="good", metadata=header).info
        equal(info.context.trace_id, trace)


def tls() -> None:
    with connect("tls") as client:
        equal(client.generate_text("Hello", model="good").text, GOOD)
    with connect("tls", tls=True) as unbelieving:
        equal(refused(lambda: unbelieving.generate_text("Hello", model="good")).code.name, "UNAVAILABLE")


def mtls() -> None:
    with connect("mtls") as client:
        equal(client.generate_text("Hello", model="good").text, GOOD)
    with connect("mtls", tls=authority_only()) as stranger:
        equal(refused(lambda: stranger.generate_text("Hello", model="good")).code.name, "UNAVAILABLE")


def key_missing() -> None:
    with connect(api_key=None) as client:
        error = refused(lambda: client.generate_text("Hello", model="good"))
    failed_with(error, "UNAUTHENTICATED", "UNAUTHENTICATED")


def key_wrong() -> None:
    with connect(api_key=TOLD["wrong_key"]) as client:
        error = refused(lambda: client.generate_text("Hello", model="good"))
    failed_with(error, "UNAUTHENTICATED", "UNAUTHENTICATED")


def retry() -> None:
    trace, streamed = new_trace(), new_trace()
    with connect(max_retries=2) as client:
        answer = client.generate_text("Hello", model="flaky", context=CallContext(trace_id=trace))
        equal(answer.text, GOOD)
        with client.generate_text_stream("Hello", model="flaky", context=CallContext(trace_id=streamed)) as events:
            equal("".join(event.text_delta for event in events), GOOD)
    equal((seen(trace)["requests"], seen(streamed)["requests"]), (2, 2))


def health() -> None:
    with connect(api_key=None) as client:
        equal(client.health_check(), True)


def compare() -> None:
    with connect() as client, client.compare([user("Hello")], ["good", "failing"]) as events:
        last = {event.model_index: event for event in events}
    equal(last[0].answer.WhichOneof("event"), "finished")
    equal(last[1].failure.reason, "UPSTREAM_UNAVAILABLE")
    equal(len(last[1].failure.attempts_info.attempts), 2)


def embed() -> None:
    with connect() as client:
        answer = client.embed("vectors", ["a", "four"])
        equal([list(vector.values) for vector in answer.embeddings], [[1, 0.5, -0.25], [4, 0.5, -0.25]])


def refused(call: Callable[[], object]) -> SwitchyardError:
    """The error of a call that must fail."""
    try:
        call()
    except SwitchyardError as error:
        return error
    raise AssertionError("The call succeeded.")


CASES: list[Callable[[], None]] = [
    unary,
    stream,
    cancel,
    deadline,
    error_bad_request,
    error_retry_info,
    error_quota,
    error_attempts,
    tools,
    large_message,
    metadata,
    trace_context,
    tls,
    mtls,
    key_missing,
    key_wrong,
    retry,
    health,
    compare,
    embed,
]
