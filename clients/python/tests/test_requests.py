"""What becomes of arguments."""

import pytest

from switchyard import user
from switchyard.channel import is_loopback
from switchyard.requests import chat_request, embed_request, text_request
from switchyard.v1.content_pb2 import Tool


def test_every_option_finds_its_place() -> None:
    request = text_request(
        "Hello",
        {
            "system": "Be brief.",
            "model": "fast",
            "timeout": 1.5,
            "labels": {"team": "search"},
            "provider_options": {"openai": {"service_tier": "flex"}},
            "idempotency_key": "key",
            "deadline": 3,
            "metadata": {"x-trace-id": "1"},
        },
    )
    assert (request.prompt, request.system, request.idempotency_key) == ("Hello", "Be brief.", "key")
    assert (request.options.model, request.options.timeout.ToMilliseconds()) == ("fast", 1500)
    assert dict(request.options.labels) == {"team": "search"}
    assert request.options.provider_options["openai"]["service_tier"] == "flex"


def test_a_chat_takes_tools_and_no_system_prompt() -> None:
    assert chat_request([user("Hello")], {"tools": [Tool(name="weather")]}).tools[0].name == "weather"
    with pytest.raises(ValueError, match="system"):
        chat_request([user("Hello")], {"system": "Be brief."})  # type: ignore[typeddict-unknown-key]


def test_an_option_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="temprature"):
        text_request("Hello", {"temprature": 1})  # type: ignore[typeddict-unknown-key]


def test_one_text_is_not_taken_for_its_letters() -> None:
    assert list(embed_request("vectors", "four", {}).inputs) == ["four"]


@pytest.mark.parametrize(
    "target",
    [
        "localhost:50051",
        "127.0.0.1:1",
        "127.1.2.3",
        "[::1]:1",
        "dns:///127.0.0.9:1",
        "ipv4:127.0.0.1:1,127.0.0.1:2",
        "unix:/run/s.sock",
    ],
)
def test_this_machine_is_known_by_its_addresses(target: str) -> None:
    assert is_loopback(target)


@pytest.mark.parametrize(
    "target",
    [
        "example.com:443",
        "10.0.0.1:50051",
        "localhost.example.com:1",
        "127.0.0.1.example.com:1",
        "dns://10.0.0.1/localhost:50051",
        "ipv4:127.0.0.1:1,10.0.0.1:2",
        "",
    ],
)
def test_no_other_is_taken_for_it(target: str) -> None:
    assert not is_loopback(target)
