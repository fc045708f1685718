"""The server's words for what is wrong with a request, and the answers that carry them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from green_api_mock.api import answers
from green_api_mock.api.reply import Kind, Reason, Reply, documented, plain
from green_api_mock.judge.violations import BODY, REQUEST, Violation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from green_api_mock.contract import Answer, Operation, Parameter, Wording
    from green_api_mock.judge.jsonbody import MalformedJsonError

_VOWELS = tuple("aeiou")


def refused_parameter(
    operation: Operation, violations: Sequence[Violation], path: str
) -> Reply | None:
    """The answer to the first wrong parameter, in the order of path, query and header."""
    for parameter in (*operation.parameters, *operation.query, *operation.headers):
        # Prism reports the names of parameters in lower case.
        place = (parameter.place, parameter.name.lower())
        broken = [
            replace(violation, field=parameter.name)
            for violation in violations
            if (violation.part, violation.field.lower()) == place
        ]
        if broken:
            return refuse_parameter(operation, parameter, broken, path)
    return None


def refuse_parameter(
    operation: Operation, parameter: Parameter, broken: Sequence[Violation], path: str
) -> Reply:
    """The answer to a wrong parameter."""
    rule, details = worded(broken, operation.wording)
    if parameter.invalid is None:
        return _invalid(operation, rule, details, path)
    return own_answer(parameter, operation, path, Reason(Kind.PARAMETER, details, parameter.name))


def own_answer(parameter: Parameter, operation: Operation, path: str, reason: Reason) -> Reply:
    """The answer that a parameter has of its own, or that to any invalid request."""
    return _refusal(operation, parameter.invalid or operation.invalid, path, reason, None)


def no_plain_value(parameter: Parameter) -> Violation:
    """The rule that a parameter breaks whose value a server could not read."""
    wanted = "integer" if parameter.is_integer else "string"
    place, name = parameter.place, parameter.name
    return Violation(REQUEST, place, name, "type", wanted, f"must be {wanted}")


def refused_body(operation: Operation, violations: Sequence[Violation], path: str) -> Reply | None:
    """The answer to a body that breaks rules."""
    broken = [violation for violation in violations if violation.part in (BODY, "")]
    if not broken:
        return None
    rule, details = worded(broken, operation.wording)
    return _invalid(operation, rule, details, path)


def _invalid(operation: Operation, rule: str, details: str, path: str) -> Reply:
    message = operation.wording.message.format(details=details)
    return _refusal(operation, operation.invalid, path, Reason(Kind.RULE, details, rule), message)


def malformed(operation: Operation, path: str, error: MalformedJsonError) -> Reply:
    """The answer to a body that is no JSON."""
    wording = operation.wording
    words = wording.malformed if error.token else wording.malformed_end
    message = words.format(token=error.token, position=error.position)
    reason = Reason(Kind.MALFORMED_BODY, message)
    return _refusal(operation, operation.malformed, path, reason, message)


def too_large(operation: Operation, path: str) -> Reply:
    """The answer to a body over the limit."""
    text = f"The body is over {operation.body_limit} bytes."
    return _refusal(operation, operation.too_large, path, Reason(Kind.BODY_TOO_LARGE, text), None)


def worded(violations: Sequence[Violation], wording: Wording) -> tuple[str, str]:
    """The rule that the server would name, the first of the contract's order, and its words."""
    for rule, words in wording.details.items():
        for violation in violations:
            if violation.rule == rule:
                return rule, _words(violation, words, wording)
    first = violations[0]
    own = wording.by_field.get((first.field, first.rule))
    usual = "'{field}' " + first.must.replace("{", "{{").replace("}", "}}")
    return first.rule, _words(first, own or usual, wording)


def _words(violation: Violation, words: str, wording: Wording) -> str:
    if not violation.field and "{field}" in words:
        return wording.body
    words = wording.by_field.get((violation.field, violation.rule), words)
    if violation.limit.startswith(_VOWELS):
        words = words.replace(" a {limit}", " an {limit}")
    return words.format(field=violation.field, limit=violation.limit)


def _refusal(
    operation: Operation,
    answer: Answer | None,
    path: str,
    reason: Reason,
    message: str | None,
) -> Reply:
    """An answer with this request's path and time, and what is wrong.

    Args:
        operation: has the words.
        answer: None if the contract has none for it.
        path: the request's own.
        reason: says what is wrong.
        message: None leaves that of the answer.
    """
    if answer is None:
        return plain(400, f"The contract has no answer to this: {reason.text}\n", reason)
    wording = operation.wording
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    fields = {wording.path_field: path, wording.time_field: now}
    if message is not None:
        fields[wording.message_field] = message
    return documented(answer, reason, answers.fill(answer, fields))
