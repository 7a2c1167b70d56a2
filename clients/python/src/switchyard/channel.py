"""What the synchronous and the asynchronous client have in common about their channel."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import grpc

Metadata = tuple[tuple[str, str], ...]
ChannelOptions = Sequence[tuple[str, Any]]

#: A server sends answers of up to 32 MiB by default; what gRPC takes by default is 4 MiB.
MAX_MESSAGE_BYTES = 64 * 1024 * 1024

#: Calls go to all addresses of the server's name in turn.
SERVICE_CONFIG = '{"loadBalancingConfig":[{"round_robin":{}}]}'

#: The same, but only to those that say by `grpc.health.v1` that they serve.
HEALTH_CHECKED_SERVICE_CONFIG = '{"loadBalancingConfig":[{"round_robin":{}}],"healthCheckConfig":{"serviceName":""}}'

SCHEME = re.compile(r"^(dns|ipv4|ipv6):(///)?")
LOOPBACK = re.compile(r"(localhost|127(\.[0-9]{1,3}){3}|\[::1\])(:[0-9]+)?")


@dataclass(frozen=True)
class Tls:
    """How the connection is encrypted. All are PEM."""

    root_certificates: bytes | None = None
    """The authorities that may vouch for the server. None: those that gRPC knows."""
    private_key: bytes | None = None
    """The client's own key, where the server asks for a certificate."""
    certificate_chain: bytes | None = None
    """The client's own certificate."""

    def credentials(self) -> grpc.ChannelCredentials:
        return grpc.ssl_channel_credentials(self.root_certificates, self.private_key, self.certificate_chain)


def credentials_of(target: str, tls: Tls | bool | None) -> grpc.ChannelCredentials | None:
    """None: cleartext. It is what this machine is spoken to with unless something else is said, and nobody else."""
    if isinstance(tls, Tls):
        return tls.credentials()
    wanted = not is_loopback(target) if tls is None else tls
    return Tls().credentials() if wanted else None


def is_loopback(target: str) -> bool:
    """Whether all that a target of gRPC, such as `localhost:50051`, stands for is this machine by its looks."""
    if target.startswith(("unix:", "unix-abstract:")):
        return True
    hosts = SCHEME.sub("", target).split(",")
    return all(LOOPBACK.fullmatch(host) for host in hosts)


def options_of(own: ChannelOptions) -> list[tuple[str, Any]]:
    """The caller's own options win: of a name that is given twice gRPC takes the last."""
    defaults = {
        "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
        "grpc.service_config": SERVICE_CONFIG,
    }
    return list({**defaults, **dict(own)}.items())


def call_metadata(headers: Mapping[str, str] | None) -> Metadata:
    return tuple((name.lower(), value) for name, value in (headers or {}).items())
