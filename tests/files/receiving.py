"""An instance of a mock whose time runs fast, so that nobody waits for an empty queue."""

from __future__ import annotations

import base64
import itertools
import ssl
from dataclasses import dataclass, field
from typing import Any

import httpx

# A context for each request, with all roots in it, would take longer than the request.
_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
FACTOR = 50
RECEIVE, DELETE = "receiveNotification", "deleteNotification"

# Scenarios have numbers of another beginning.
_NUMBERS = itertools.count(1_501_000_001)


@dataclass
class Account:
    """One instance that no other test has."""

    url: str
    number: int = field(default_factory=lambda: next(_NUMBERS))

    def trigger(self, *names: str, file: bytes | None = None, **more: Any) -> list[dict[str, Any]]:
        """Let notifications come; gives their bodies."""
        if file is not None:
            more["file"] = {"name": "file.bin", "base64": base64.b64encode(file).decode()}
        rows: list[dict[str, Any]] = []
        for name in names:
            wanted = {"trigger": name, "idInstance": self.number, **more}
            (came,) = self._control("POST", "triggers", wanted).values()
            rows += [row["body"] for row in came]
        return rows

    def order(self, name: str | None = None, **order: Any) -> None:
        """Order an answer or a fault."""
        named = {} if name is None else {"answer": name}
        self._control("POST", "answers", {**named, "idInstance": self.number, **order})

    def take_back_orders(self) -> None:
        """Order nothing any more."""
        answer = httpx.delete(f"{self.url}/_mock/answers?idInstance={self.number}", verify=_TLS)
        assert answer.is_success, answer.text

    @property
    def requests(self) -> list[dict[str, Any]]:
        """What arrived of this instance."""
        told = self._control("GET", f"requests?idInstance={self.number}")
        return list(told["requests"])

    @property
    def calls(self) -> list[str]:
        """The operations that were called."""
        return [str(row["operation"]) for row in self.requests]

    @property
    def waiting(self) -> list[dict[str, Any]]:
        """The bodies of the notifications in the queue."""
        told = self._control("GET", f"memory?idInstance={self.number}")["instances"]
        queues = [row for one in told for queue in one["queues"].values() for row in queue]
        return [row["body"] for row in queues]

    def _control(self, method: str, path: str, value: Any = None) -> Any:
        url = f"{self.url}/_mock/{path}"
        answer = httpx.request(method, url, json=value, timeout=60, verify=_TLS)
        assert answer.is_success, answer.text
        return answer.json()
