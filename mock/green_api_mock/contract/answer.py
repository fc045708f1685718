"""One documented answer, and what can go wrong with it on its way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any


class MediaFault(Enum):
    """What goes wrong with a file. The values are the contract's words."""

    EXPIRED = "expired"
    EXPIRES_HALFWAY = "expiresHalfway"
    TRUNCATED = "truncated"
    STALLED = "stalled"


class Fault(Enum):
    """What goes wrong with an answer on its way. The values are the contract's words."""

    CONNECTION_RESET = "connectionReset"
    CUT_BODY = "cutBody"
    GARBAGE = "garbage"
    SILENCE = "silence"


class Outcome(Enum):
    """What became of the work of an operation that remembers. The values are the contract's words.

    A queue that was asked in vain is `EMPTY`; what was to be found and is not there is `MISSING`.
    """

    DONE = "done"
    EMPTY = "empty"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class MediaRule:
    """How the file behind a link is served.

    Attributes:
        size: in bytes, of a file that is made while it is sent; None for a sample.
        disposition: the Content-Disposition header.
    """

    fault: MediaFault | None = None
    size: int | None = None
    disposition: str = ""


_AS_IT_IS = MediaRule()
Place = tuple[str | int, ...]
"""Where something is in a JSON value: names and indexes, outermost first."""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """One documented answer, ready to be sent.

    Attributes:
        name: the example's name; empty for an answer without content.
        headers: in the contract's order, Content-Type first.
        value: the example's value as the contract has it; None without content.
        links: where in a JSON body the links are that the mock points at itself.
        is_deviation: known to happen, but against the contract.
        media: how the file behind the link is served.
    """

    status: int
    name: str
    summary: str
    media_type: str | None
    headers: tuple[tuple[str, str], ...]
    value: Any
    body: bytes
    links: tuple[Place, ...] = ()
    is_deviation: bool = False
    media: MediaRule = _AS_IT_IS

    @property
    def title(self) -> str:
        """How a person names it: the status and the example."""
        return f"{self.status} {self.name}".strip()

    @property
    def is_success(self) -> bool:
        """Whether the status says so."""
        return 200 <= self.status < 300  # noqa: PLR2004 - as RFC 9110 numbers it
