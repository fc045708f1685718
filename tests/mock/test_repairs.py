"""What Prism cannot do, done by the front door."""

from __future__ import annotations

import json
import re
import socket
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from green_api_mock.judge.node import find_node, installed_home
from green_api_mock.judge.prism import Prism
from green_api_mock.judge.question import Body, Question
from tests.mock.asking import ask
from tests.mock.example import EXAMPLE

if TYPE_CHECKING:
    import httpx

    from green_api_mock.contract import Answer
    from green_api_mock.plugin import GreenApiMock

JSON = {"Content-Type": "application/json"}
# Prism 5.15.11 and later never answer a malformed body.
HANG_SECONDS = 2.0
WORDING = EXAMPLE.operation.wording


def send(
    mock: GreenApiMock,
    content: bytes | str,
    *,
    path: str | None = None,
    headers: dict[str, str] | None = None,
) -> httpx.Response:
    return ask(
        EXAMPLE.operation.method,
        mock.url + (EXAMPLE.path() if path is None else path),
        content=content,
        headers=JSON if headers is None else headers,
        timeout=HANG_SECONDS,
    )


def has_form_of(response: httpx.Response, answer: Answer | None) -> bool:
    """Status, headers and the fields of an object are those of the documented answer."""
    assert answer is not None
    same = response.status_code == answer.status and all(
        response.headers.get(name) == value for name, value in answer.headers
    )
    if isinstance(answer.value, dict):
        return same and set(response.json()) == set(answer.value)
    return same and response.content == answer.body


def raw_exchange(mock: GreenApiMock, data: bytes) -> bytes:
    """Send bytes as they are, and read until the mock closes or has answered once."""
    address = urlsplit(mock.url)
    with socket.create_connection((address.hostname, address.port), HANG_SECONDS) as connection:
        connection.sendall(data)
        answer = b""
        while b"\r\n\r\n" not in answer and (piece := connection.recv(65536)):
            answer += piece
        return answer


MALFORMED = {
    "half an object": b"{bad",
    "half an array": b"[1",
    "a NaN": b"NaN",
    "a NaN inside": b'{"a": NaN}',
    "minus infinity": b"-Infinity",
    "a zero byte": b"\x00",
    "not UTF-8": b'{"a": "\xff\xfe"}',
    "half a character": b'"\xc3',
    "two values": b"{} {}",
    "a trailing comma": b'{"a": 1,}',
    "single quotes": b"{'a': 1}",
    "only a space": b" ",
    "nested too deep": b"[" * 50_000,
    "a byte order mark": b"\xef\xbb\xbf{}",
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
def test_malformed_json_is_answered_at_once(green_api_mock: GreenApiMock, body: bytes) -> None:
    assert has_form_of(send(green_api_mock, body), EXAMPLE.operation.malformed)


def test_malformed_json_is_answered_with_its_place(green_api_mock: GreenApiMock) -> None:
    answer = send(green_api_mock, "{bad").json()
    assert answer[WORDING.message_field] == WORDING.malformed.format(token="b", position=1)
    answer = send(green_api_mock, "{").json()
    assert answer[WORDING.message_field] == WORDING.malformed_end


def test_a_huge_number_is_json(green_api_mock: GreenApiMock) -> None:
    body = json.dumps(EXAMPLE.body)[:-1] + ', "n": ' + "9" * 20_000 + "}"
    answer = send(green_api_mock, body)
    assert has_form_of(answer, EXAMPLE.operation.invalid)
    assert "Unexpected" not in answer.json()[WORDING.message_field]


def padded(size: int) -> bytes:
    """A valid body of exactly this size."""
    body = json.dumps(EXAMPLE.body).encode()
    return body + b" " * (size - len(body))


def test_a_body_of_just_the_limit_is_taken(green_api_mock: GreenApiMock) -> None:
    assert send(green_api_mock, padded(EXAMPLE.operation.body_limit)).status_code == 200


def test_a_body_over_the_limit_is_refused(green_api_mock: GreenApiMock) -> None:
    too_large = padded(EXAMPLE.operation.body_limit + 1)
    assert has_form_of(send(green_api_mock, too_large), EXAMPLE.operation.too_large)


def test_a_body_over_the_limit_is_refused_when_it_does_not_say_how_large_it_is(
    green_api_mock: GreenApiMock,
) -> None:
    def chunks() -> Any:
        for _ in range(50):
            yield b" " * 8192

    answer = ask("POST", green_api_mock.url + EXAMPLE.path(), content=chunks(), headers=JSON)
    assert has_form_of(answer, EXAMPLE.operation.too_large)


WRONG_PATHS = [
    "/",
    "/x",
    EXAMPLE.path() + "/",
    EXAMPLE.path() + "/more",
    "/xx" + EXAMPLE.path(),
    EXAMPLE.path(**{EXAMPLE.secret: ""}),
    EXAMPLE.path(**{EXAMPLE.number: ""}),
    "//" + EXAMPLE.path(),
]


@pytest.mark.parametrize("path", WRONG_PATHS)
def test_a_wrong_path_gets_the_documented_answer(green_api_mock: GreenApiMock, path: str) -> None:
    answer = send(green_api_mock, json.dumps(EXAMPLE.body), path=path)
    assert has_form_of(answer, EXAMPLE.contract.no_such_operation)


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "HEAD", "TRACE", "QUERY"])
def test_a_wrong_method_gets_the_documented_answer(
    green_api_mock: GreenApiMock, method: str
) -> None:
    answer = ask(method, green_api_mock.url + EXAMPLE.path())
    expected = EXAMPLE.contract.no_such_operation
    assert answer.status_code == expected.status
    assert answer.content == (b"" if method == "HEAD" else expected.body)
    assert answer.headers["Content-Length"] == str(len(expected.body))


