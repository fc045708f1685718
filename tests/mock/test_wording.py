"""What is wrong with a request, as it is read from its text and from Prism's header."""

from __future__ import annotations

import json
from dataclasses import replace
from sys import float_info
from typing import Any

import pytest

from green_api_mock.jsonbody import MalformedJsonError, parse_json
from green_api_mock.violations import (
    Violation,
    invalid_parameter,
    parse_violations,
    word,
)
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


def entry(location: list[str], code: str, message: str) -> dict[str, Any]:
    return {"location": location, "severity": "Error", "code": code, "message": message}


VIOLATIONS = {
    "a body": (
        entry(["request", "body"], "type", "Request body must be object"),
        Violation("body", "", "type", "object"),
    ),
    "a field": (
        entry(["request", "body", "a"], "type", "Request body property a must be string"),
        Violation("body", "a", "type", "string"),
    ),
    "a field of a field": (
        entry(["request", "body", "a", "b"], "minLength", "must NOT have fewer characters"),
        Violation("body", "b", "minLength", ""),
    ),
    "a missing field": (
        entry(["request", "body"], "required", "must have required property 'a'"),
        Violation("body", "a", "required", ""),
    ),
    "a missing field of a field": (
        entry(["request", "body", "a"], "required", "must have required property 'b'"),
        Violation("body", "b", "required", ""),
    ),
    "an unknown field": (
        entry(["request", "body"], "additionalProperties", "must NOT have property 'it's\n'"),
        Violation("body", "it's\n", "additionalProperties", ""),
    ),
    "a missing field without its name": (
        entry(["request", "body", "a"], "required", "something is missing"),
        Violation("body", "a", "required", ""),
    ),
    "another rule with a quote at its end": (
        entry(["request", "body", "a"], "pattern", "must match pattern '^b$'"),
        Violation("body", "a", "pattern", ""),
    ),
    "a missing parameter": (
        entry(["request", "path", "a"], "required", "must have required property 'b'"),
        Violation("path", "a", "required", ""),
    ),
    "a name with what a JSON pointer escapes": (
        entry(["request", "body", "a~1b~0c~01"], "type", "must be string"),
        Violation("body", "a/b~c~1", "type", "string"),
    ),
    "no part": (entry(["request"], "required", "'body'"), Violation("", "", "required", "")),
}


@pytest.mark.parametrize(("found", "violation"), VIOLATIONS.values(), ids=VIOLATIONS.keys())
def test_a_violation_is_understood(found: dict[str, Any], violation: Violation) -> None:
    assert parse_violations(json.dumps([found]).encode()) == [violation]


def test_violations_of_the_answer_are_left_out_and_a_cut_list_is_read_as_far_as_it_goes() -> None:
    first, second = (found for found, _ in list(VIOLATIONS.values())[:2])
    answer = entry(["response", "body"], "type", "must be object")
    header = json.dumps([first, answer, second, first], separators=(",", ":")).encode()
    known = [violation for _, violation in list(VIOLATIONS.values())[:2]]
    assert parse_violations(header) == [*known, known[0]]
    assert parse_violations(header[:-2]) == known
    assert parse_violations(header.replace(b"object", b"\xff")) != []
    assert parse_violations(b"") == []


def test_the_first_broken_parameter_is_the_first_of_the_path() -> None:
    first, second = OPERATION.parameters
    broken = [Violation("path", p.name.lower(), "pattern", "") for p in (second, first)]
    assert invalid_parameter(broken, OPERATION.parameters) is first
    assert invalid_parameter(broken[:1], OPERATION.parameters) is second
    elsewhere = [replace(violation, part="body") for violation in broken]
    assert invalid_parameter(elsewhere, OPERATION.parameters) is None


def test_the_first_rule_of_the_contract_is_worded() -> None:
    first, second = list(WORDING.details)[:2]
    broken = [Violation("body", "b", second, "x"), Violation("body", "a", first, "x")]
    details = WORDING.details[first].format(field="a", limit="x")
    assert word(broken, WORDING) == WORDING.message.format(details=details)
    assert word([Violation("body", "", first, "")], WORDING) == WORDING.message.format(
        details=WORDING.body
    )
    assert word([Violation("body", "a", "unknown", "")], WORDING) is None
