"""What is wrong with a request, as it is read from its text and from Prism's header."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from sys import float_info
from typing import Any

import pytest

from green_api_mock.api.wording import (
    no_plain_value,
    refuse_parameter,
    refused_body,
    refused_parameter,
    worded,
)
from green_api_mock.judge.jsonbody import MalformedJsonError, parse_json
from green_api_mock.judge.violations import Violation, read_violation
from tests.mock.example import EXAMPLE

OPERATION = EXAMPLE.operation
WORDING = OPERATION.wording

MALFORMED = {
    "the first character": (b"x", "x", 0),
    "in the middle": (b'{"a": 1 "b"}', '"', 8),
    "the end": (b"[1", "", 2),
    "a NaN": (b"NaN", "N", 0),
    "a NaN after its name": (b'{"NaN \\" NaN": NaN}', "N", 15),
    "a NaN after a line's end in a name": (b'["a\\\\", NaN]', "N", 8),
    "Infinity": (b"[Infinity]", "I", 1),
    "minus Infinity": (b"[-Infinity]", "I", 2),
    "no UTF-8": (b'{"a\xff"', "\ufffd", 3),
    "too deep": (b"[" * 50_000, "[", 0),
}


@pytest.mark.parametrize(("body", "token", "position"), MALFORMED.values(), ids=MALFORMED.keys())
def test_the_first_wrong_character_is_found(body: bytes, token: str, position: int) -> None:
    with pytest.raises(MalformedJsonError) as caught:
        parse_json(body)
    assert (caught.value.token, caught.value.position) == (token, position)


def test_whole_numbers_are_exact_as_far_as_python_reads_them() -> None:
    assert parse_json(b"9" * 4000) == 10**4000 - 1


def test_a_number_beyond_all_others_is_the_greatest_as_json_has_no_infinity() -> None:
    for digits in (b"9" * 5000, b"1e999"):
        assert parse_json(digits) == float_info.max
        assert parse_json(b"-" + digits) == -float_info.max
    assert parse_json(b"-1.5") == -1.5


def broken(part: str, field: str, rule: str, limit: str = "", said: str = "") -> Violation:
    return Violation("request", part, field, rule, limit, said)


Found = tuple[list[Any], str, str]
VIOLATIONS: dict[str, tuple[Found, tuple[str, str, str, str]]] = {
    "a body": (
        (["request", "body"], "type", "Request body must be object"),
        ("body", "", "type", "object"),
    ),
    "a field": (
        (["request", "body", "a"], "type", "Request body property a must be string"),
        ("body", "a", "type", "string"),
    ),
    "a field of a field": (
        (["request", "body", "a", "b"], "minLength", "must NOT have fewer than 1 characters"),
        ("body", "b", "minLength", "1"),
    ),
    "a field in a list": (
        (["request", "body", "a", "0", "b"], "type", "must be string"),
        ("body", "b", "type", "string"),
    ),
    "an item of a list": (
        (["request", "body", "a", "0"], "type", "must be string"),
        ("body", "a[0]", "type", "string"),
    ),
    "an item of a list in a list": (
        (["request", "body", "a", "0", "1"], "type", "must be string"),
        ("body", "a[0][1]", "type", "string"),
    ),
    "a field whose name is a number": (
        (["request", "body", "0"], "type", "must be string"),
        ("body", "0", "type", "string"),
    ),
    "a missing field": (
        (["request", "body"], "required", "must have required property 'a'"),
        ("body", "a", "required", ""),
    ),
    "a missing field of a field": (
        (["request", "body", "a"], "required", "must have required property 'b'"),
        ("body", "b", "required", ""),
    ),
    "an unknown field": (
        (["request", "body"], "additionalProperties", "must NOT have; found 'it's\n'"),
        ("body", "it's\n", "additionalProperties", ""),
    ),
    "a missing field without its name": (
        (["request", "body", "a"], "required", "something is missing"),
        ("body", "a", "required", ""),
    ),
    "another rule with a quote at its end": (
        (["request", "body", "a"], "pattern", "must match pattern '^b$'"),
        ("body", "a", "pattern", ""),
    ),
    "a missing parameter": (
        (["request", "query"], "required", "must have required property 'b'"),
        ("query", "b", "required", ""),
    ),
    "a number under its limit": (
        (["request", "query", "a"], "minimum", "Request query parameter a must be >= 5"),
        ("query", "a", "minimum", "5"),
    ),
    "a value that is none of the known": (
        (["request", "body", "a"], "enum", "must be equal to one of the allowed values: b, c"),
        ("body", "a", "enum", "b, c"),
    ),
    "a name with what a JSON pointer escapes": (
        (["request", "body", "a~1b~0c~01"], "type", "must be string"),
        ("body", "a/b~c~1", "type", "string"),
    ),
    "no part": (
        (["request"], "required", "Body parameter is required"),
        ("", "", "required", ""),
    ),
}


@pytest.mark.parametrize(("found", "expected"), VIOLATIONS.values(), ids=VIOLATIONS.keys())
def test_a_violation_is_understood(found: Found, expected: tuple[str, str, str, str]) -> None:
    violation = read_violation(found)
    read = (violation.part, violation.field, violation.rule, violation.limit)
    assert read == expected
    assert (violation.side, violation.said) == ("request", found[2])


PATH = "/a/path"


def message(reply: Any) -> str:
    return str(json.loads(reply.body)[WORDING.message_field])


def test_the_first_broken_parameter_is_the_first_of_the_path() -> None:
    first, second = OPERATION.parameters
    wrong = [broken("path", p.name.lower(), "pattern") for p in (second, first)]
    for violations, parameter in ((wrong, first), (wrong[:1], second)):
        reply = refused_parameter(OPERATION, violations, PATH)
        assert reply is not None
        assert parameter.invalid is not None
        assert (reply.status, reply.reason.name) == (parameter.invalid.status, parameter.name)
    elsewhere = [replace(violation, part="body") for violation in wrong]
    assert refused_parameter(OPERATION, elsewhere, PATH) is None


def test_a_parameter_of_the_query_is_named_as_the_contract_spells_it() -> None:
    size = replace(OPERATION.parameters[0], name="pageSize", place="query", invalid=None)
    operation = replace(OPERATION, query=(size,))
    reply = refused_parameter(operation, [broken("query", "pagesize", "type", "integer")], PATH)
    assert reply is not None
    assert OPERATION.invalid is not None
    assert reply.status == OPERATION.invalid.status
    assert message(reply) == WORDING.message.format(details="'pageSize' must be an integer")
    assert json.loads(reply.body)[WORDING.path_field] == PATH
    assert json.loads(reply.body)[WORDING.time_field].startswith(str(datetime.now(UTC).year))


def test_a_rule_without_words_of_the_contract_gets_prisms() -> None:
    size = replace(OPERATION.parameters[0], name="pageSize", place="query", invalid=None)
    said = "Request query parameter pagesize must be multiple of 5"
    wrong = [broken("query", "pagesize", "multipleOf", "5", said)]
    reply = refused_parameter(replace(OPERATION, query=(size,)), wrong, PATH)
    assert reply is not None
    assert message(reply) == WORDING.message.format(details="'pageSize' must be multiple of 5")


def test_a_value_that_nothing_can_be_read_of_is_told_what_is_wanted() -> None:
    for parameter, wanted in zip(OPERATION.parameters, ("an integer", "a string"), strict=True):
        nothing_read = no_plain_value(parameter)
        assert nothing_read.side == "request"
        reply = refuse_parameter(OPERATION, parameter, [nothing_read], PATH)
        assert reply.reason.text == f"'{parameter.name}' must be {wanted}"


def test_what_the_contract_has_no_answer_to_is_a_400_of_the_mock() -> None:
    wrong = [broken("body", "a", "required")]
    reply = refused_body(replace(OPERATION, invalid=None), wrong, PATH)
    assert reply is not None
    assert (reply.status, reply.body) == (
        400,
        b"The contract has no answer to this: 'a' is required\n",
    )


def test_the_first_rule_of_the_contract_is_worded() -> None:
    first, second = list(WORDING.details)[:2]
    wrong = [broken("body", "b", second, "x"), broken("body", "a", first, "x")]
    details = WORDING.details[first].format(field="a", limit="x")
    assert worded(wrong, WORDING) == (first, details)
    assert worded([broken("body", "", first)], WORDING) == (first, WORDING.body)
    assert refused_body(OPERATION, [broken("path", "a", first)], PATH) is None


@pytest.mark.parametrize("said", ["must be {b}", "is odd"])
def test_braces_in_prisms_words_are_text(said: str) -> None:
    wrong = [broken("body", "{a}", "odd", said=said)]
    assert worded(wrong, WORDING) == ("odd", f"'{{a}}' {said}")
