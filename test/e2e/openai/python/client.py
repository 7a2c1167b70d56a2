"""Calls the service by OpenAI's own client, and prints what it got as one JSON object. The address comes as argument."""

import asyncio
import json
import sys

import openai
from openai import AsyncOpenAI, OpenAI
from pydantic import BaseModel

base_url = f"http://{sys.argv[1]}/v1"
client = OpenAI(base_url=base_url, api_key="sk-anything", max_retries=0)
messages = [{"role": "user", "content": "Say hello."}]
parameters = {"type": "object", "properties": {"city": {"type": "string"}}}


class Mood(BaseModel):
    mood: str


def whole():
    answer = client.chat.completions.create(model="m", messages=messages, extra_body={"switchyard": {"task_type": "greeting"}})
    return [answer.choices[0].message.content, answer.usage.total_tokens, answer.switchyard["provider"], bool(answer._request_id)]


def stream():
    chunks = list(
        client.chat.completions.create(
            model="m", messages=messages, stream=True, stream_options={"include_usage": True}
        )
    )
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    return [text, chunks[-1].usage.total_tokens]


def stream_helper():
    with client.chat.completions.stream(model="m", messages=messages) as events:
        for _ in events:
            pass
        return events.get_final_completion().choices[0].message.content


def tools():
    tool = {"type": "function", "function": {"name": "weather", "parameters": parameters}}
    first = client.chat.completions.create(model="m", messages=messages, tools=[tool]).choices[0]
    call = first.message.tool_calls[0]
    result = {"role": "tool", "tool_call_id": call.id, "content": "rain"}
    second = client.chat.completions.create(model="m", messages=[*messages, first.message, result], tools=[tool])
    return [first.finish_reason, call.function.name, json.loads(call.function.arguments), second.choices[0].message.content]


def structured():
    answer = client.chat.completions.parse(model="m", messages=messages, response_format=Mood)
    return answer.choices[0].message.parsed.model_dump()


def responses():
    response = client.responses.create(model="m", input="Say hello.", instructions="Be kind.")
    types = [event.type for event in client.responses.create(model="m", input="Say hello.", stream=True)]
    parsed = client.responses.parse(model="m", input="How are you?", text_format=Mood).output_parsed
    return [response.output_text, response.usage.total_tokens, types[0], types[-1], parsed.model_dump()]


def response_tools():
    tool = {"type": "function", "name": "weather", "parameters": parameters, "strict": False}
    turns = [{"role": "user", "content": "Weather?"}]
    first = client.responses.create(model="m", input=turns, tools=[tool])
    turns += first.output
    turns.append({"type": "function_call_output", "call_id": first.output[0].call_id, "output": "rain"})
    return client.responses.create(model="m", input=turns, tools=[tool]).output_text


def embeddings():
    answer = client.embeddings.create(model="mock-fast", input=["one", "two"], dimensions=8)
    return [[len(item.embedding) for item in answer.data], answer.usage.prompt_tokens]


def models():
    return [model.id for model in client.models.list()] + [client.models.retrieve("m").id]


def error_of(call):
    try:
        call()
    except openai.APIError as error:
        body = error.body if isinstance(error.body, dict) else {}
        return [type(error).__name__, error.code, error.param, body.get("reason")]


def errors():
    ask = client.chat.completions.create
    names = ["upstream-rate-limited", "context-length", "upstream-unavailable"]
    return [
        *[error_of(lambda: ask(model=f"mock-error-{name}", messages=messages)) for name in names],
        error_of(lambda: ask(model="none", messages=messages)),
        error_of(lambda: ask(model="m", messages=messages, n=2)),
        error_of(lambda: ask(model="m", messages=messages, extra_body={"colour": "red"})),
        error_of(lambda: list(ask(model="mock-truncated", messages=messages, stream=True))),
        error_of(lambda: list(client.responses.create(model="mock-truncated", input="x", stream=True))),
    ]


async def leave():
    async with AsyncOpenAI(base_url=base_url, api_key="sk-anything", max_retries=0) as asynchronous:
        stream = await asynchronous.chat.completions.create(model="endless", messages=messages, stream=True)
        async for _ in stream:
            break
        await stream.close()
    return "left"


scenarios = [whole, stream, stream_helper, tools, structured, responses, response_tools, embeddings, models, errors]
told = {scenario.__name__: scenario() for scenario in scenarios}
told["leave"] = asyncio.run(leave())
print(json.dumps(told))
