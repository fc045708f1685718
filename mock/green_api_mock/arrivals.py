"""What arrived: the last requests, for tests and for the eye."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEPT = 1000
# Larger bodies are answered, but not kept: the log is bounded in bytes, too.
LARGEST_BODY_KEPT = 4096

Kind = Literal["api", "media"]


@dataclass(slots=True)
class Arrival:
    """One request and what it was answered with.

    Attributes:
        number: counts from 1 and is never given twice.
        at: seconds since 1970, UTC.
        path: as it was in the request line, still percent-encoded.
        parameters: the path parameters, decoded.
        body: the JSON body, parsed; None when there was none, or too large a one to keep.
        body_size: in bytes.
        status: of the answer; None while there is none.
        answer: the name of the example that was served, if it was one.
        scenario: the name of the scenario that the request met, if it met one.
    """

    number: int
    at: float
    kind: Kind
    method: str
    path: str
    headers: Mapping[str, str]
    parameters: Mapping[str, str] = field(default_factory=dict[str, str])
    body: Any = None
    body_size: int = 0
    status: int | None = None
    answer: str | None = None
    scenario: str | None = None

    def as_json(self) -> dict[str, Any]:
        """In the form of the control API."""
        return {
            "number": self.number,
            "at": self.at,
            "kind": self.kind,
            "method": self.method,
            "path": self.path,
            "headers": dict(self.headers),
            "parameters": dict(self.parameters),
            "body": self.body,
            "bodySize": self.body_size,
            "status": self.status,
            "answer": self.answer,
            "scenario": self.scenario,
        }


@dataclass(slots=True)
class Arrivals:
    """A ring of the last requests: old ones make room for new ones."""

    total: int = 0
    _kept: deque[Arrival] = field(default_factory=lambda: deque[Arrival](maxlen=_KEPT))

    def begin(self, kind: Kind, method: str, path: str, headers: Mapping[str, str]) -> Arrival:
        """Note a request that came in."""
        self.total += 1
        arrival = Arrival(self.total, time.time(), kind, method, path, headers)
        self._kept.append(arrival)
        return arrival

    def after(self, number: int) -> list[Arrival]:
        """The kept requests with a higher number, oldest first."""
        return [arrival for arrival in self._kept if arrival.number > number]

    def clear(self) -> None:
        """Forget every request. Numbers go on counting."""
        self._kept.clear()