def test_an_unheard_of_method_gets_the_documented_answer(green_api_mock: GreenApiMock) -> None:
    answer = raw_exchange(green_api_mock, b"BREW / HTTP/1.1\r\nHost: mock\r\n\r\n")
    assert answer.split()[1] == str(EXAMPLE.contract.no_such_operation.status).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTQ\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nbroken header\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 20_000 + b"\r\n\r\n",
        b"POST %s HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" % EXAMPLE.path().encode(),
    ],
    ids=["no HTTP", "a broken header", "a header too long", "broken chunks"],
)
def test_what_is_no_http_gets_a_documented_answer(
    green_api_mock: GreenApiMock, data: bytes
) -> None:
    expected = str(EXAMPLE.contract.unreadable.status).encode()
    assert raw_exchange(green_api_mock, data).split()[1] == expected


def test_a_browser_may_ask_before_it_sends(green_api_mock: GreenApiMock) -> None:
    answer = ask(
        "OPTIONS",
        green_api_mock.url + EXAMPLE.path(),
        headers={"Origin": "https://example.org", "Access-Control-Request-Method": "POST"},
    )
    preflight = EXAMPLE.contract.preflight
    assert answer.status_code == preflight.status
    promised = dict(preflight.headers)
    assert promised
    assert {name: answer.headers.get(name) for name in promised} == promised


def test_a_page_of_another_origin_may_choose_answers(green_api_mock: GreenApiMock) -> None:
    headers = {"Origin": "https://example.org", "Access-Control-Request-Headers": "x, Prefer"}
    answer = ask("OPTIONS", green_api_mock.url + EXAMPLE.path(), headers=headers)
    allowed = answer.headers["Access-Control-Allow-Headers"].split(",")
    documented = dict(EXAMPLE.contract.preflight.headers)["Access-Control-Allow-Headers"]
    assert allowed == [*documented.split(","), "Prefer"]


def test_a_path_is_found_in_any_case(green_api_mock: GreenApiMock) -> None:
    fixed, _, secret = EXAMPLE.path().rpartition("/")
    answer = send(green_api_mock, json.dumps(EXAMPLE.body), path=f"{fixed.upper()}/{secret}")
    assert answer.status_code == 200


