"""From a request line to the operation of the contract, or to the answer that needs none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from green_api_mock.api.masking import HIDDEN, Mask, compiled
from green_api_mock.api.reply import Kind, Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from green_api_mock.contract import Answer, Contract, Operation, Parameter

_BROKEN_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_CANONICAL_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
# A URL parser removes these segments, so they cannot be a parameter's value.
_DOT_SEGMENTS = frozenset({".", ".."})
_IN_BRACES = re.compile(r"\{[^{}]+\}")
# Below it, a path has hardly more than its slashes in common with an operation's.
_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Match:
    """A request that belongs to an operation.

    Attributes:
        values: the decoded path parameters.
        unreadable: the first parameter that cannot be decoded or is no number where one is
            wanted. Everything else about the values is for Prism to judge.
    """

    operation: Operation
    values: Mapping[str, str]
    unreadable: Parameter | None


@dataclass(frozen=True, slots=True)
class Lost:
    """A request that belongs to none.

    Attributes:
        instance: as far as the path looks like one that has it.
    """

    answer: Answer
    reason: Reason
    instance: str | None = None


class Routes:
    """The paths of a contract, compiled."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._mask = Mask(contract)
        self._caller = _caller(contract)
        self._routes = [(compiled(operation), operation) for operation in contract.operations]

    def find(self, method: str, path: str) -> Match | Lost:
        """The operation for this method and raw path, or the documented answer to a wrong one."""
        other_method: Operation | None = None
        for pattern, operation in self._routes:
            found = pattern.fullmatch(path)
            if found is None:
                continue
            if method == operation.method:
                return _match(operation, found.groups())
            other_method = other_method or operation
        if other_method is not None and method == "OPTIONS":
            reason = Reason(Kind.PREFLIGHT, "A browser asks before it sends.")
            return Lost(self._contract.preflight, reason)
        nearest = other_method or self._nearest(path)
        text = "This method and path are not in this contract."
        reason = Reason(Kind.NOT_IN_CONTRACT, text, nearest=nearest.title if nearest else None)
        return Lost(self._contract.no_such_operation, reason, self._instance(path))

    def _instance(self, path: str) -> str | None:
        found = self._caller.search(path) if self._caller else None
        return found[1] if found else None

    def _nearest(self, path: str) -> Operation | None:
        """The operation whose words a path has most of, if it has any."""
        asked = self._mask.path(path).lower()

        def likeness(operation: Operation) -> float:
            template = _IN_BRACES.sub(HIDDEN, operation.template).lower()
            return SequenceMatcher(None, asked, template).ratio()

        best = max(self._contract.operations, key=likeness)
        return best if likeness(best) > _ALIKE else None


def _caller(contract: Contract) -> re.Pattern[str] | None:
    """What a segment looks like that holds the parameter that tells callers apart."""
    for operation in contract.operations:
        for segment in operation.template.split("/"):
            before, braces, after = segment.partition(f"{{{contract.per}}}")
            if braces and before + after:
                pattern = f"/{re.escape(before)}([^/]+){re.escape(after)}(?:/|$)"
                return re.compile(pattern, re.IGNORECASE)
    return None


def _match(operation: Operation, raw_values: tuple[str, ...]) -> Match:
    values: dict[str, str] = {}
    unreadable: Parameter | None = None
    for parameter, raw in zip(operation.parameters, raw_values, strict=True):
        value = _decode(raw)
        if value is None or not is_plain(parameter, value):
            unreadable = unreadable or parameter
        values[parameter.name] = raw if value is None else value
    return Match(operation, values, unreadable)


def _decode(raw: str) -> str | None:
    """The value, or None where there is none that a server could read."""
    if _BROKEN_PERCENT.search(raw):
        return None
    try:
        value = unquote_to_bytes(raw).decode()
    except UnicodeDecodeError:
        return None
    return None if value in _DOT_SEGMENTS else value


def is_plain(parameter: Parameter, value: str) -> bool:
    """Whether a number is written as numbers are, where one is wanted, and is not too long.

    Prism would take `1e3`, `0x10` and ` 7` for integers, as JavaScript does, and cannot tell
    numbers of 64 bits from those next to them.
    """
    if not parameter.is_integer:
        return True
    if _CANONICAL_INTEGER.fullmatch(value) is None:
        return False
    if parameter.bits is None:
        return True
    # What has more digits is out of the question, and costs time to read.
    largest = 2 ** (parameter.bits - 1)
    return len(value) <= len(str(-largest)) and -largest <= int(value) < largest
