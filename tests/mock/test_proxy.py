"""What the proxy asks Prism, passes on and reports, within one process and without Prism."""

from __future__ import annotations

import asyncio
import gzip
import io
import runpy
import sys
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import pytest
from multidict import CIMultiDict
from yarl import URL

from green_api_mock import errors, installed
from green_api_mock.contract import read_contract
from green_api_mock.judge.question import JudgeAwayError, JudgeFailedError, Question
from green_api_mock.judge.violations import Violation
from green_api_mock.proxy import __main__ as module
from green_api_mock.proxy import checker, cli
from green_api_mock.proxy.checker import Checker
from green_api_mock.proxy.exchange import Exchange, Message, end_to_end
from green_api_mock.proxy.relay import Relay
from tests.mock.example import EXAMPLE
from tests.mock.test_six_kinds import FILE
from tests.support.loopback import Received, http_answer, loopback

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from green_api_mock.contract import Contract

SIX = read_contract(FILE)
JSON = {"Content-Type": "application/json"}
SEND, THINGS = "/account{account}/send/{key}", "/account{account}/things/{key}"
TRACED = {"X-Trace": "a", "X-Other": "b"}
NO_SUCH = "The contract has no such method and path"


class Prism:
    """Stands for Prism: it keeps what it is asked, and says what it is told to."""

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.says: Sequence[Violation] | Exception = ()

    async def start(self) -> None:
        pass

    async def stop(self) -> None:
        pass

    async def verdict(self, question: Question) -> Sequence[Violation]:
        self.asked.append(question)
        if isinstance(self.says, Exception):
            raise self.says
        return self.says


@pytest.fixture
def prism(monkeypatch: pytest.MonkeyPatch) -> Prism:
    prism = Prism()
    for name, found in {"find_node": None, "installed_home": None, "Prism": prism}.items():
        monkeypatch.setattr(checker, name, lambda *_, found=found: found)
    return prism


def message(headers: dict[str, str] | None = None, body: bytes = b"") -> Message:
    return Message(CIMultiDict(headers or {}), body)


def said(side: str, what: str) -> Violation:
    return Violation(side, "body", "", "type", "", what)


@pytest.mark.parametrize(
    ("query", "headers", "body", "seen"),
    [
        ("", {}, b"not for this", ({}, {}, None)),
        ("?pageSize=5&x=1", TRACED, b"", ({"pageSize": "5"}, {"X-Trace": "a"}, None)),
        ("?sortBy=a&sortBy=", {}, b"", ({"sortBy": ["a", ""]}, {}, None)),
        ("?sortBy=a?b", {}, b"", ({"sortBy": "a?b"}, {}, None)),
        ("?sortBy=%ff", {}, b"", ({"sortBy": "\ufffd"}, {}, None)),
    ],
)
async def test_prism_is_asked_of_what_the_contract_knows_of_a_request(
    prism: Prism, query: str, headers: dict[str, str], body: bytes, seen: tuple[object, ...]
) -> None:
    sent = message(headers, body)
    exchange = Exchange("GET", f"/account1/things/k{query}", sent, 200, message())
    assert await Checker(SIX).violations(exchange) == []
    operation, request, _ = prism.asked[0].as_json()
    url = {"path": "/account1/things/k", "query": seen[0]}
    assert operation == f"get {THINGS}"
    assert request == {"method": "get", "url": url, "headers": seen[1], "body": seen[2]}


@pytest.mark.parametrize(
    ("media_type", "body", "value"),
    [
        (None, b"", None),
        ("application/json", b"", None),
        ("application/json", b'{"a": 1}', {"a": 1}),
        ("Application/JSON ; a=1; b=2", b"[1]", [1]),
        ("application/problem+json", b"1", 1),
        ("text/json", b"[1]", "[1]"),
        (None, b"\xff{", "\ufffd{"),
    ],
)
async def test_prism_sees_values_of_json_and_texts_of_anything_else(
    prism: Prism, media_type: str | None, body: bytes, value: object
) -> None:
    both = message({"Content-Type": media_type} if media_type else {}, body)
    exchange = Exchange("POST", "/account1/send/k", both, 201, both)
    assert await Checker(SIX).violations(exchange) == []
    _, request, answer = prism.asked[0].as_json()
    sent = {"content-type": media_type or "", "content-length": "1"} if body else {}
    # An empty answer need not be of the type that it calls itself.
    back = {"content-type": media_type} if body and media_type else {}
    assert (request["headers"], request["body"]) == (sent, value)
    assert answer == {"statusCode": 201, "headers": back, "body": value}


UNCHECKED = "Prism could not check it (why)"
BROKEN = "The body of the {} calls itself JSON and is none".format