def test_a_whole_url_in_the_request_line_is_understood(green_api_mock: GreenApiMock) -> None:
    body = json.dumps(EXAMPLE.body).encode()
    answer = raw_exchange(
        green_api_mock,
        b"POST %s%s?x=1 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        b"Content-Length: %d\r\n\r\n%s"
        % (green_api_mock.url.encode(), EXAMPLE.path().encode(), len(body), body),
    )
    assert answer.split()[1] == b"200"


BROKEN_NUMBERS = [
    "0",
    "-5",
    "99999999999",
    "1e3",
    "0x10",
    "007",
    "abc",
    "1.0",
    "%207",
    "%zz",
    "%ff",
]


@pytest.mark.parametrize("value", BROKEN_NUMBERS)
def test_a_broken_number_in_the_path_gets_its_documented_answer(
    green_api_mock: GreenApiMock, value: str
) -> None:
    parameter = next(p for p in EXAMPLE.operation.parameters if p.is_integer)
    assert parameter.invalid is not None
    path = EXAMPLE.path(**{EXAMPLE.number: value})
    answer = raw_exchange(
        green_api_mock, f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n".encode()
    )
    assert answer.split()[1] == str(parameter.invalid.status).encode()


@pytest.mark.parametrize(
    "value", ["a-b", "a%2Fb", "%00", ".", "%2e", "..", "%2e%2e", "%D7%A9", "a%0d%0ab"]
)
def test_a_broken_secret_in_the_path_gets_its_documented_answer_before_the_body_is_judged(
    green_api_mock: GreenApiMock, value: str
) -> None:
    parameter = next(p for p in EXAMPLE.operation.parameters if p.is_sensitive)
    assert parameter.invalid is not None
    path = EXAMPLE.path(**{EXAMPLE.secret: value})
    request = f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"
    answer = raw_exchange(green_api_mock, request.encode())
    assert answer.split()[1] == str(parameter.invalid.status).encode()
    assert b"Content-Length: 0" in answer


FIRST, SECOND = EXAMPLE.fields
BROKEN_BODIES: dict[str, tuple[Any, str]] = {
    "nothing": ({}, f"'{FIRST}' is required"),
    "no second field": ({FIRST: EXAMPLE.body[FIRST]}, f"'{SECOND}' is required"),
    "an unknown field": ({**EXAMPLE.body, "wrong": 1}, "'wrong' is not allowed"),
    "an unknown field in Hebrew": ({**EXAMPLE.body, "קובץ": 1}, "'קובץ' is not allowed"),
    "a quote in a field's name": ({**EXAMPLE.body, "it's": 1}, "'it's' is not allowed"),
    "braces in a field's name": ({**EXAMPLE.body, "{field}": 1}, "'{field}' is not allowed"),
    "half a surrogate pair": ({**EXAMPLE.body, "\ud800": 1}, "'?' is not allowed"),
    "a number": ({**EXAMPLE.body, FIRST: 5}, f"'{FIRST}' must be a string"),
    "null": ({**EXAMPLE.body, SECOND: None}, f"'{SECOND}' must be a string"),
    "an empty text": ({**EXAMPLE.body, SECOND: ""}, f"'{SECOND}' is not allowed to be empty"),
    "a wrong form": (
        {**EXAMPLE.body, FIRST: "nobody"},
        EXAMPLE.operation.wording.by_field[FIRST, "pattern"],
    ),
    "missing comes before wrong": ({SECOND: 5, "wrong": 1}, f"'{FIRST}' is required"),
    "an array": ([], EXAMPLE.operation.wording.body),
    "a number alone": (5, EXAMPLE.operation.wording.body),
    "null alone": (None, EXAMPLE.operation.wording.body),
    "false alone": (False, EXAMPLE.operation.wording.body),
}


