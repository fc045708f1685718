"""Paths as they may be shown: without the secrets in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from green_api_mock.storage.address import MEDIA_PATH

if TYPE_CHECKING:
    from green_api_mock.contract import Contract, Operation

HIDDEN = "***"
"""What stands in the place of a secret."""
_IN_BRACES = re.compile(r"(\{[^{}]+\})")
# What may be shown of a path that the contract does not have: a word, as methods are called. A
# token has digits, or is longer.
_WORD = re.compile(r"[A-Za-z]{1,32}|")


class Mask:
    """Hides what is secret in the paths of a contract, and in those that it does not have."""

    def __init__(self, contract: Contract) -> None:
        self._operations = [(compiled(each), each) for each in contract.operations]
        self._words = set[str]()
        self._mixed = set[re.Pattern[str]]()
        # How far behind a segment like `account{id}` a secret stands, and behind which word.
        self._behind_mixed = set[int]()
        self._behind_word = set[str]()
        for operation in contract.operations:
            self._learn(operation)

    def _learn(self, operation: Operation) -> None:
        secret = {p.name for p in operation.parameters if p.is_sensitive}
        segments = operation.template.split("/")
        mixed = [index for index, segment in enumerate(segments) if _is_mixed(segment)]
        for index, segment in enumerate(segments):
            if index in mixed:
                self._mixed.add(_segment(segment))
            elif segment[1:-1] in secret:
                self._behind_word.add(segments[index - 1].lower())
                self._behind_mixed |= {index - mixed[0]} if mixed else set()
            else:
                self._words.add(segment.lower())

    def path(self, path: str, query: str = "") -> str:
        """A raw path and query with `***` for each secret."""
        if path.startswith(MEDIA_PATH):
            return path
        for pattern, operation in self._operations:
            if found := pattern.fullmatch(path):
                for index in range(len(operation.parameters), 0, -1):
                    if operation.parameters[index - 1].is_sensitive:
                        start, end = found.span(index)
                        path = f"{path[:start]}{HIDDEN}{path[end:]}"
                shown = {each.name for each in operation.query if not each.is_sensitive}
                return path + _query(query, shown)
        return self._unknown(path) + _query(query, set())

    def _unknown(self, path: str) -> str:
        """A path outside the contract: only what is a word or nearly the contract's is left."""
        segments = path.split("/")
        anchors: list[int] = []
        shown: list[str] = []
        for index, segment in enumerate(segments):
            mixed = next(filter(None, (each.fullmatch(segment) for each in self._mixed)), None)
            before = segments[index - 1].lower() if index else None
            if mixed:
                anchors.append(index)
                shown.append(f"{mixed[1]}{HIDDEN}{mixed[2]}")
            elif before in self._behind_word or any(
                index - anchor in self._behind_mixed for anchor in anchors
            ):
                shown.append(HIDDEN)
            else:
                is_word = segment.lower() in self._words or _WORD.fullmatch(segment)
                shown.append(segment if is_word else HIDDEN)
        return "/".join(shown)


def _is_mixed(segment: str) -> bool:
    return "{" in segment and not (segment.startswith("{") and segment.endswith("}"))


def _segment(segment: str) -> re.Pattern[str]:
    """A segment with a parameter in it: its words, in any case, around the value."""
    before, _, *_, after = _IN_BRACES.split(segment)
    return re.compile(f"({re.escape(before)})[^/]*({re.escape(after)})", re.IGNORECASE)


def compiled(operation: Operation) -> re.Pattern[str]:
    """What a raw path of the operation looks like, with a group for each parameter."""
    parts = _IN_BRACES.split(operation.template)[::2]
    flags = re.IGNORECASE if operation.ignores_case else re.NOFLAG
    return re.compile("([^/]+)".join(re.escape(part) for part in parts), flags)


def _query(query: str, shown: set[str]) -> str:
    """A query of which only the values of some names are shown."""
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True, errors="replace")
    return "?" + "&".join(
        f"{name}={value if name in shown or not value else HIDDEN}" for name, value in pairs
    )
