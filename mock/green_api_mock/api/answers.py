"""Which answer a request asks for by name, and how an answer is filled in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from green_api_mock.contract.document import as_object, is_object
from green_api_mock.contract.values import dump, get_in, set_in
from green_api_mock.storage.address import media_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from green_api_mock.contract import Answer, Operation

_PREFERENCE = re.compile(r"""\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*=\s*("?)([^",;]*)\2\s*(?:[,;]|$)""")


class UnknownAnswerError(LookupError):
    """The contract has no such answer. The text lists those that it has."""


def preferred(operation: Operation, header: str) -> tuple[str, Answer] | None:
    """The answer that a `Prefer` header (RFC 7240) selects by `code` and `example`, and its name.

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
        raise UnknownAnswerError(
            f"The contract has no answer {asked}. {known_answers([operation])}"
        )
    return example or answer.title, answer


def known_answers(operations: Iterable[Operation]) -> str:
    """One line that names every documented answer, and the scenarios that are no answer's name."""
    titles = dict[str, None]()
    for operation in operations:
        titles |= dict.fromkeys(answer.title for answer in operation.answers)
        titles |= dict.fromkeys(
            f"{scenario.answer.status} {scenario.name}" for scenario in operation.scenarios
        )
    return f"It has: {', '.join(titles)}."


def render(operation: Operation, answer: Answer, base: str, instance: str | None) -> bytes:
    """The answer's body, with every link pointing at the mock's own storage.

    Args:
        operation: whose answer it is.
        answer: says where the links are.
        base: scheme and host under which the caller knows the mock.
        instance: whom the link is for.
    """
    if not answer.links:
        return answer.body
    value = answer.value
    for place in answer.links:
        path = media_path(operation, answer, str(get_in(value, place)), instance)
        value = set_in(value, place, base + path)
    return dump(value)


def fill(answer: Answer, fields: Mapping[str, str]) -> bytes:
    """The answer's body with other values in those of these fields that it has."""
    if not is_object(answer.value):
        return answer.body
    value = as_object(answer.value)
    return dump({name: fields.get(name, item) for name, item in value.items()})
