"""One request and its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from multidict import CIMultiDict

from green_api_mock.judge.jsonbody import MalformedJsonError, parse_json

if TYPE_CHECKING:
    from collections.abc import Iterable

# Of one connection and not of the message (RFC 9110, section 7.6.1), or made anew for each. The
# length is of the message, and all that an answer to HEAD tells of a body (section 8.6).
_OF_THE_CONNECTION = frozenset(
    {
        "connection",
        "host",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)


@dataclass(frozen=True)
class Message:
    """The headers and the body of a request or an answer."""

    headers: CIMultiDict[str]
    body: bytes

    @property
    def is_json(self) -> bool:
        """Whether it calls itself JSON."""
        media_type = self.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return media_type == "application/json" or media_type.endswith("+json")

    @property
    def is_broken_json(self) -> bool:
        """Whether it calls itself JSON and holds something else."""
        if not (self.is_json and self.body):
            return False
        try:
            parse_json(self.body)
        except MalformedJsonError:
            return True
        return False


@dataclass(frozen=True)
class Exchange:
    """A request and the answer to it.

    Attributes:
        target: the path and query as they were sent. They hold the token.
    """

    method: str
    target: str
    request: Message
    status: int
    answer: Message

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """The rest of it."""
        return self.target.partition("?")[2]


def end_to_end(headers: Iterable[tuple[str, str]]) -> CIMultiDict[str]:
    """The headers that a proxy passes on."""
    kept = ((name, value) for name, value in headers if name.lower() not in _OF_THE_CONNECTION)
    return CIMultiDict(kept)
