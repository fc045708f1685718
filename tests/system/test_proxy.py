"""The proxy changes and adds nothing, follows nothing, and keeps what is meant for it alone."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import pytest

from tests.support.loopback import END_OF_HEAD, Received, http_answer, loopback

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

END_SECONDS = 60
FOR_THE_PROXY = {
    "Proxy-Authorization": "Basic c2VjcmV0OnNlY3JldA==",
    "Keep-Alive": "timeout=5",
    "TE": "trailers",
    "Upgrade": "h2c",
    "Connection": "close",
}


@contextmanager
def proxied(upstream: str) -> Iterator[str]:
    """The proxy in front of a server; its address."""
    command = [sys.executable, "-m", "green_api_mock.proxy", upstream, "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().removeprefix("ready: ").strip()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=END_SECONDS)
    finally:
        process.kill()
        process.communicate()


def test_a_redirect_is_handed_on_and_not_followed() -> None:
    def redirect(request: Received) -> bytes:
        elsewhere = [("Location", "/elsewhere")]
        return (
            http_answer(200) if request.target == "/elsewhere" else http_answer(302, b"", elsewhere)
        )

    with loopback(redirect) as api, proxied(api.url) as proxy:
        answer = httpx.get(f"{proxy}/somewhere")
    assert (answer.status_code, answer.headers["location"]) == (302, "/elsewhere")
    assert [request.target for request in api.received] == ["/somewhere"]


def test_what_is_meant_for_the_proxy_goes_no_further() -> None:
    own = {"X-Own": "kept", "Authorization": "Bearer kept"}
    back = [("Proxy-Authenticate", "Basic"), ("Keep-Alive", "timeout=5"), ("X-Back", "kept")]
    with loopback(lambda _: http_answer(200, b"{}", back)) as api, proxied(api.url) as proxy:
        answer = httpx.get(f"{proxy}/somewhere", headers=FOR_THE_PROXY | own)
    (request,) = api.received
    assert {"x-own": "kept", "authorization": "Bearer kept"}.items() <= request.headers.items()
    assert request.headers["host"] == api.url.removeprefix("http://")
    assert {name.lower() for name in FOR_THE_PROXY} & request.headers.keys() == set()
    assert answer.headers["x-back"] == "kept"
    assert {"proxy-authenticate", "keep-alive"} & answer.headers.keys() == set()


def test_neither_side_gets_headers_that_the_other_did_not_send() -> None:
    # A cookie that the API sets is the business of whoever asked. Addresses get none from aiohttp.
    back = [("Set-Cookie", "sid=1; Path=/")]
    with loopback(lambda _: http_answer(200, b"{}", back)) as api:
        upstream = api.url.replace("127.0.0.1", "localhost")
        with proxied(upstream) as proxy:
            answers = [raw_request(proxy, body) for body in (b"", b"", b"{}")]
    names = [request.headers.keys() - {"content-length"} for request in api.received]
    assert names == [{"host", "accept-encoding"}] * 3
    assert [request.body for request in api.received] == [b"", b"", b"{}"]
    # A proxy adds the date where there is none (RFC 9110, section 6.6.1).
    assert answers == [{"set-cookie", "content-length", "date"}] * 3


def test_an_answer_to_head_says_the_length_that_one_to_get_has_and_ends_with_its_head() -> None:
    def answer(request: Received) -> bytes:
        head, end, body = http_answer(200, b"x" * 100).partition(END_OF_HEAD)
        return head + end + (b"" if request.method == "HEAD" else body)

    # One connection, on which a body that nobody expects would be taken for the next answer.
    with loopback(answer) as api, proxied(api.url) as proxy, httpx.Client(timeout=60) as client:
        answers = [client.request(method, proxy) for method in ("HEAD", "GET", "HEAD")]
    assert [answer.headers["content-length"] for answer in answers] == ["100"] * 3
    assert [len(answer.content) for answer in answers] == [0, 100, 0]


@pytest.mark.parametrize("status", [204, 304])
def test_a_status_that_has_no_body_ends_with_its_head(status: int) -> None:
    # The length of an answer 304 is that of the one that is not sent again.
    length = b"0" if status == 204 else b"100"
    bare = b"HTTP/1.1 %d X\r\nContent-Length: %s\r\n\r\n" % (status, length)
    with loopback(lambda _: bare) as api, proxied(api.url) as proxy, httpx.Client() as client:
        answers = [client.get(proxy, timeout=60) for _ in range(2)]
    assert [(answer.status_code, answer.content) for answer in answers] == [(status, b"")] * 2


def raw_request(url: str, body: bytes) -> set[str]:
    """Send a request with no more headers than HTTP demands: the names of its answer's headers."""
    address = urlsplit(url)
    lines = ["POST /somewhere HTTP/1.1" if body else "GET /somewhere HTTP/1.1", "Host: proxy"]
    lines += [f"Content-Length: {len(body)}"] if body else []
    with socket.create_connection((address.hostname or "", address.port or 0), 60) as connection:
        connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        first, *lines = connection.recv(65536).decode().partition("\r\n\r\n")[0].split("\r\n")
    assert first.startswith("HTTP/1.1 200")
    return {line.partition(":")[0].lower() for line in lines}