@pytest.mark.parametrize(("body", "detail"), BROKEN_BODIES.values(), ids=BROKEN_BODIES.keys())
def test_a_broken_rule_is_named_in_the_servers_words(
    green_api_mock: GreenApiMock, body: Any, detail: str
) -> None:
    answer = send(green_api_mock, json.dumps(body))
    assert has_form_of(answer, EXAMPLE.operation.invalid)
    assert answer.json()[WORDING.message_field] == WORDING.message.format(details=detail)


def test_many_unknown_fields_are_answered_like_one(green_api_mock: GreenApiMock) -> None:
    # Prism cuts its list of what is wrong after 8 KB.
    body = EXAMPLE.body | {f"unknown{number:04}": number for number in range(1000)}
    answer = send(green_api_mock, json.dumps(body)).json()
    details = "'unknown0000' is not allowed"
    assert answer[WORDING.message_field] == WORDING.message.format(details=details)


def test_an_error_holds_the_requests_path_and_the_present_time(
    green_api_mock: GreenApiMock,
) -> None:
    path = EXAMPLE.path(**{EXAMPLE.number: "1101777777"})
    before = datetime.now(UTC)
    answer = send(green_api_mock, "{}", path=path + "?a=b").json()
    assert answer[WORDING.path_field] == path
    assert re.fullmatch(r"[0-9-]{10}T[0-9:]{8}[.][0-9]{3}Z", answer[WORDING.time_field])
    moment = datetime.fromisoformat(answer[WORDING.time_field])
    assert abs((moment - before).total_seconds()) < 60


@pytest.mark.parametrize(
    "headers",
    [{}, {"Content-Type": "text/plain"}, {"Content-Type": "application/x-www-form-urlencoded"}],
    ids=["none", "text", "form"],
)
@pytest.mark.parametrize("content", [json.dumps(EXAMPLE.body), "{bad", ""])
def test_a_body_of_another_type_is_no_body(
    green_api_mock: GreenApiMock, headers: dict[str, str], content: str
) -> None:
    answer = send(green_api_mock, content, headers=headers)
    details = f"'{FIRST}' is required"
    assert answer.json()[WORDING.message_field] == WORDING.message.format(details=details)


@pytest.mark.parametrize(
    "value", ["application/json;charset=utf-8", "APPLICATION/JSON", "application/json; x"]
)
def test_parameters_and_case_of_the_media_type_do_not_matter(
    green_api_mock: GreenApiMock, value: str
) -> None:
    headers = {"Content-Type": value}
    assert send(green_api_mock, json.dumps(EXAMPLE.body), headers=headers).status_code == 200


def test_what_the_caller_accepts_does_not_change_the_answer(green_api_mock: GreenApiMock) -> None:
    answer = send(green_api_mock, json.dumps(EXAMPLE.body), headers=JSON | {"Accept": "image/gif"})
    assert has_form_of(answer, EXAMPLE.operation.default)


def test_the_answer_has_no_header_of_prism(green_api_mock: GreenApiMock) -> None:
    headers = JSON | {"Origin": "https://example.org"}
    answer = send(green_api_mock, json.dumps(EXAMPLE.body), headers=headers)
    documented = {name.lower() for name, _ in EXAMPLE.operation.default.headers}
    assert set(answer.headers) <= documented | {"content-length", "date", "server"}
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


THINGS = {"type": "object", "additionalProperties": {"type": "integer"}}
MANY_THINGS: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Things", "version": "1"},
    "paths": {
        "/things": {
            "post": {
                "requestBody": {"content": {"application/json": {"schema": THINGS}}},
                "responses": {"200": {"description": "Put."}},
            }
        }
    },
}


async def test_a_rule_that_is_broken_a_thousand_times_is_told_twenty_times() -> None:
    body = Body("application/json", dict.fromkeys(map(str, range(1000)), "many"))
    prism = Prism(find_node(), installed_home(), MANY_THINGS)
    operation = replace(EXAMPLE.operation, method="POST", template="/things")
    await prism.start()
    try:
        violations = await prism.verdict(Question(operation, {}, body=body))
    finally:
        await prism.stop()
    assert [violation.field for violation in violations] == [str(number) for number in range(20)]