@pytest.mark.parametrize(
    ("path", "bodies", "says", "told"),
    [
        ("/account1/send/k", (b"{", b"["), (), [(s, BROKEN(s)) for s in ("request", "response")]),
        ("/account1/send/k", (b"{}", b"["), (), [("response", BROKEN("response"))]),
        ("/elsewhere", (b"{}", b"{}"), (), [("request", NO_SUCH)]),
        *(
            ("/account1/send/k", (b"{}", b"{}"), error("why"), [("response", UNCHECKED)])
            for error in (JudgeAwayError, JudgeFailedError)
        ),
        (
            "/account1/send/k",
            (b"{}", b"{}"),
            (said("request", "a"), said("response", "Unable to match the returned status code x")),
            [("request", "a"), ("response", "Status 418 is not documented")],
        ),
    ],
)
async def test_what_the_contract_does_not_allow_is_named(
    prism: Prism,
    path: str,
    bodies: tuple[bytes, bytes],
    says: Sequence[Violation] | Exception,
    told: list[tuple[str, str]],
) -> None:
    prism.says = says
    asked, answer = (message(JSON, body) for body in bodies)
    found = await Checker(SIX).violations(Exchange("POST", path, asked, 418, answer))
    assert [(each.side, each.what) for each in found] == told


def test_only_what_is_of_the_message_is_passed_on() -> None:
    # RFC 9110, section 7.6.1, and what is for a proxy alone.
    own = "Connection Keep-Alive TE Trailer Transfer-Encoding Upgrade Host"
    names = [*own.split(), "Proxy-Authenticate", "Proxy-Authorization", "X-A", "Content-Length"]
    assert [*end_to_end((name, "1") for name in names)] == ["X-A", "Content-Length"]


class Client:
    """Sends nothing but what it is told to."""

    def __init__(self, relay: Relay, lines: list[str]) -> None:
        self.relay = relay
        self.report = lines

    async def ask(self, first: str, body: bytes = b"", *lines: str) -> tuple[int, Any, bytes]:
        """The status, the headers that are of the API's answer, and the body."""
        address = urlsplit(self.relay.url)
        reader, writer = await asyncio.open_connection(
            address.hostname, address.port, limit=1_000_000
        )
        lines = (
            "Host: proxy",
            "Connection: close",
            *([f"Content-Length: {len(body)}"] if body else []),
            *lines,
        )
        writer.write("\r\n".join((f"{first} HTTP/1.1", *lines, "", "")).encode() + body)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[:-2]
        own = ("Date:", "Connection:")
        headers = dict(line.split(": ", 1) for line in head[1:] if not line.startswith(own))
        content = await reader.read()
        writer.close()
        await writer.wait_closed()
        return int(head[0].split()[1]), headers, content


@asynccontextmanager
async def relaying(upstream: str) -> AsyncIterator[Client]:
    lines = list[str]()
    async with Relay(SIX, URL(upstream), "127.0.0.1", 0, lines.append) as relay:
        yield Client(relay, lines)


# Without a time, as it is in the names of tests, which have to be the same in every process.
PACKED = gzip.compress(b"text", mtime=0)


@pytest.mark.usefixtures("prism")
@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (200, {}, b""),
        (200, {}, b"a" * 100_000),
        (200, {"server": "its own", "CONTENT-TYPE": "text/plain"}, b"a"),
        (302, {"Location": "/elsewhere"}, b""),
        (200, {"Content-Type": "text/plain", "Content-Encoding": "gzip"}, PACKED),
        (200, {"X-Long": "a" * 100_000}, b""),
    ],
)
async def test_what_comes_and_goes_is_as_it_was(
    status: int, headers: dict[str, str], body: bytes
) -> None:
    with loopback(lambda _: http_answer(status, body, headers.items())) as api:
        async with relaying(f"{api.url}/boX/") as client:
            path = "/account1/send/a%2Fb%3f?x=%C3%A4&y=?"
            got = await client.ask(f"POST {path}", b"[1]", "Accept-Encoding: gzip", "X-A: 1")
            bare = await client.ask("GET /")
    length = {"Content-Length": str(len(body))}
    kept = {name.lower(): value for name, value in (headers | length).items()}
    for answer in (got, bare):
        assert (answer[0], answer[2]) == (status, body)
        assert {name.lower(): value for name, value in answer[1].items()} == kept
    host = api.url.removeprefix("http://")
    added = {"host": host, "accept-encoding": "identity"}
    assert api.received == [
        Received("POST", f"/boX{path}", added | {"x-a": "1", "content-length": "3"}, b"[1]"),
        Received("GET", "/boX/", added, b""),
    ]


