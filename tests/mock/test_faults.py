"""Answers that no contract documents, and answers that never arrive whole."""

from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.mock.asking import ask
from tests.mock.example import EXAMPLE

if TYPE_CHECKING:
    from green_api_mock.plugin import GreenApiMock


def send(mock: GreenApiMock, **options: Any) -> httpx.Response:
    return ask("POST", mock.url + EXAMPLE.path(), json=EXAMPLE.body, **options)


def order(mock: GreenApiMock, orders: Any) -> None:
    assert ask("POST", f"{mock.url}/_mock/answers", json=orders).status_code == 201


def last(mock: GreenApiMock) -> dict[str, Any]:
    requests: list[dict[str, Any]] = ask("GET", f"{mock.url}/_mock/requests").json()["requests"]
    return requests[-1]


JSON = {"Content-Type": "application/json"}
TEXT = {"Content-Type": "text/plain; charset=utf-8"}
PAGE = {"Content-Type": "text/html", "Retry-After": "7"}


@pytest.mark.parametrize(
    ("wanted", "status", "headers", "content"),
    [
        ({"status": 503}, 503, {}, b""),
        ({"status": 520, "body": "odd ß"}, 520, TEXT, "odd ß".encode()),
        ({"status": 504, "body": {"a": None}}, 504, JSON, b'{"a":null}'),
        ({"status": 200, "body": None}, 200, JSON, b"null"),
        ({"status": 502, "headers": PAGE, "body": "<p>"}, 502, PAGE, b"<p>"),
    ],
)
def test_an_answer_of_ones_own_is_sent_as_it_was_ordered(
    green_api_mock: GreenApiMock,
    wanted: dict[str, Any],
    status: int,
    headers: dict[str, str],
    content: bytes,
) -> None:
    order(green_api_mock, wanted)
    answer = send(green_api_mock)
    assert (answer.status_code, answer.content) == (status, content)
    for name, value in headers.items():
        assert answer.headers[name] == value
    told = last(green_api_mock)["answer"]
    assert (told["status"], told["bodySize"], told["fault"]) == (status, len(content), None)
    assert send(green_api_mock).status_code == 200


def raw(mock: GreenApiMock) -> tuple[bytes, bool]:
    """Everything that comes back, and whether the connection ended with a reset."""
    address = urlsplit(mock.url)
    request = httpx.Request("POST", mock.url + EXAMPLE.path(), json=EXAMPLE.body)
    head = f"POST {EXAMPLE.path()} HTTP/1.1\r\n" + "".join(
        f"{name}: {value}\r\n" for name, value in request.headers.items()
    )
    came = b""
    with socket.create_connection((address.hostname, address.port), 10) as connection:
        connection.sendall(head.encode() + b"\r\n" + request.content)
        try:
            while piece := connection.recv(65536):
                came += piece
        except ConnectionResetError:
            return came, True
    return came, False


def test_a_connection_can_be_reset(green_api_mock: GreenApiMock) -> None:
    order(green_api_mock, {"fault": "connectionReset"})
    assert raw(green_api_mock) == (b"", True)
    told = last(green_api_mock)
    assert (told["status"], told["answer"]["fault"]) == (None, "connectionReset")
    assert (told["reason"]["kind"], told["reason"]["name"]) == ("order", "connectionReset")


def test_garbage_is_no_http(green_api_mock: GreenApiMock) -> None:
    order(green_api_mock, {"fault": "garbage", "times": 2})
    came, was_reset = raw(green_api_mock)
    assert came
    assert not came.startswith(b"HTTP/")
    assert not was_reset
    with pytest.raises(httpx.RemoteProtocolError):
        send(green_api_mock)


def test_silence_lasts_until_the_caller_gives_up(green_api_mock: GreenApiMock) -> None:
    order(green_api_mock, {"fault": "silence"})
    with pytest.raises(httpx.ReadTimeout):
        send(green_api_mock, timeout=0.5)
    assert send(green_api_mock).status_code == 200


@pytest.mark.parametrize(
    "beside", [{}, {"answer": "fileUnavailable"}, {"status": 503, "body": "abcd"}]
)
def test_a_body_can_be_cut(green_api_mock: GreenApiMock, beside: dict[str, Any]) -> None:
    order(green_api_mock, {"fault": "cutBody", **beside})
    came, _ = raw(green_api_mock)
    head, _, body = came.partition(b"\r\n\r\n")
    (length,) = re.findall(rb"content-length: ([0-9]+)", head.lower())
    assert 0 < len(body) < int(length)
    assert last(green_api_mock)["answer"]["fault"] == "cutBody"
    green_api_mock.answer_with(status=503, fault="cutBody")
    with pytest.raises(httpx.RemoteProtocolError):
        send(green_api_mock)


def test_a_list_of_orders_plays_in_order(green_api_mock: GreenApiMock) -> None:
    order(
        green_api_mock,
        [{"status": 503, "times": 2}, {"answer": "fileUnavailable"}, {"answer": 429}],
    )
    statuses = [send(green_api_mock).status_code for _ in range(5)]
    assert statuses == [503, 503, 500, 429, 200]


def test_nothing_of_a_list_stands_if_a_part_is_wrong(green_api_mock: GreenApiMock) -> None:
    for wrong in ([{"status": 503}, {"status": 1}], []):
        refused = ask("POST", f"{green_api_mock.url}/_mock/answers", json=wrong)
        assert refused.status_code == 400
    assert send(green_api_mock).status_code == 200


def test_an_order_can_be_late(green_api_mock: GreenApiMock) -> None:
    green_api_mock.answer_with(status=503, delay_seconds=0.4)
    assert send(green_api_mock).status_code == 503
    (arrival,) = green_api_mock.requests
    assert arrival.seconds is not None
    assert arrival.seconds >= 0.4
    assert last(green_api_mock)["durationMs"] >= 400


def test_the_fixture_orders_for_an_instance_and_gives_one(green_api_mock: GreenApiMock) -> None:
    mine = green_api_mock.instance
    assert mine == green_api_mock.instance
    green_api_mock.answer_with("fileUnavailable", instance=mine, operation=EXAMPLE.operation.id)
    assert send(green_api_mock).status_code == 200
    path = EXAMPLE.path(**{EXAMPLE.number: str(mine)})
    assert ask("POST", green_api_mock.url + path, json=EXAMPLE.body).status_code == 500
    assert [arrival.instance for arrival in green_api_mock.requests][1:] == [str(mine)]
    green_api_mock.reset(mine)
    assert [arrival.instance for arrival in green_api_mock.requests] == [
        EXAMPLE.values[EXAMPLE.number]
    ]
    with pytest.raises(ValueError, match="Send one of answer, status, fault"):
        green_api_mock.answer_with("fileUnavailable", status=503)
    with pytest.raises(LookupError, match="no operation 'nix'"):
        green_api_mock.answer_with("fileUnavailable", operation="nix")


INSTANCES = set[int]()


@pytest.mark.parametrize("run", [1, 2, 3])
def test_every_test_has_an_instance_of_its_own(green_api_mock: GreenApiMock, run: int) -> None:
    INSTANCES.add(green_api_mock.instance)
    assert len(INSTANCES) == run
    of_scenarios = {s.when.get(EXAMPLE.number) for s in EXAMPLE.operation.scenarios}
    assert not {str(number) for number in INSTANCES} & of_scenarios
