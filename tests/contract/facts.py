"""What is known of the operations from outside the contract: the data in ``facts/``.

Contract, client and mock could all be wrong in the same way. These requests and answers come from
the vendor's pages and from what was observed, so they hold whatever the three agree on.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import httpx

from tests.contract.documented import JSON, Contract, Operation, read_yaml

FOLDER = Path(__file__).with_name("facts")
Data = dict[str, Any]


@dataclass(frozen=True)
class RequestFact:
    """One request, and what answers it."""

    because: str
    data: Data

    def __str__(self) -> str:
        return self.because

    @property
    def content(self) -> bytes:
        """The body's bytes."""
        if "body" not in self.data:
            return str(self.data.get("text", "")).encode()
        # White space is the one thing that makes a body longer and says nothing.
        return json.dumps(self.data["body"]).encode().ljust(int(self.data.get("length", 0)))

    def request(self, base_url: str = "http://localhost") -> httpx.Request:
        """Return the request, to be sent to a server."""
        return httpx.Request(
            self.data["method"],
            base_url + self.data["path"],
            headers=self.data.get("headers", {}),
            content=self.content,
        )

    @property
    def is_within_the_contract(self) -> bool:
        """Whether the server has a reason to refuse it that no contract can express."""
        return bool(self.data.get("within the contract", False))


@dataclass(frozen=True)
class AnswerFact:
    """One answer.

    Attributes:
        name: that of the example in the contract, if it is one.
        headers: every documented field.
    """

    because: str
    data: Data
    headers: dict[str, str]

    def __str__(self) -> str:
        return f"{self.status} {self.because}"

    @property
    def status(self) -> int:
        """The HTTP status."""
        return int(self.data["status"])

    @property
    def name(self) -> str | None:
        """The name of the contract's example."""
        return self.data.get("name")

    @property
    def media_type(self) -> str | None:
        """The media type as it is sent, None without content."""
        default = JSON if "body" in self.data else None
        return self.data.get("media type", default)

    @property
    def body(self) -> Any:
        """The JSON value or the text; None without content."""
        return self.data.get("body", self.data.get("text"))

    @property
    def is_json(self) -> bool:
        """Whether the body is sent as JSON."""
        return (self.media_type or "").partition(";")[0] == JSON

    def response(self) -> httpx.Response:
        """Return the answer as a client meets it."""
        content = b""
        if self.media_type is not None:
            content = json.dumps(self.body).encode() if self.is_json else str(self.body).encode()
        headers = self.headers | ({"content-type": self.media_type} if self.media_type else {})
        return httpx.Response(self.status, headers=headers, content=content)


class Facts:
    """The facts of one operation; nothing where nothing is known."""

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        self.data: Data = {}
        for data in _read():
            if data["operation"] == operation.operation_id:
                self.data |= data

    def requests(self, *kinds: str) -> Iterator[RequestFact]:
        """Yield the requests of these lists."""
        for kind in kinds:
            for data in self.data.get(kind, ()):
                yield RequestFact(data["because"], data)

    @cached_property
    def statuses(self) -> dict[int, Data]:
        """What is known of each status."""
        return dict(self.data.get("statuses", {}))

    def answers(self, *kinds: str) -> Iterator[AnswerFact]:
        """Yield the answers of these lists."""
        for kind in kinds:
            for data in self.data.get(kind, ()):
                usual = self.statuses.get(data["status"], {}).get("headers", {})
                because = data.get("because", data.get("name", ""))
                yield AnswerFact(because, data, usual | data.get("headers", {}))


@cache
def _read() -> list[Data]:
    return [read_yaml(path) for path in sorted(FOLDER.glob("*.yaml"))]


def all_facts(contract: Contract) -> list[Facts]:
    """Return the facts of every operation that something is known of."""
    facts = [Facts(operation) for operation in contract.operations]
    return [known for known in facts if known.data]


def unclaimed(contract: Contract) -> set[str]:
    """Return the operations that something is known of and that the contract does not have."""
    known = {data["operation"] for data in _read()}
    return known - {operation.operation_id for operation in contract.operations}
