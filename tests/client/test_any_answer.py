"""Whatever comes over the wire, a call returns a typed answer or httpx's own error."""

import gzip
import json
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from green_api_client import Client
from green_api_client.types import Response
from tests.client.sending import AsyncSender, Sender, always, client_over
from tests.support.loopback import http_answer, loopback

CASES = settings(max_examples=150, deadline=None, derandomize=True, database=None)

STATUSES = st.sampled_from([200, 400, 401, 403, 404, 429, 466, 469, 499, 500, 502, 520]) | (
    # 1xx is no final answer, and these two have no body on the wire.
    st.integers(200, 599).filter(lambda status: status not in {204, 304})
)
MEDIA_TYPES = st.sampled_from(
    [
        None,
        "",
        ";",
        "application/json",
        "Application/JSON; charset=UTF-8",
        "application/problem+json",
        "text/html",
        "text/plain",
        "text/plain; charset=utf-16",
        "text/plain; charset=hex",
        "text/plain; charset=idna",
        "text/html; charset=no-such-charset",
        "text/plain; charset=",
        "image/png",
    ]
)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
BODIES = (
    st.binary(max_size=500)
    | JSON_VALUES.map(lambda value: json.dumps(value).encode())
    | JSON_VALUES.map(lambda value: json.dumps(value).encode()[:-1])
    | st.sampled_from(
        [
            b"",
            b"<html><body>nginx</body></html>",
            b"[" * 200_000,
            b'{"a":' * 100_000,
            b"9" * 10_000,
            b"NaN",
            b"\xef\xbb\xbf{}",
            b"\xff\xfe{\x00}\x00",
        ]
    )
)


def is_typed(response: Response[Any]) -> bool:
    """Is `parsed` a model, a text or nothing?"""
    parsed = response.parsed
    return parsed is None or isinstance(parsed, str) or hasattr(type(parsed), "from_dict")


def test_any_status_with_any_body_over_http() -> None:
    # Drawing a case takes longer than sending it, so both are sent the same.
    senders = Sender(), AsyncSender()
    with ExitStack() as opened:
        server = opened.enter_context(loopback(lambda _: b""))
        for send in senders:
            opened.callback(send.close)
        clients = [opened.enter_context(s.open(Client(base_url=server.url))) for s in senders]

        @CASES
        @given(status=STATUSES, media_type=MEDIA_TYPES, body=BODIES)
        def answers(status: int, media_type: str | None, body: bytes) -> None:
            headers = [] if media_type is None else [("Content-Type", media_type)]
            server.answer = lambda _: http_answer(status, body, headers)
            for send, client in zip(senders, clients, strict=True):
                response = send(client)
                assert type(response.status_code) is int
                assert (response.status_code, response.content) == (status, body)
                assert is_typed(response)

        answers()


@pytest.mark.parametrize("status", [100, 199, 204, 304, 599, 600, 999])
def test_statuses_at_the_borders(send: Sender, status: int) -> None:
    response = send(client_over(always(status, json={"message": "text"})))
    assert (response.status_code, response.parsed) == (status, None)


def documented(sender: Sender, media_type: str) -> list[int]:
    operation = sender.generated.operation
    return [
        status
        for status in operation.statuses
        if media_type in operation.response(status).get("content", {})
    ]


def test_every_declared_media_type_of_a_status_is_read(send: Sender) -> None:
    both = [s for s in documented(send, "text/plain") if s in documented(send, "application/json")]
    assert both
    value = {"message": "later", "new": [1]}
    headers = {"Content-Type": "Text/Plain;charset=latin-1"}
    for status in both:
        as_text = always(status, content="später".encode("latin-1"), headers=headers)
        assert send(client_over(as_text)).parsed == "später"
        assert send(client_over(always(status, json=value))).parsed.to_dict() == value


def test_a_media_type_that_a_status_does_not_declare_is_not_read(send: Sender) -> None:
    operation = send.generated.operation
    for status in operation.statuses:
        for media_type in ("text/html", "text/plain", "text/csv", "application/octet-stream"):
            if media_type not in operation.response(status).get("content", {}):
                other = always(status, content=b"{}", headers={"Content-Type": media_type})
                assert send(client_over(other)).parsed is None


NO_OBJECTS = {
    "empty": b"",
    "truncated": b"{",
    "list": b"[]",
    "null": b"null",
    "string": b'""',
    "pairs": b'[["message", "a"], ["downloadUrl", "b"]]',
    "two values": b"{}{}",
    "number": b"1",
    "deep list": b"[" * 200_000,
    "deep object": b'{"message":' * 100_000,
    "long number": b'{"message": "", "used": ' + b"9" * 10_000 + b"}",
    "no JSON number": b'{"message": "a", "downloadUrl": "b", "unknown": NaN}',
    "another encoding": '{"message": ""}'.encode("utf-16"),
    "broken encoding": b'{"message": "\xff"}',
}


@pytest.mark.parametrize("body", NO_OBJECTS.values(), ids=NO_OBJECTS)
def test_json_that_is_no_object_becomes_no_model(send: Sender, body: bytes) -> None:
    for status in documented(send, "application/json"):
        headers = {"Content-Type": "application/json"}
        assert send(client_over(always(status, content=body, headers=headers))).parsed is None


@pytest.mark.parametrize(
    "charset", ["", "hex", "idna", "undefined", "no-such-charset", "utf-8\0", "base64", "zlib"]
)
def test_text_of_an_unusable_charset_is_read_as_utf_8(send: Sender, charset: str) -> None:
    [status, *_] = documented(send, "text/plain")
    headers = {"Content-Type": f"text/plain; charset={charset}"}
    answer = always(status, content="für ".encode() + b"\xff", headers=headers)
    assert send(client_over(answer)).parsed == "für \ufffd"


def test_a_compressed_answer_is_read(send: Sender) -> None:
    [status, *_] = documented(send, "text/plain")
    headers = [("Content-Type", "text/plain"), ("Content-Encoding", "gzip")]
    answer = http_answer(status, gzip.compress(b"text"), headers)
    with loopback(lambda _: answer) as server, send.open(Client(base_url=server.url)) as client:
        response = send(client)
    assert (response.parsed, response.content) == ("text", b"text")


def test_broken_compression_is_an_httpx_error(send: Sender) -> None:
    headers = [("Content-Type", "application/json"), ("Content-Encoding", "gzip")]
    answer = http_answer(200, b"no gzip", headers)
    with (
        loopback(lambda _: answer) as server,
        send.open(Client(base_url=server.url)) as client,
        pytest.raises(httpx.DecodingError),
    ):
        send(client)
