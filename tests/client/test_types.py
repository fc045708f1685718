"""What all operations share, and what an error says of an answer."""

from __future__ import annotations

import pickle

import pytest
from attrs import evolve

from green_api_client import errors
from green_api_client.masking import Secrets
from green_api_client.types import UNSET, File, Headers, Request, Response


def test_what_is_left_out_is_false_and_named() -> None:
    assert not UNSET
    assert repr(UNSET) == "UNSET"
    assert pickle.loads(pickle.dumps(UNSET)) is UNSET  # noqa: S301 # it was just written


def test_headers_are_found_in_any_case_and_joined() -> None:
    # RFC 9110, section 5.3: a repeated header is the same as one with commas.
    headers = Headers([("A", "1"), ("b", "2"), ("a", "3"), ("A", "4")])
    assert (headers["a"], headers["A"], headers["B"]) == ("1, 3, 4", "1, 3, 4", "2")
    assert (len(headers), [*headers]) == (2, ["a", "b"])
    assert headers == {"a": "1, 3, 4", "b": "2"}
    assert repr(headers) == "Headers({'a': '1, 3, 4', 'b': '2'})"
    assert "c" not in headers


def test_of_a_request_neither_body_nor_secrets_are_shown_and_all_but_these_are_compared() -> None:
    request = Request("POST", "https://a.example/~key~", {"A": "1"})
    more = Request(request.method, request.url, request.headers, b"body", Secrets({"key": "s"}))
    written = "Request(method='POST', url='https://a.example/~key~', headers={'A': '1'})"
    assert repr(request) == repr(more) == written
    assert request != more
    assert request == evolve(more, content=None)
    assert evolve(request, secret_headers={"A": "1"}) != request
    assert request.reveal().url == request.url
    assert more.reveal().url == "https://a.example/s"


def test_of_an_answer_neither_body_nor_headers_are_shown() -> None:
    answer = Response(200, b"body", Headers([("a", "header")]), 5, understood=True)
    shown = "Response(status_code=200, parsed=5, understood=True, problem=None)"
    assert repr(answer) == repr(evolve(answer, secret_members=["a"])) == shown
    assert answer == evolve(answer, secret_members=["a"])
    assert [*answer.secret_members] == []


def test_a_file_without_a_name_and_a_kind_has_neither() -> None:
    assert File(b"content").to_tuple() == ("file", b"content", None)


@pytest.mark.parametrize("kind", [errors.StatusError, errors.NotUnderstoodError])
@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (b"", ""),
        (b"two\n  words", "two words"),
        (b"x" * 300, "x" * 300),
        (b"x" * 301, "x" * 300 + "…"),
        (b"\xff", "\ufffd"),
        (b'{"key": "a", "b": 1}', '{"key": "***", "b": 1}'),
    ],
)
def test_an_error_shows_the_start_of_the_body(
    kind: type[errors.ResponseError], content: bytes, shown: str
) -> None:
    response = Response[object](
        466, content, Headers(), None, understood=False, problem="Why not.", secret_members=["key"]
    )
    error = kind(response)
    why = "Why not. " if kind is errors.NotUnderstoodError else ""
    assert str(error) == f"Status 466. {why}{shown}".strip()
    assert error.args == (response,)
    assert "466" in repr(error)
