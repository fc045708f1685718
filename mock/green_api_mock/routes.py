"""From a request line to the operation of the contract, or to the answer that needs none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from green_api_mock.answers import MEDIA_PATH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from green_api_mock.contract import Answer, Contract, Operation, Parameter

_BROKEN_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_CANONICAL_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
# A URL parser removes these segments, so they cannot be a parameter's value.
_DOT_SEGMENTS = frozenset({".", ".."})


@dataclass(frozen=True, slots=True)
class Match:
    """A request that belongs to an operation.

    Attributes:
        values: the decoded path parameters.
        invalid: the answer to a parameter that cannot be decoded or is no number where one
            is wanted. Everything else about the values is for Prism to judge.
    """

    operation: Operation
    values: Mapping[str, str]
    invalid: Answer | None


class Routes:
    """The paths of a contract, compiled."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._routes = [(_compile(operation), operation) for operation in contract.operations]

    def find(self, method: str, path: str) -> Match | Answer:
        """The operation for this method and raw path, or the documented answer to a wrong one."""
        path_is_known = False
        for pattern, operation in self._routes:
            found = pattern.fullmatch(path)
            if found is None:
                continue
            path_is_known = True
            if method == operation.method:
                return _match(operation, found.groups())
        if path_is_known and method == "OPTIONS":
            return self._contract.preflight
        return self._contract.no_such_operation


def mask(contract: Contract, path: str) -> str:
    """The path with `***` in place of every sensitive parameter's value.

    A path that the contract does not know may hold a secret anywhere, so of it only the
    contract's own words are left.
    """
    if path.startswith(MEDIA_PATH):
        return path
    for operation in contract.operations:
        found = _compile(operation).fullmatch(path)
        if found is None:
            continue
        for index in range(len(operation.parameters), 0, -1):
            if operation.parameters[index - 1].is_sensitive:
                start, end = found.span(index)
                path = f"{path[:start]}***{path[end:]}"
        return path
    words = {word for operation in contract.operations for word in operation.template.split("/")}
    return "/".join(part if part in words else "***" for part in path.split("/"))


def _compile(operation: Operation) -> re.Pattern[str]:
    parts = re.split(r"\{[^{}]+\}", operation.template)
    flags = re.IGNORECASE if operation.ignores_case else re.NOFLAG
    return re.compile("([^/]+)".join(re.escape(part) for part in parts), flags)


def _match(operation: Operation, raw_values: tuple[str, ...]) -> Match:
    values: dict[str, str] = {}
    invalid: Answer | None = None
    for parameter, raw in zip(operation.parameters, raw_values, strict=True):
        value = _decode(parameter, raw)
        if value is None and invalid is None:
            invalid = parameter.invalid or operation.invalid
        values[parameter.name] = raw if value is None else value
    return Match(operation, values, invalid)


def _decode(parameter: Parameter, raw: str) -> str | None:
    """The value, or None where there is none that a server could read."""
    if _BROKEN_PERCENT.search(raw):
        return None
    try:
        value = unquote_to_bytes(raw).decode()
    except UnicodeDecodeError:
        return None
    if value in _DOT_SEGMENTS:
        return None
    # Prism would take `1e3`, `0x10` and ` 7` for integers, as JavaScript does.
    if parameter.is_integer and not _CANONICAL_INTEGER.fullmatch(value):
        return None
    return value
