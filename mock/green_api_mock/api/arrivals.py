"""What arrived: the last requests and their answers, for tests and for the eye."""

from __future__ import annotations

import json
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from green_api_mock.contract.model import is_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from green_api_mock.api.reply import Reason, Reply
    from green_api_mock.contract import Operation
    from green_api_mock.contract.answer import Fault

_KEPT = 1000
# Larger bodies are answered, but not kept: the log is bounded in bytes, too.
LARGEST_BODY_KEPT = 4096

Kind = Literal["api", "media"]


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer as it was sent.

    Attributes:
        name: of the example, if it was one.
        status: None if a fault left none.
        body: None where it was too large to keep, or a file.
    """

    name: str | None
    status: int | None
    headers: tuple[tuple[str, str], ...]
    body: bytes | None
    body_size: int
    fault: Fault | None = None

    def as_json(self) -> dict[str, Any]:
        """In the form of the control API."""
        headers = dict(self.headers)
        return {
            "name": self.name,
            "status": self.status,
            "headers": headers,
            "body": _readable(self.body, headers.get("Content-Type", "")),
            "bodySize": self.body_size,
            "fault": None if self.fault is None else self.fault.value,
        }


@dataclass(slots=True)
class Arrival:
    """One request and what it was answered with.

    Attributes:
        number: counts from 1 and is never given twice.
        at: seconds since 1970, UTC.
        path: as it was in the request line, still percent-encoded, without the query.
        query: the same, after the question mark.
        operation: the id of the one that it belongs to, if it belongs to one.
        instance: the value of the parameter that tells callers apart.
        parameters: of the path and the documented ones of the query, decoded.
        body: of JSON the value, of a form its fields; None when there was none, or too large a
            one to keep.
        text: a body that is neither.
        body_size: in bytes.
        reason: why it got its answer; None while it has none.
        sent: the answer; None while there is none.
        seconds: from the request's head to the answer; None while there is none.
    """

    number: int
    at: float
    kind: Kind
    method: str
    path: str
    headers: Mapping[str, str]
    query: str = ""
    operation: str | None = None
    instance: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict[str, str])
    body: Any = None
    text: str | None = None
    body_size: int = 0
    reason: Reason | None = None
    sent: Sent | None = None
    seconds: float | None = None
    _began: float = field(default_factory=time.perf_counter)

    @property
    def status(self) -> int | None:
        """Of the answer; None while there is none."""
        return self.sent.status if self.sent else None

    @property
    def answer(self) -> str | None:
        """The name of the example that was served, if it was one."""
        return self.sent.name if self.sent else None

    @property
    def scenario(self) -> str | None:
        """The name of the scenario that the request met, if it met one."""
        return self.reason.name if self.reason and self.reason.kind.value == "scenario" else None

    def belongs_to(
        self, operation: Operation, values: Mapping[str, str], instance: str | None
    ) -> None:
        """Note where the request belongs."""
        self.operation, self.parameters, self.instance = operation.id, values, instance

    def keep_body(self, body: Any, size: int) -> None:
        """Note a body that can be read, if it is small enough."""
        self.body_size = size
        if size <= LARGEST_BODY_KEPT:
            self.body = body

    def keep_form(self, fields: dict[str, Any], size: int) -> None:
        """Note the fields of a form. Its files count for the size only."""
        self.body_size = size
        if len(json.dumps(fields)) <= LARGEST_BODY_KEPT:
            self.body = fields

    def keep_text(self, body: bytes) -> None:
        """Note a body of another kind, if it is text and small enough."""
        self.body_size = len(body)
        if 0 < len(body) <= LARGEST_BODY_KEPT:
            self.text = body.decode(errors="replace")

    def answered(self, reply: Reply) -> None:
        """Note the reply."""
        kept = len(reply.body) <= LARGEST_BODY_KEPT
        self.end(
            reply.reason,
            Sent(
                name=reply.answer,
                status=reply.status or None,
                headers=reply.headers,
                body=reply.body if kept else None,
                body_size=len(reply.body),
                fault=reply.fault,
            ),
        )

    def end(self, reason: Reason, sent: Sent) -> None:
        """Note the answer, and how long it took."""
        self.reason, self.sent = reason, sent
        self.seconds = time.perf_counter() - self._began

    def as_json(self) -> dict[str, Any]:
        """In the form of the control API, but for the masked path and the instance."""
        reason = self.reason
        return {
            "number": self.number,
            "at": self.at,
            "durationMs": None if self.seconds is None else round(self.seconds * 1000, 3),
            "kind": self.kind,
            "operation": self.operation,
            "method": self.method,
            "path": self.path,
            "query": self.query,
            "headers": dict(self.headers),
            "parameters": dict(self.parameters),
            "body": self.body,
            "text": self.text,
            "bodySize": self.body_size,
            "status": self.status,
            "scenario": self.scenario,
            "answer": None if self.sent is None else self.sent.as_json(),
            "reason": reason
            and {
                "kind": reason.kind.value,
                "name": reason.name,
                "text": reason.text,
                "nearest": reason.nearest,
            },
        }


def _readable(body: bytes | None, content_type: str) -> Any:
    """A kept body as the control API shows it."""
    if not body:
        return None
    text = body.decode(errors="replace")
    if is_json(content_type.partition(";")[0].strip()):
        try:
            return json.loads(text)
        except ValueError:
            pass  # an answer of a test's own may be anything
    return text


@dataclass(slots=True)
class Arrivals:
    """A ring of the last requests: old ones make room for new ones."""

    total: int = 0
    _kept: deque[Arrival] = field(default_factory=lambda: deque[Arrival](maxlen=_KEPT))

    def begin(
        self, kind: Kind, method: str, path: str, query: str, headers: Mapping[str, str]
    ) -> Arrival:
        """Note a request that came in."""
        self.total += 1
        arrival = Arrival(self.total, time.time(), kind, method, path, headers, query)
        self._kept.append(arrival)
        return arrival

    def after(
        self, number: int, instance: str | None = None, operation: str | None = None
    ) -> list[Arrival]:
        """The kept requests with a higher number, oldest first.

        Args:
            number: those with this one and lower ones are left out.
            instance: only those of this one.
            operation: only those of this one.
        """
        return [
            arrival
            for arrival in self._kept
            if arrival.number > number
            and instance in (None, arrival.instance)
            and operation in (None, arrival.operation)
        ]

    def forget(self, instance: str | None = None) -> None:
        """Forget every request, or those of one instance. Numbers go on counting."""
        left = [] if instance is None else [a for a in self._kept if a.instance != instance]
        self._kept.clear()
        self._kept.extend(left)
