"""How any request is sent, also of what other contracts use: secrets in headers and cookies."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Callable
from functools import partial
from typing import Any

import httpx
import pytest

from green_api_client import AuthenticatedClient, Client, _sending
from green_api_client._building import Secret, build
from green_api_client.transports import (
    AsyncRevealingTransport,
    RevealingTransport,
    with_revealing,
)
from green_api_client.types import Headers, Request

API = "http://api.example"
SECRET = "a5ecre7thatNobodyMayRead"
TOKEN = "t0kenThatNobodyMayReadEither"
Answer = Callable[[httpx.Request], httpx.Response]
Exchange = tuple[int, Headers, bytes]
Kind = Callable[..., Client | AuthenticatedClient]

KINDS: dict[str, Kind] = {
    "plain": partial(Client, API),
    "authenticated": partial(AuthenticatedClient, API, TOKEN),
}


class Blocking:
    """Sends with the functions that block."""

    def __call__(self, client: Client | AuthenticatedClient, request: Request) -> Exchange:
        return client.send(request)

    def http_client(self, client: Client | AuthenticatedClient) -> Any:
        return client.get_httpx_client()

    def use(self, client: Client | AuthenticatedClient, **settings: Any) -> Any:
        """Give the client one of httpx's that is made by hand."""
        return client.set_httpx_client(httpx.Client(**settings))

    def hook(self, function: Callable[[Any], None]) -> Any:
        return function


class Waiting(Blocking):
    """Does the same with the others."""

    def __call__(self, client: Client | AuthenticatedClient, request: Request) -> Exchange:
        return asyncio.run(client.send_async(request))

    def http_client(self, client: Client | AuthenticatedClient) -> Any:
        return client.get_async_httpx_client()

    def use(self, client: Client | AuthenticatedClient, **settings: Any) -> Any:
        return client.set_async_httpx_client(httpx.AsyncClient(**settings))

    def hook(self, function: Callable[[Any], None]) -> Any:
        async def hook(value: Any) -> None:
            function(value)

        return hook


@pytest.fixture(params=[Blocking, Waiting], ids=["sync", "async"])
def way(request: pytest.FixtureRequest) -> Blocking:
    """One way to send after the other."""
    way: Blocking = request.param()
    return way


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    """What makes a client of each class."""
    return KINDS[request.param]


