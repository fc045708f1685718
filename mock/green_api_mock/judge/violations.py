"""The rules that Prism says a request or an answer breaks.

Prism names them as `[["request", "body", "x"], "pattern", "Request body property x must ..."]`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

REQUEST = "request"
BODY = "body"
# The rule's own field stands in the message only, in quotes, at its end.
_QUOTED_FIELD = re.compile(r"'(.*)'$", re.DOTALL)
_SAID = re.compile(r"\b(must .*)$", re.DOTALL)
_LIMIT = re.compile(
    r"must (?:NOT have (?:more|fewer) than (?P<number>[0-9.e+-]+)"
    r"|be (?:[<>]=?|multiple of|equal to one of the allowed values:)? ?(?P<rest>.+)$)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule.

    Attributes:
        side: `request` or `response`.
        part: `path`, `query`, `header`, `body`, or empty where there is no body to speak of.
        field: the innermost name; empty for the part as a whole.
        rule: the JSON Schema keyword.
        limit: what the rule wanted: a type, a number, the allowed values.
        said: Prism's own sentence.
    """

    side: str
    part: str
    field: str
    rule: str
    limit: str
    said: str

    @property
    def must(self) -> str:
        """What the field must be, in Prism's words."""
        found = _SAID.search(self.said)
        return found.group(1) if found else self.said


def read_violation(found: tuple[list[Any], str, str]) -> Violation:
    """A broken rule from Prism's form of it."""
    path, rule, said = found
    side, part, *fields = (str(name) for name in path) if len(path) > 1 else (str(path[0]), "")
    field = _named(fields)
    if rule in ("required", "additionalProperties"):
        quoted = _QUOTED_FIELD.search(said)
        field = quoted.group(1) if quoted else field
    limit = _LIMIT.search(said)
    return Violation(
        side, part, field, rule, (limit["number"] or limit["rest"]) if limit else "", said
    )


def _named(fields: list[str]) -> str:
    """The innermost name of a path, with its index where it is in a list."""
    if not fields:
        return ""
    last = _unescape(fields[-1])
    return f"{_named(fields[:-1])}[{last}]" if last.isdecimal() and len(fields) > 1 else last


def _unescape(field: str) -> str:
    """A name in a JSON pointer (RFC 6901) as it was in the body."""
    return field.replace("~1", "/").replace("~0", "~")
