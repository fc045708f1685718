"""What Prism found wrong with a request, and the server's words for it.

Prism names broken rules in the header `sl-violations`, as JSON:
`[{"location": ["request", "body", "x"], "code": "pattern", "message": "..."}]`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from green_api_mock.contract import Parameter, Wording

HEADER = b"sl-violations"
_REQUEST = "request"
_PATH = "path"
_BODY = "body"
# The rule's own field stands in the message only, in quotes, at its end.
_QUOTED_FIELD = re.compile(r"'(.*)'$", re.DOTALL)
_EXPECTED = re.compile(r"must be (.+)$")


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule of a request.

    Attributes:
        part: `path`, `body`, or empty where there is no body to speak of.
        field: the innermost name; empty for the body as a whole.
        rule: the JSON Schema keyword.
        limit: what a `type` rule wanted.
    """

    part: str
    field: str
    rule: str
    limit: str


def parse_violations(header: bytes) -> list[Violation]:
    """The broken rules of the request; those of Prism's own response are left out."""
    return [
        _violation(entry)
        for entry in entries(header.decode("ascii", "replace"))
        if entry["location"][0] == _REQUEST
    ]


def invalid_parameter(
    violations: Sequence[Violation], parameters: Sequence[Parameter]
) -> Parameter | None:
    """The first parameter, in the path's order, that breaks a rule."""
    # Prism reports the names of path parameters in lower case.
    broken = {violation.field.lower() for violation in violations if violation.part == _PATH}
    for parameter in parameters:
        if parameter.name.lower() in broken:
            return parameter
    return None


def word(violations: Sequence[Violation], wording: Wording) -> str | None:
    """What the server would say: one detail, of the first rule in the contract's order.

    None when the contract has no words for any of them.
    """
    for rule, words in wording.details.items():
        for violation in violations:
            if violation.rule == rule:
                own = wording.by_field.get((violation.field, rule), words)
                chosen = own if violation.field else wording.body
                details = chosen.format(field=violation.field, limit=violation.limit)
                return wording.message.format(details=details)
    return None


def _violation(entry: dict[str, Any]) -> Violation:
    location = [str(part) for part in entry["location"]]
    message = str(entry["message"])
    rule = str(entry["code"])
    part = location[1] if len(location) > 1 else ""
    field = location[-1] if len(location) > 2 else ""  # noqa: PLR2004 - request, body, field
    if rule in ("required", "additionalProperties") and part == _BODY:
        quoted = _QUOTED_FIELD.search(message)
        field = quoted.group(1) if quoted else field
    expected = _EXPECTED.search(message)
    return Violation(part, _unescape(field), rule, expected.group(1) if expected else "")


def _unescape(field: str) -> str:
    """A name in a JSON pointer (RFC 6901) as it was in the body."""
    return field.replace("~1", "/").replace("~0", "~")


def entries(text: str) -> Iterator[dict[str, Any]]:
    """Every whole entry: Prism cuts the header after 8 KB, in the middle of one."""
    decoder = json.JSONDecoder()
    position = text.find("[") + 1
    while True:
        try:
            entry, end = decoder.raw_decode(text, position)
        except json.JSONDecodeError:
            return
        yield cast("dict[str, Any]", entry)
        position = end + 1  # the comma, or the closing bracket