class Wire:
    """What would go over it."""

    def __init__(self, answer: Answer = lambda _: httpx.Response(204)) -> None:
        self.requests: list[httpx.Request] = []
        self._answer = answer
        self.transport = httpx.MockTransport(self._handle)

    def _handle(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self._answer(request)

    def client(self, kind: Kind = KINDS["plain"], **settings: Any) -> Client | AuthenticatedClient:
        """Return a client that sends here."""
        arguments = {"transport": self.transport} | settings.pop("httpx_args", {})
        return kind(httpx_args=arguments, **settings)


def test_a_request_goes_out_as_it_was_built(way: Blocking, kind: Kind) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        # Headers are bytes: UTF-8 today, Latin-1 of old.
        headers = [(b"A", b"1"), (b"a", b"2"), (b"New", "é".encode()), (b"Old", b"\xe9")]
        return httpx.Response(466, headers=headers, content=b"\xff")

    wire = Wire(answer)
    request = build("PUT", API, "/a", query={"b": "c d"}, headers={"E": "f"})
    request.content = b"content"
    status, headers, content = way(wire.client(kind), request)
    assert (status, content) == (466, b"\xff")
    assert {**headers} == {"a": "1, 2", "new": "é", "old": "é", "content-length": "1"}
    assert len(headers) == 4
    [sent] = wire.requests
    assert (sent.method, sent.content, sent.headers["e"]) == ("PUT", b"content", "f")
    assert sent.url.raw_path == b"/a?b=c%20d"


def test_of_addresses_that_were_read_no_more_than_256_are_kept() -> None:
    client = Wire().client()
    for number in range(300):
        client.send(build("GET", API, f"/{number}"))
    assert vars(_sending)["_parsed"].cache_info().currsize == 256


def test_the_parameters_of_the_client_are_sent_beside_those_of_the_request(way: Blocking) -> None:
    wire = Wire()
    client = wire.client(httpx_args={"params": {"client": "1"}})
    way(client, build("GET", API, "/", query={"a": [1, 2]}))
    way(client, build("GET", API, "/"))
    sent = [sorted(request.url.params.multi_items()) for request in wire.requests]
    assert sent == [[("a", "1"), ("a", "2"), ("client", "1")], [("client", "1")]]


def test_the_settings_of_a_client_are_those_of_its_calls(way: Blocking, kind: Kind) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        there = {"Location": f"{API}/there"}
        return httpx.Response(204 if request.url.path == "/there" else 307, headers=there)

    wire = Wire(answer)
    given = {"Own": "1"}
    client = wire.client(kind, headers=given, cookies={"a": "1"}, timeout=httpx.Timeout(3))
    assert way(client, build("GET", client.base_url, "/"))[0] == 307
    derived = client.with_headers({"More": "2"}).with_cookies({"b": "2"})
    derived = derived.with_timeout(httpx.Timeout(4))
    assert way(derived, build("GET", API, "/"))[0] == 307
    follows = wire.client(kind, follow_redirects=True)
    assert way(follows, build("GET", API, "/"))[0] == 204
    first, second = wire.requests[:2]
    assert (first.headers["own"], first.headers["cookie"]) == ("1", "a=1")
    assert (second.headers["own"], second.headers["more"]) == ("1", "2")
    assert second.headers["cookie"] == "a=1; b=2"
    assert "more" not in first.headers
    assert [one.extensions["timeout"]["read"] for one in (first, second)] == [3, 4]
    # Whoever gave them may give them to a client of another API.
    assert given == {"Own": "1"}
    assert way.http_client(client) is way.http_client(client)
    assert way.http_client(client).base_url == httpx.URL(API)


@pytest.mark.parametrize("verify", [None, True, False, "/a/file.pem"])
def test_a_certificate_is_looked_at_as_was_asked_for(
    way: Blocking, kind: Kind, verify: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(
        "httpx._transports.default.create_ssl_context", lambda verify, **_: asked.append(verify)
    )
    settings = {} if verify is None else {"verify_ssl": verify}
    way.http_client(kind(httpx_args={"trust_env": False}, **settings))
    assert asked == [settings.get("verify_ssl", True)]


@pytest.mark.parametrize(
    ("settings", "header", "value"),
    [
        ({}, "Authorization", f"Bearer {TOKEN}"),
        ({"prefix": "Token"}, "Authorization", f"Token {TOKEN}"),
        ({"prefix": ""}, "Authorization", TOKEN),
        ({"auth_header_name": "X-Key", "prefix": ""}, "X-Key", TOKEN),
    ],
)
def test_a_token_is_sent_in_its_header(
    way: Blocking, settings: dict[str, str], header: str, value: str
) -> None:
    wire = Wire()
    client = wire.client(KINDS["authenticated"], **settings)
    way(client, build("GET", API, "/"))
    way(client.with_headers({"Own": "1"}), build("GET", API, "/"))
    assert [request.headers[header] for request in wire.requests] == [value, value]
    assert TOKEN not in repr(client)


@pytest.mark.parametrize("base_url", ["http://other.example/v1/", ""])
def test_an_httpx_client_made_by_hand_is_used(way: Blocking, kind: Kind, base_url: str) -> None:
    wire = Wire()
    client = way.use(kind(), base_url=base_url, transport=wire.transport)
    expected = base_url or API
    assert client.base_url == expected
    way(client, build("GET", client.base_url, "/a"))
    assert [str(one.url) for one in wire.requests] == [f"{expected.rstrip('/')}/a"]


def secret_request() -> Request:
    return build(
        "GET",
        API,
        "/{path}",
        values={"path": Secret(f"{SECRET}-p")},
        query={"query": Secret(f"{SECRET}-q")},
        headers={"key": Secret(f"{SECRET}-h"), "plain": "1"},
        cookies={"cookie": Secret(f"{SECRET}-c"), "plain": "1"},
    )


def all_of(request: httpx.Request) -> str:
    return f"{request.url} {request.headers.raw}"


def test_secrets_of_every_place_are_on_the_wire_alone(way: Blocking) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        again = {"Location": f"{API}/again"}
        reason = {"reason_phrase": f"no {SECRET}-h".encode()}
        status = 307 if "again" not in request.url.path else 200
        return httpx.Response(status, headers=again, extensions=reason)

    seen: list[str] = []

    def look(value: httpx.Request | httpx.Response) -> None:
        if isinstance(value, httpx.Response):
            seen.append(f"{value.reason_phrase} {value.headers}")
            value = value.request
        seen.append(all_of(value))

    wire = Wire(answer)
    hooks = {"request": [way.hook(look)], "response": [way.hook(look)]}
    client = wire.client(follow_redirects=True, httpx_args={"event_hooks": hooks})
    assert way(client, secret_request())[0] == 200
    first, again = wire.requests
    assert first.url.raw_path == f"/{SECRET}-p?query={SECRET}-q".encode()
    for request in (first, again):
        assert request.headers["key"] == f"{SECRET}-h"
        assert request.headers["cookie"] == f"cookie={SECRET}-c; plain=1"
    assert len(seen) == 6
    assert SECRET not in "".join(seen)
    assert "no ~key~" in seen[1]
    assert "~key~" in seen[0]


def test_secrets_of_headers_are_not_taken_to_another_host(way: Blocking) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        there = {"Location": "http://other.example/"}
        return httpx.Response(307 if request.url.host == "api.example" else 200, headers=there)

    wire = Wire(answer)
    assert way(wire.client(follow_redirects=True), secret_request())[0] == 200
    assert [SECRET in all_of(request) for request in wire.requests] == [True, False]


def test_a_hook_that_fails_is_heard(way: Blocking) -> None:
    def fail(_: Any) -> None:
        raise LookupError("The hook fails.")

    wire = Wire()
    for moment in ("request", "response"):
        client = wire.client(httpx_args={"event_hooks": {moment: [way.hook(fail)]}})
        with pytest.raises(LookupError, match="The hook fails"):
            way(client, secret_request())


def test_errors_that_led_to_each_other_are_masked_once(way: Blocking) -> None:
    error, other = OSError(f"1 {SECRET}-p"), OSError(f"2 {SECRET}-q")

    def fail(_: httpx.Request) -> httpx.Response:
        error.__context__, other.__context__ = other, error
        raise error

    with pytest.raises(OSError, match="1 ~path~"):
        way(Wire(fail).client(), secret_request())
    assert other.args == ("2 ~query~",)


class Inner(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A transport that notes how it is left."""

    def __init__(self) -> None:
        self.left: list[Any] = []

    def __exit__(self, *how: object) -> None:
        self.left += how

    async def __aexit__(self, *how: object) -> None:
        self.left += how


def test_a_transport_within_another_is_told_how_it_is_left() -> None:
    async def leave(inner: Inner) -> None:
        async with AsyncRevealingTransport(inner):
            raise error

    error = LookupError("why")
    blocking, waiting = Inner(), Inner()
    with pytest.raises(LookupError), RevealingTransport(blocking):
        raise error
    with pytest.raises(LookupError):
        asyncio.run(leave(waiting))
    for inner in (blocking, waiting):
        kind, value, traceback = inner.left
        assert (kind, value) == (LookupError, error)
        assert traceback is not None


def test_every_transport_among_the_arguments_is_wrapped() -> None:
    inner = Inner()
    given = {"transport": inner, "mounts": {"http://": inner, "all://": None}, "http2": True}
    wrapped = with_revealing(RevealingTransport, given)
    assert isinstance(wrapped["transport"], RevealingTransport)
    assert isinstance(wrapped["mounts"]["http://"], RevealingTransport)
    assert wrapped["mounts"]["all://"] is None, "httpx's own word for no proxy"
    assert wrapped["http2"] is True
    assert given["transport"] is inner
    assert with_revealing(RevealingTransport, {}) == {}
    assert with_revealing(RevealingTransport, {"transport": None}) == {"transport": None}


def test_a_request_with_its_secrets_is_not_written() -> None:
    revealed = secret_request().reveal()
    with pytest.raises(TypeError, match="not copied and not written to a pickle"):
        pickle.dumps(revealed)
    assert SECRET not in repr(revealed)
