"""What is known of the operations from outside the contract: the data in ``facts/``.

Contract, client and mock could all be wrong in the same way. These requests and answers come from
the vendor's pages and from what was observed, so they hold whatever the three agree on.

A file says in ``operation`` whose facts they are: the name of an operation or of a webhook, a list
of names, or ``all``. What several files say of one operation is put together.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import httpx

from green_api_mock.contract.yaml12 import parse_yaml
from tests.contract.documented import JSON, Contract, Operation

FOLDER = Path(__file__).with_name("facts")
EVERY = "all"
Data = dict[str, Any]


def members(form: Data) -> list[tuple[str, Any]]:
    """Return the members of a form, as httpx takes them.

    A text is a member, a list holds a file's name, content and media type.
    """
    return [(name, tuple(v) if isinstance(v, list) else (None, v)) for name, v in form.items()]


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
        sent: dict[str, Any] = {"content": self.content}
        if "form" in self.data:
            sent = {"files": members(self.data["form"])}
        headers = self.data.get("headers", {})
        request = httpx.Request(
            self.data["method"], base_url + self.data["path"], headers=headers, **sent
        )
        request.read()
        return request

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
        return "body" in self.data and (self.media_type or "").partition(";")[0] == JSON

    def response(self) -> httpx.Response:
        """Return the answer as a client meets it."""
        content = b""
        if self.media_type is not None:
            content = json.dumps(self.body).encode() if self.is_json else str(self.body).encode()
        headers = self.headers | ({"content-type": self.media_type} if self.media_type else {})
        return httpx.Response(self.status, headers=headers, content=content)


@dataclass(frozen=True)
class Payload:
    """A JSON body that was published or observed, and what a person expects it to be read as.

    Attributes:
        because: what it shows.
        status: of the answer that it came with; None of a webhook.
        classes: the name of the schema of each part that matters, by its JSON pointer.
    """

    because: str
    body: Any
    status: int | None
    classes: dict[str, str]

    def __str__(self) -> str:
        return self.because


class Facts:
    """The facts of one operation; nothing where nothing is known."""

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        self.data: Data = {}
        for data in _read():
            if operation.operation_id in _owners(data) or data["operation"] == EVERY:
                self.data = _together(self.data, data | {"operation": str(operation)})

    def requests(self, *kinds: str) -> Iterator[RequestFact]:
        """Yield the requests of these lists."""
        for kind in kinds:
            for data in self.data.get(kind, ()):
                # How many characters a text of the body has, where it is its length that matters.
                long = {"body": _long(data["long"])} if "long" in data else {}
                yield RequestFact(data["because"], _together(data, long))

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

    def payloads(self) -> Iterator[Payload]:
        """Yield the bodies of which it is said what they are read as."""
        for kind in ("named", "allowed", "payloads"):
            for data in self.data.get(kind, ()):
                if "classes" in data:
                    because = data.get("because", data.get("name", ""))
                    yield Payload(because, data["body"], data.get("status"), data["classes"])


def _long(lengths: Any) -> Any:
    """Return texts of these lengths, by their members' names."""
    if isinstance(lengths, int):
        return "a" * lengths
    return {name: _long(length) for name, length in lengths.items()}


@cache
def _read() -> list[Data]:
    """Return what each file holds, read as the contract is."""
    texts = [path.read_text("utf-8") for path in sorted(FOLDER.glob("*.yaml"))]
    read: list[Data] = [_merged(parse_yaml(text)) for text in texts]
    # What is said of one operation goes before what is said of all.
    return sorted(read, key=lambda data: bool(data["operation"] != EVERY))


def _merged(node: Any) -> Any:
    """Return the node with what ``<<`` names in it, which YAML 1.2 does not know."""
    if isinstance(node, list):
        return [_merged(item) for item in node]
    if not isinstance(node, dict):
        return node
    own = {key: _merged(value) for key, value in node.items() if key != "<<"}
    return _merged(node["<<"]) | own if "<<" in node else own


def _owners(data: Data) -> list[str]:
    owners = data["operation"]
    return owners if isinstance(owners, list) else [owners]


def _together(one: Any, other: Any) -> Any:
    if isinstance(one, list) and isinstance(other, list):
        return [*one, *other]
    if isinstance(one, dict) and isinstance(other, dict):
        both = {key: _together(one[key], other[key]) for key in one.keys() & other.keys()}
        return one | other | both
    return other


def all_facts(contract: Contract) -> list[Facts]:
    """Return the facts of every operation and webhook that something is known of."""
    facts = [Facts(operation) for operation in [*contract.operations, *contract.webhooks]]
    return [known for known in facts if known.data]


def unclaimed(contract: Contract) -> set[str]:
    """Return the operations that something is known of and that the contract does not have."""
    known = {owner for data in _read() for owner in _owners(data)} - {EVERY}
    return known - {str(operation) for operation in [*contract.operations, *contract.webhooks]}
