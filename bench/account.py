"""An instance of a running mock: what comes for it, what waits, and what is ordered."""

from __future__ import annotations

import base64
import secrets
import ssl
from dataclasses import dataclass, field
from typing import Any

import httpx

# A context for each request, with all roots in it, would take longer than the request.
_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
RECEIVE, DELETE = "receiveNotification", "deleteNotification"

# Scenarios have numbers of another beginning. Of so many no two are met that are alike.
_FIRST, _MANY = 1_501_000_001, 400_000_000


@dataclass
class Account:
    """One instance, and the mock's control of it.

    Attributes:
        url: The mock.
        number: The instance; one that nothing else has, whoever else uses the mock.
    """

    url: str
    number: int = field(default_factory=lambda: _FIRST + secrets.randbelow(_MANY))

    def trigger(self, *names: str, **more: Any) -> list[dict[str, Any]]:
        """Let notifications come; gives their bodies. See `come`."""
        return [row["body"] for name in names for row in self.come(name, **more)]

    def come(self, name: str, file: bytes | None = None, **more: Any) -> list[dict[str, Any]]:
        """Let a notification come; gives what the queue gives: number and body.

        Args:
            name: Of the mock's trigger.
            file: That comes with it.
            more: Of the trigger's order.
        """
        if file is not None:
            more["file"] = {"name": "file.bin", "base64": base64.b64encode(file).decode()}
        wanted = {"trigger": name, "idInstance": self.number, **more}
        (came,) = self._control("POST", "triggers", wanted).values()
        return list(came)

    @property
    def triggers(self) -> list[dict[str, Any]]:
        """What can come: the mock's triggers."""
        return list(self._control("GET", "triggers")["triggers"])

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

    def requests_after(self, number: int, operation: str) -> list[dict[str, Any]]:
        """What arrived for an operation after the request of this number."""
        which = f"idInstance={self.number}&operation={operation}&after={number}"
        return list(self._control("GET", f"requests?{which}")["requests"])

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
        made = httpx.codes.CREATED if method == "POST" else httpx.codes.OK
        assert answer.status_code == made, answer.text
        return answer.json()
