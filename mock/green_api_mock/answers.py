"""Which answer a request asks for by name, and how an answer is filled in."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from green_api_mock.document import as_object, is_object

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from green_api_mock.contract import Answer, Operation

MEDIA_PATH = "/media/"
_PREFERENCE = re.compile(r"""\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*=\s*("?)([^",;]*)\2\s*(?:[,;]|$)""")


class UnknownAnswerError(LookupError):
    """The contract has no such answer. The text lists those that it has."""


def preferred(operation: Operation, header: str) -> Answer | None:
    """The answer that a `Prefer` header (RFC 7240) selects by `code` and `example`.

    None when it asks for neither; other preferences are ignored, as the RFC wants.

    Raises:
        UnknownAnswerError: the contract documents no such answer.
    """
    wanted = {name.lower(): value.strip() for name, _, value in _PREFERENCE.findall(header)}
    code, example = wanted.get("code"), wanted.get("example")
    if code is None and example is None:
        return None
    answer = None
    if code is None or code.isdecimal():
        answer = operation.find(int(code) if code else None, example)
    if answer is None:
        asked = ", ".join(f"{k}={v}" for k, v in (("code", code), ("example", example)) if v)
        raise UnknownAnswerError(f"The contract has no answer {asked}. {known_answers(operation)}")
    return answer


def named(operation: Operation, name: str) -> Answer:
    """The answer with the name of an example or of a scenario, or with this status.

    Raises:
        UnknownAnswerError: there is none.
    """
    # An answer without content has no name.
    by_name = operation.find(None, name) if name else None
    by_scenario = (s.answer for s in operation.scenarios if s.name == name)
    by_status = operation.find(int(name), None) if name.isdecimal() else None
    answer = by_name or next(by_scenario, None) or by_status
    if answer is None:
        raise UnknownAnswerError(
            f"The contract has no answer named {name!r}. {known_answers(operation)}"
        )
    return answer


def known_answers(operation: Operation) -> str:
    """One line that names every documented answer."""
    return f"It has: {', '.join(answer.title for answer in operation.answers)}."


def selection(answer: Answer) -> tuple[str, str | None]:
    """The `Prefer` and `Accept` headers with which Prism gives this answer."""
    if answer.media_type is None:
        return f"code={answer.status}", None
    return f"code={answer.status}, example={answer.name}", answer.media_type


def point_links(answer: Answer, body: bytes, base: str) -> bytes:
    """The body with every link pointing at the mock's own media.

    Args:
        answer: says where the links are.
        body: the body with the contract's links.
        base: scheme and host under which the caller knows the mock.
    """
    if not answer.links:
        return body
    value = json.loads(body)
    for path in answer.links:
        link = get_in(value, path)
        if isinstance(link, str) and link:
            file_name = urlsplit(link).path.rpartition("/")[2]
            value = set_in(value, path, f"{base}{MEDIA_PATH}{quote(answer.name)}/{file_name}")
    return dump(value)


def fill(answer: Answer, fields: Mapping[str, str]) -> bytes:
    """The answer's body with some of its fields replaced, where it has fields."""
    if not is_object(answer.value):
        return answer.body
    return dump({**as_object(answer.value), **fields})


def get_in(value: Any, path: Sequence[str]) -> Any:
    """What is at a path of names in a JSON value; None where there is nothing."""
    for name in path:
        value = as_object(value).get(name)
    return value


def set_in(value: Any, path: Sequence[str], new: Any) -> Any:
    """A copy of a JSON value with another value at a path of names."""
    if not path:
        return new
    return {**as_object(value), path[0]: set_in(as_object(value).get(path[0]), path[1:], new)}


def dump(value: Any) -> bytes:
    """A JSON value as bytes, in the form in which Prism writes it."""
    # A field's name may hold half of a surrogate pair, which UTF-8 cannot.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
