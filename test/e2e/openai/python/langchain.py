"""Calls the service by LangChain, and prints what it got as one JSON object. The address comes as argument."""

import asyncio
import json
import sys

from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from pydantic import BaseModel

at = {"base_url": f"http://{sys.argv[1]}/v1", "api_key": "sk-anything", "max_retries": 0}


class Mood(BaseModel):
    mood: str


@tool
def weather(city: str) -> str:
    """Tells the weather."""
    return f"rain in {city}"


def model(**more):
    return ChatOpenAI(model="m", **at, **more)


def whole():
    answer = model(temperature=0).invoke("Say hello.")
    return [answer.content, answer.usage_metadata["total_tokens"], answer.response_metadata["finish_reason"]]


def stream():
    gathered = None
    for chunk in model(stream_usage=True).stream("Say hello."):
        gathered = chunk if gathered is None else gathered + chunk
    return [gathered.content, gathered.usage_metadata["total_tokens"]]


def tools(**more):
    able = model(**more).bind_tools([weather])
    turns = [HumanMessage("Weather?")]
    first = able.invoke(turns)
    results = [ToolMessage(weather.invoke(call["args"]), tool_call_id=call["id"]) for call in first.tool_calls]
    second = able.invoke([*turns, first, *results])
    return [first.tool_calls[0]["name"], first.tool_calls[0]["args"], second.text]


def structured():
    return model().with_structured_output(Mood).invoke("How are you?").model_dump()


def response_stream():
    return "".join(chunk.text for chunk in model(use_responses_api=True).stream("Say hello."))


def embeddings():
    vectors = OpenAIEmbeddings(model="mock-fast", dimensions=8, check_embedding_ctx_length=False, **at)
    return [len(vector) for vector in vectors.embed_documents(["one", "two"])]


async def side_by_side():
    answers = await asyncio.gather(*(model().ainvoke("Say hello.") for _ in range(5)))
    return [answer.content for answer in answers]


print(
    json.dumps(
        {
            "whole": whole(),
            "stream": stream(),
            "tools": tools(),
            "response_tools": tools(use_responses_api=True),
            "structured": structured(),
            "response_stream": response_stream(),
            "embeddings": embeddings(),
            "side_by_side": asyncio.run(side_by_side()),
        }
    )
)
