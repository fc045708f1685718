"""What goes back to a caller, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from green_api_mock.contract import Answer
    from green_api_mock.contract.answer import Fault


class Kind(Enum):
    """Why a request got its answer. The values are the control API's words."""

    DEFAULT = "default"
    MEMORY = "memory"
    SCENARIO = "scenario"
    ORDER = "order"
    PREFER = "prefer"
    UNKNOWN_ANSWER = "unknownAnswer"
    RULE = "rule"
    PARAMETER = "parameter"
    NOT_ALLOWED = "notAllowed"
    MALFORMED_BODY = "malformedBody"
    BODY_TOO_LARGE = "bodyTooLarge"
    UNREADABLE = "unreadable"
    RATE_LIMIT = "rateLimit"
    QUOTA = "quota"
    NOT_IN_CONTRACT = "notInContract"
    PREFLIGHT = "preflight"
    FILE = "file"
    RESTARTING = "restarting"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why.

    Attributes:
        text: one sentence.
        name: of the scenario, the order, the answer, the rule or the parameter.
        nearest: the operation that a request outside the contract comes closest to.
    """

    kind: Kind
    text: str
    name: str | None = None
    nearest: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back to the caller."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    reason: Reason
    answer: str | None = None
    delay_seconds: float = 0.0
    fault: Fault | None = None


def plain(status: int, text: str, reason: Reason) -> Reply:
    """An answer of the mock itself, not of the API."""
    return Reply(status, (("Content-Type", "text/plain; charset=utf-8"),), text.encode(), reason)


def documented(answer: Answer, reason: Reason, body: bytes | None = None) -> Reply:
    """A documented answer, with another body if one is given."""
    body = answer.body if body is None else body
    return Reply(answer.status, answer.headers, body, reason, answer.name or None)
