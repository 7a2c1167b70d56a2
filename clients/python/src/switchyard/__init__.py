"""Calls Switchyard, a typed gRPC gateway to every large language model. Its messages are in `switchyard.v1`."""

from switchyard.async_client import AsyncClient
from switchyard.async_streams import AsyncStream
from switchyard.channel import HEALTH_CHECKED_SERVICE_CONFIG, Tls
from switchyard.client import Client
from switchyard.errors import SwitchyardError
from switchyard.messages import assistant, system, tool_result, user
from switchyard.streams import Stream

__all__ = [
    "HEALTH_CHECKED_SERVICE_CONFIG",
    "AsyncClient",
    "AsyncStream",
    "Client",
    "Stream",
    "SwitchyardError",
    "Tls",
    "assistant",
    "system",
    "tool_result",
    "user",
]
