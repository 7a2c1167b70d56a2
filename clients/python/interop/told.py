"""What the harness tells a runner, and how a runner tells the harness: see test/interop/README.md."""

import json
import os
import secrets
import sys
import traceback
import urllib.request
from pathlib import Path
from typing import Any

from switchyard import Client, SwitchyardError, Tls

TOLD: dict[str, Any] = json.loads(Path(os.environ["SWITCHYARD_INTEROP"]).read_text())


def new_trace() -> str:
    return secrets.token_hex(16)


def seen(trace: str) -> dict[str, int]:
    """What became of the requests of a trace, as soon as all of them are closed."""
    with urllib.request.urlopen(f"{TOLD['upstream']}/seen/{trace}") as response:
        answer: dict[str, int] = json.load(response)
        return answer


def arguments_of(server: str, **own: Any) -> dict[str, Any]:
    """What a client of a server is made with, but for what is given here."""
    told = TOLD[server]
    arguments: dict[str, Any] = {"target": told["grpc"], "api_key": told.get("key"), "deadline": 20, "max_retries": 0}
    if "ca_file" in told:
        arguments["tls"] = Tls(
            root_certificates=Path(told["ca_file"]).read_bytes(),
            private_key=Path(told["key_file"]).read_bytes() if "key_file" in told else None,
            certificate_chain=Path(told["cert_file"]).read_bytes() if "cert_file" in told else None,
        )
    return {**arguments, **own}


def authority_only() -> Tls:
    """The authority of the servers that ask for certificates, and no certificate."""
    return Tls(root_certificates=Path(TOLD["mtls"]["ca_file"]).read_bytes())


def connect(server: str = "plain", **own: Any) -> Client:
    return Client(**arguments_of(server, **own))


def equal(found: object, wanted: object) -> None:
    if found != wanted:
        raise AssertionError(f"{found!r} is not {wanted!r}")


def failed_with(error: SwitchyardError, code: str, reason: str) -> None:
    equal((error.code.name, error.reason), (code, reason))


def tell(name: str, failure: Exception | None) -> None:
    """Prints the line of a case."""
    line = {"case": name, "result": "failed" if failure else "passed", "detail": repr(failure) if failure else ""}
    if failure:
        traceback.print_exception(failure, file=sys.stderr)
    print(json.dumps(line), flush=True)