async def test_everything_is_counted_and_what_is_wrong_is_reported(prism: Prism) -> None:
    prism.says = (said("request", "it is a"), said("response", "it is b"))
    with loopback(lambda _: http_answer(200)) as api:
        async with relaying(api.url) as client:
            for first in ("POST /account1/send/k?a/b?c", "GET /elsewhere/abc123?key=abc123"):
                await client.ask(first)
    relay = client.relay
    assert (relay.exchanges, relay.violations) == (2, 3)
    assert client.report == [
        f"POST {SEND}: request: it is a.",
        f"POST {SEND}: answer 200: it is b.",
        f"GET /elsewhere/*** (a path that the contract does not have): request: {NO_SUCH}.",
    ]


async def test_an_api_that_is_not_there_is_reported_and_its_address_kept(prism: Prism) -> None:
    with loopback(lambda _: http_answer(200)) as api:
        pass
    async with relaying(api.url) as client:
        status, _, body = await client.ask("GET /account1/things/secret")
    reason = "The API did not answer (ClientConnectorError)"
    assert (status, body) == (502, f"{reason}.\n".encode())
    assert (client.report, prism.asked) == ([f"GET {THINGS}: {reason}."], [])
    assert (client.relay.exchanges, client.relay.violations) == (1, 0)


class Started:
    """Stands for the proxy: `during` is what happens while it starts."""

    url = "http://127.0.0.1:1"
    exchanges = 3

    def __init__(self, violations: int = 0, during: Callable[[], object] = lambda: None) -> None:
        self.violations = violations
        self.during = during
        self.options: list[tuple[object, ...]] = []

    def __call__(self, contract: Contract, *options: object) -> Self:
        self.options.append((contract.title, *options[:3]))
        return self

    async def __aenter__(self) -> Self:
        self.during()
        return self

    async def __aexit__(self, *_: object) -> None:
        pass


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told to end as soon as it has started."""
    monkeypatch.setattr(cli, "end_signal", lambda: SimpleNamespace(wait=lambda: asyncio.sleep(0)))


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize(("violations", "code"), [(0, 0), (1, 1), (2, 1)])
def test_the_exit_code_says_whether_something_was_reported(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    violations: int,
    code: int,
) -> None:
    relay = Started(violations)
    monkeypatch.setattr(cli, "Relay", relay)
    assert cli.main(["https://a.example/base"]) == code
    more = ["--host", "::1", "--port", "0", "--contract", str(FILE)]
    assert cli.main(["http://a.example", *more]) == code
    assert relay.options == [
        (EXAMPLE.contract.title, URL("https://a.example/base"), "127.0.0.1", 4020),
        (SIX.title, URL("http://a.example"), "::1", 0),
    ]
    summary = f"3 requests, {violations} violations of the contract"
    assert capsys.readouterr().out.splitlines() == [f"ready: {relay.url}", summary] * 2


@pytest.mark.usefixtures("at_once")
def test_each_line_is_there_when_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written))
    monkeypatch.setattr(cli, "Relay", Started())
    assert cli.main(["https://a.example"]) == 0
    assert written.getvalue().count(b"\n") == 2


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (errors.PortError("It says what to do."), 5, "proxy: It says what to do.\n"),
        (KeyboardInterrupt(), 0, ""),
    ],
)
def test_why_it_cannot_run_is_a_sentence_and_an_exit_code(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
    told: str,
) -> None:
    def fails() -> None:
        raise error

    monkeypatch.setattr(cli, "Relay", Started(during=fails))
    assert cli.main(["https://a.example"]) == code
    assert capsys.readouterr() == ("", told)


@pytest.mark.parametrize(
    "address",
    [
        *("a.example", "ftp://a.example", "https://", "https:///a", "http://["),
        *("https://a.example?a=1", "https://a.example#a"),
    ],
)
def test_what_is_no_address_is_refused(capsys: pytest.CaptureFixture[str], address: str) -> None:
    with pytest.raises(SystemExit, match=r"^2$"):
        cli.main([address])
    assert f"{address!r} is no address like https://" in capsys.readouterr().err


def test_without_its_packages_it_says_what_it_needs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "main", lambda: 7)
    assert module.main() == 7
    monkeypatch.setattr(installed, "missing_packages", lambda: "It lacks something.")
    assert module.main() == 4
    assert capsys.readouterr().err == "proxy: It lacks something.\n"


def test_it_is_a_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["proxy", "--help"])
    with pytest.raises(SystemExit, match=r"^0$"):
        runpy.run_path(str(module.__file__), run_name="__main__")
    assert "python -m green_api_mock.proxy [-h]" in capsys.readouterr().out
