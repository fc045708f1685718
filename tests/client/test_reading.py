"""How an answer is read, also of what other contracts use: ranges, `default`, several types."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import pytest
from attrs import define

from green_api_client._building import Secret, build
from green_api_client._reading import (
    Answers,
    checked,
    is_json,
    load_json,
    load_text,
    read,
    read_kind,
    success_of,
)
from green_api_client.errors import NotUnderstoodError, StatusError
from green_api_client.types import Headers, Response

JSON = "application/json"
SECRET = "a5ecre7thatNobodyMayRead"


def number(value: Any) -> int:
    """Read as a generated reader does."""
    return int(checked(value, int))


def perhaps(value: Any) -> int | None:
    return None if value is None else number(value)


def raw(value: Any) -> bytes:
    return bytes(value)


ANSWERS: Answers[Any, Any] = Answers(
    success={
        "200": {JSON: number},
        "201": {JSON: perhaps},
        "202": {"application/vnd.api+json": number, "text/*": str, "image/png": raw},
        "204": {},
        "206": {"application/*": raw},
        "2XX": {"text/plain": str},
    },
    error={
        "404": {JSON: number, "text/plain": str},
        "4XX": {"text/csv": str},
        "default": {"text/html": str},
    },
)
WITHOUT_DEFAULT: Answers[Any, Any] = Answers({"2XX": {JSON: number}}, {"5XX": {}})


def answer(
    status: int, media_type: str | None, content: bytes, answers: Answers[Any, Any] = ANSWERS
) -> Response[Any]:
    headers = {} if media_type is None else {"Content-Type": media_type}
    return read(answers, status, headers, content, None)


# OpenAPI, Responses Object: a status that is named before its range, and that before `default`.
@pytest.mark.parametrize(
    ("status", "media_type", "content", "parsed"),
    [
        (200, JSON, b"1", 1),
        (200, "APPLICATION/JSON; charset=utf-8", b"1", 1),
        (200, "application/problem+json", b"1", 1),
        (201, JSON, b"1", 1),
        (201, JSON, b"null", None),
        (201, JSON, b"", None),
        (201, None, b"", None),
        (202, "application/vnd.api+json", b"1", 1),
        (202, "text/csv", b"\xc3\xa9", "é"),
        (202, "text/csv; charset=latin-1", b"\xe9", "é"),
        (202, "text/csv; header=present", b"\xc3\xa9", "é"),
        (202, "image/png", b"\xff", b"\xff"),
        (204, None, b"", None),
        (206, "application/pdf", b"\xff", b"\xff"),
        (404, "text/plain", b"", ""),
        (299, "text/plain", b"a", "a"),
        (404, "text/plain", b"a", "a"),
        (404, JSON, b"1", 1),
        (466, "text/csv", b"a", "a"),
        (500, "text/html", b"a", "a"),
        (999, "text/html", b"", ""),
    ],
)
def test_a_documented_answer_is_understood(
    status: int, media_type: str | None, content: bytes, parsed: Any
) -> None:
    response = answer(status, media_type, content)
    assert (response.parsed, response.problem) == (parsed, None)
    assert response.understood
    assert (response.status_code, response.content) == (status, content)


@pytest.mark.parametrize(
    ("status", "media_type", "content", "problem"),
    [
        (200, None, b"1", "The status 200 is documented as application/json, not as no type."),
        (200, "text/a", b"1", "The status 200 is documented as application/json, not as text/a."),
        (200, JSON, b"true", "expected int, got bool."),
        (200, JSON, b"", "expected int, got NoneType."),
        (200, JSON, b"[" * 100_000, "The body is nested too deeply."),
        (202, "textual/a", b"a", "application/vnd.api+json or text/* or image/png, not as textual"),
        (202, "image/*", b"a", "application/vnd.api+json or text/* or image/png, not as image/*."),
        (204, None, b"ab", "The status 204 is documented without a body, not 2 bytes of no type."),
        (204, "text/a", b"a", "The status 204 is documented without a body, not 1 bytes of text/a"),
        (466, "text/plain", b"", "The status 466 is documented as text/csv, not as text/plain."),
        (599, "text/plain", b"", "The status 599 is documented as text/html, not as text/plain."),
    ],
)
def test_what_is_documented_otherwise_is_told(
    status: int, media_type: str | None, content: bytes, problem: str
) -> None:
    response = answer(status, media_type, content)
    assert (response.understood, response.parsed) == (False, None)
    assert response.problem is not None
    assert problem in response.problem
    assert "recursion" not in response.problem


@pytest.mark.parametrize("status", [100, 199, 300, 466, 600])
def test_a_status_that_is_not_documented_is_told(status: int) -> None:
    response = answer(status, JSON, b"1", WITHOUT_DEFAULT)
    assert (response.understood, response.parsed) == (False, None)
    assert response.problem == f"The status {status} is not documented."


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (KeyError("name"), "The member 'name' is missing."),
        (ValueError("It is no date."), "It is no date."),
        (ValueError("It is no date"), "It is no date."),
        (ValueError("....a"), "....a."),
        (ValueError("x" * 300 + "y"), "x" * 300 + "."),
    ],
)
def test_a_problem_is_one_sentence(error: Exception, problem: str) -> None:
    def refuse(_: Any) -> None:
        raise error

    answers: Answers[Any, Any] = Answers({"200": {JSON: refuse}}, {})
    assert answer(200, JSON, b"1", answers).problem == problem


def test_headers_are_known_in_any_case_and_masked() -> None:
    request = build("GET", "http://api.example", "/", headers={"key": Secret(SECRET)})
    headers = {"CONTENT-TYPE": "text/plain", "X-Echo": f"no, {SECRET}"}
    content = f"no, {SECRET}".encode()
    for given in (headers, Headers(headers.items()), MappingProxyType(headers)):
        response = read(ANSWERS, 299, given, content, request)
        assert response.parsed == "no, " + "*" * len(SECRET)
        assert response.headers["x-echo"] == "no, ~key~"
        assert SECRET.encode() not in response.content
        plain = read(ANSWERS, 299, given, content, None)
        assert plain.headers["X-ECHO"] == f"no, {SECRET}"


def test_a_problem_shows_no_secret() -> None:
    def refuse(value: Any) -> None:
        raise ValueError(f"no date: {value}")

    request = build("GET", "http://api.example", "/", headers={"key": Secret(SECRET)})
    answers: Answers[Any, Any] = Answers({"200": {JSON: lambda _: refuse(SECRET)}}, {})
    response = read(answers, 200, {"content-type": JSON}, b"1", request)
    assert response.problem == "no date: ~key~."


def test_only_a_documented_success_brings_something() -> None:
    assert success_of(answer(200, JSON, b"1"), ANSWERS) == 1
    assert success_of(answer(204, None, b""), ANSWERS) is None
    for response in (answer(404, JSON, b"1"), answer(404, JSON, b"{"), answer(500, None, b"")):
        with pytest.raises(StatusError):
            success_of(response, ANSWERS)
    for response in (answer(200, JSON, b"{"), answer(204, None, b"a")):
        with pytest.raises(NotUnderstoodError):
            success_of(response, ANSWERS)
    with pytest.raises(NotUnderstoodError):
        success_of(answer(300, JSON, b"1", WITHOUT_DEFAULT), WITHOUT_DEFAULT)


@pytest.mark.parametrize(
    ("media_type", "said"),
    [
        (JSON, True),
        ("application/problem+json", True),  # RFC 6839
        ("application/jsonl", False),
        ("text/json5", False),
        ("", False),
    ],
)
def test_what_is_json_is_said_by_its_type(media_type: str, *, said: bool) -> None:
    assert is_json(media_type) is said


def test_json_is_read_as_rfc_8259_says() -> None:
    assert load_json(b"\xef\xbb\xbf" + '"\ufeffé"'.encode()) == "\ufeffé"
    for content in (b"", b"NaN", b"[-Infinity]", b"\xff", "1".encode("utf-16"), b"{}{}"):
        with pytest.raises(ValueError):  # noqa: PT011 # in the words of Python's own reader
            load_json(content)


@pytest.mark.parametrize(
    ("content", "charset", "text"),
    [
        (b"\xe9", "latin-1", "é"),
        (b"\xc3\xa9\xff", "utf-8", "é\ufffd"),
        (b"\xc3\xa9\xff", "no-such-charset", "é\ufffd"),
        (b"\xc3\xa9\xff", "hex", "é\ufffd"),
        (b"\xc3\xa9\xff", "", "é\ufffd"),
        (b"\xe9", "us-ascii", "\ufffd"),
    ],
)
def test_text_is_read_whatever_its_charset(content: bytes, charset: str, text: str) -> None:
    assert load_text(content, charset) == text


# What JSON Schema calls an integer and a number, and Python does not.
@pytest.mark.parametrize(
    ("value", "types", "expected"),
    [
        (1, (int,), 1),
        (1.0, (int,), 1),
        (1, (float,), 1),
        (0.5, (float,), 0.5),
        (0.5, (int, float), 0.5),
        (1.0, (str, int), 1),
        (True, (bool,), True),
        (True, (object,), True),
        (None, (object,), None),
        ("a", (int, str), "a"),
        ({}, (dict,), {}),
    ],
)
def test_a_value_has_the_type_that_json_gives_it(
    value: object, types: tuple[type, ...], expected: object
) -> None:
    made = checked(value, *types)
    assert (made, type(made)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("value", "types", "sentence"),
    [
        (True, (int,), "expected int, got bool"),
        (True, (float,), "expected float, got bool"),
        (1.5, (int,), "expected int, got float"),
        (float("inf"), (int,), "expected int, got float"),
        ("1", (int, float), "expected int or float, got str"),
        (1, (str,), "expected str, got int"),
        (1, (bool,), "expected bool, got int"),
        (None, (dict, list), "expected dict or list, got NoneType"),
    ],
)
def test_a_value_of_another_type_is_not_shown(
    value: object, types: tuple[type, ...], sentence: str
) -> None:
    with pytest.raises(TypeError) as caught:
        checked(value, *types)
    assert str(caught.value) == sentence


@define
class Square:
    """As a generated model."""

    size: int
    _consts = frozenset({("kind", "square")})

    @classmethod
    def from_dict(cls, value: Any) -> Square:
        return cls(number(value["size"]))


@define
class Anything:
    """As the model of what is not known, which has no consts."""

    value: Any

    @classmethod
    def from_dict(cls, value: Any) -> Anything:
        return cls(value)


@define
class Round(Square):
    """As another generated model."""

    _consts = frozenset({("kind", "round")})


def test_an_object_is_of_the_first_kind_that_it_can_be() -> None:
    for wrap in (dict, MappingProxyType):
        square = {"kind": "square", "size": 1}
        assert read_kind(Square | Round | Anything, wrap(square)) == Square(1)
        assert type(read_kind(Square | Round, wrap(square | {"kind": "round"}))) is Round
        for other in ({"kind": "square"}, {"kind": "oval", "size": 1}, {"size": 1}, {}):
            assert read_kind(Square | Anything, wrap(other)) == Anything(wrap(other))
            with pytest.raises(TypeError, match="none of the documented kinds"):
                read_kind(Square | Round, wrap(other))
    for value in ([], None, "", 1, [("kind", "square")]):
        with pytest.raises(TypeError, match="expected dict or Mapping"):
            read_kind(Square | Anything, value)


def test_of_answers_in_which_nothing_is_a_secret_an_error_shows_all() -> None:
    answer = read(WITHOUT_DEFAULT, 500, {}, b'{"a": 1}', None)
    assert str(StatusError(answer)) == 'Status 500. {"a": 1}'
