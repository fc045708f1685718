"""Where requests go, how answers leave, and how the mock begins and ends: without Prism."""

from __future__ import annotations

import asyncio
import logging
import re
import socket
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import httpx
import pytest

from green_api_mock.api.limits import Limits
from green_api_mock.errors import MockError, PortError
from green_api_mock.server import mock as server
from green_api_mock.server import sending
from green_api_mock.server.mock import Mock, Options
from green_api_mock.server.sockets import listen, url_of
from green_api_mock.storage.address import MEDIA_PATH
from tests.mock.depot import CONTRACT
from tests.mock.example import EXAMPLE
from tests.mock.indoors import DEPOTS, Indoors, Lenient, served

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from green_api_mock.api.arrivals import Arrival

HANG_GUARD = 60


def arrived(mock: Indoors) -> Arrival:
    return mock.state.session.arrivals.after(0)[-1]


async def raw(mock: Indoors, target: str = "/depots/1/rules") -> bytes:
    """All that comes back until the connection ends."""
    url = httpx.URL(mock.url)
    reader, writer = await asyncio.open_connection(url.host, url.port)
    try:
        writer.write(f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        async with asyncio.timeout(HANG_GUARD):
            return await reader.read()
    finally:
        writer.close()


@pytest.mark.parametrize("base", ["", "http://elsewhere.example"])
@pytest.mark.parametrize(
    ("rest", "query"),
    [("", ""), ("?a=1", "a=1"), ("?a=1?b=2", "a=1?b=2"), ("?a=1#b#c?d", "a=1"), ("#a?b#c", "")],
)
async def test_path_and_query_are_told_as_they_came(
    mock: Indoors, base: str, rest: str, query: str
) -> None:
    assert (await raw(mock, f"{base}/depots/1/rules{rest}")).startswith(b"HTTP/1.1 200")
    arrival = arrived(mock)
    assert (arrival.kind, arrival.path, arrival.query) == ("api", "/depots/1/rules", query)


async def test_only_the_root_is_the_page_for_a_browser(mock: Indoors) -> None:
    browser = {"Accept": "text/html"}
    statuses = {
        path: (await mock.http.get(path, headers=browser)).headers["Content-Type"]
        for path in ("/", "/depots/1/rules")
    }
    assert statuses == {"/": "text/html; charset=utf-8", "/depots/1/rules": "application/json"}


async def test_a_download_is_told_with_its_size(mock: Indoors) -> None:
    (file, *_) = (await mock.http.get("/_mock/files")).json()["files"]
    assert (await mock.http.get(file["path"])).status_code == 200
    sent = arrived(mock).sent
    assert sent is not None
    assert (arrived(mock).kind, sent.name, sent.body_size) == (
        "media",
        file["answer"],
        file["bytes"],
    )
    await mock.http.options(file["path"])
    sent = arrived(mock).sent
    assert sent is not None
    assert (sent.status, sent.body_size) == (204, 0)
    refused = await mock.http.get(f"{MEDIA_PATH}nothing")
    sent = arrived(mock).sent
    assert sent is not None
    assert (refused.status_code, sent.status, sent.name) == (404, 404, None)
    assert (arrived(mock).instance, sent.body_size) == (None, len(refused.content))


async def test_a_download_is_told_with_its_instance(mock: Indoors) -> None:
    await mock.http.post("/_mock/triggers", json={"trigger": "parcel", "depot": 7})
    (told,) = (await mock.http.get("/_mock/memory")).json()["instances"]
    await mock.http.get(told["queues"]["arrivals"][0]["body"]["picture"]["link"])
    assert arrived(mock).instance == "7"


async def test_a_line_is_logged_for_each_request(
    mock: Indoors, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "green_api_mock")
    await mock.http.get("/depots/1/rules")
    await mock.http.get("/depots/1/rule")
    await mock.http.post("/_mock/answers", json={"fault": "garbage"})
    await raw(mock)
    found, lost, broken = [one.message for one in caplog.records]
    assert re.fullmatch(r"GET /depots/1/rules: 200 +\([^()]+\.\)", found)
    assert "nearest" not in found
    assert lost.startswith("GET /depots/***/rule: 404 nowhere (")
    assert lost.endswith(". The nearest is GET /depots/{depot}/rules.)")
    assert broken.startswith("GET /depots/1/rules: garbage ")


async def test_no_line_holds_a_secret(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "green_api_mock")
    secret = "c0ffee" * 8
    path = EXAMPLE.path(**{EXAMPLE.secret: secret})
    async with served(EXAMPLE.contract) as mock:
        for target in (path, f"{path}/", f"{path}?again={secret}"):
            await mock.http.post(target, json=EXAMPLE.body)
    assert caplog.text.count("***") >= 3
    assert secret not in caplog.text


async def test_a_failure_of_the_mock_is_told_as_its_own(caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        async def verdict(self, _: object) -> None:
            raise RuntimeError("for the log alone")

    async with served(DEPOTS, Broken()) as mock:
        for _ in range(2):
            failed = await mock.http.get("/depots/1/rules")
            assert (failed.status_code, failed.text) == (500, "The mock failed: RuntimeError\n")
            assert failed.headers["Connection"] == "close"
        arrival = arrived(mock)
        assert (arrival.status, arrival.reason and arrival.reason.kind.value) == (500, "failure")
    assert "for the log alone" in caplog.text


async def test_what_is_no_http_gets_a_documented_answer(mock: Indoors) -> None:
    assert (await raw(mock, "/ HTTP/9\r\n")).startswith(b"HTTP/1.0 400 ")


@pytest.mark.parametrize(
    ("body", "length", "came"),
    [("abcdef", 6, b"abc"), ("abcde", 5, b"ab"), ("a", 1, b""), ("", 1, b"")],
)
async def test_half_of_a_body_comes_when_it_is_cut(
    mock: Indoors, body: str, length: int, came: bytes
) -> None:
    order = {"status": 200, "body": body, "fault": "cutBody"}
    assert (await mock.http.post("/_mock/answers", json=order)).status_code == 201
    head, _, rest = (await raw(mock)).partition(b"\r\n\r\n")
    assert f"\r\ncontent-length: {length}" in head.decode().lower()
    assert rest == came


async def test_a_connection_that_is_reset_brings_nothing(mock: Indoors) -> None:
    await mock.http.post("/_mock/answers", json={"fault": "connectionReset"})
    with pytest.raises(ConnectionResetError):
        await raw(mock)


@pytest.mark.parametrize(("fault", "most"), [("garbage", 100), ("silence", 0)])
async def test_what_is_no_http_ends_the_connection(
    mock: Indoors, monkeypatch: pytest.MonkeyPatch, fault: str, most: int
) -> None:
    monkeypatch.setattr(sending, "stall", lambda _: asyncio.sleep(0))
    await mock.http.post("/_mock/answers", json={"fault": fault})
    came = await raw(mock)
    assert (bool(came), came.startswith(b"HTTP/")) == (most > 0, False)
    assert len(came) <= most


@pytest.mark.parametrize(
    ("name", "url"),
    [
        (("127.0.0.1", 4010), "http://127.0.0.1:4010"),
        (("::1", 4010, 0, 0), "http://[::1]:4010"),
    ],
)
def test_an_address_is_a_url(name: tuple[Any, ...], url: str) -> None:
    assert url_of(cast("Any", SimpleNamespace(getsockname=lambda: name))) == url


def test_a_port_can_be_taken_again_but_by_nobody_else_at_once() -> None:
    with listen("127.0.0.1", 0) as listener:
        assert not listener.getblocking()
        assert listener.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)
        port = listener.getsockname()[1]
        with pytest.raises(PortError, match=f"Port {port} of 127.0.0.1 cannot be used"):
            listen("127.0.0.1", port)


class NoPrism(Lenient):
    """Stands in for Prism, which takes seconds to start."""

    is_ready, pid, restarts = True, None, 0
    running = 0

    def __init__(self, *_: object) -> None:
        """Take what Prism takes."""

    async def spawn(self) -> None:
        NoPrism.running += 1

    async def ready(self) -> None:
        """Be ready."""

    start = spawn

    async def stop(self) -> None:
        NoPrism.running -= 1


@pytest.fixture
def no_prism(monkeypatch: pytest.MonkeyPatch) -> None:
    NoPrism.running = 0
    monkeypatch.setattr(server, "Prism", NoPrism)
    for name in ("installed_home", "find_node"):
        monkeypatch.setattr(server, name, lambda: None)
    monkeypatch.setattr(server, "_LOOK_SECONDS", 0.01)
    monkeypatch.setattr(server, "_FAREWELL_SECONDS", 0)


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(HANG_GUARD):
        while not is_so():  # noqa: ASYNC110 - nothing tells when the contract was read
            await asyncio.sleep(0.01)


@pytest.mark.usefixtures("no_prism")
async def test_a_contract_is_read_again_each_time_it_changes(tmp_path: Path) -> None:
    text = CONTRACT.read_text("utf-8")
    contract = tmp_path / "contract.yaml"
    contract.write_text(text, "utf-8")
    async with Mock(Options(contract, port=0)) as mock:
        await asyncio.sleep(0.05)
        state = mock.state
        assert (state.revision, NoPrism.running) == (1, 1)
        for revision, title in ((2, "Second"), (3, "The third")):
            contract.write_text("openapi: [", "utf-8")
            await until(lambda: state.contract_error is not None)
            contract.write_text(text.replace("title: Depot", f"title: {title}"), "utf-8")
            await until(lambda: state.contract_error is None and NoPrism.running == 1)
            await asyncio.sleep(0.05)
            assert (state.revision, state.contract.title) == (revision, title)
        async with httpx.AsyncClient() as http:
            assert (await http.get(f"{mock.url}/_mock/health")).status_code == 200
    assert NoPrism.running == 0
    assert not [task for task in asyncio.all_tasks() if "_reload_on_change" in repr(task)]


@pytest.mark.usefixtures("no_prism")
@pytest.mark.parametrize("url", ["", "http://localhost:1/told"])
async def test_every_instance_has_the_address_that_the_options_name(url: str) -> None:
    async with (
        Mock(Options(CONTRACT, port=0, webhook_url=url)) as mock,
        httpx.AsyncClient() as http,
    ):
        assert (await http.get(f"{mock.url}/depots/1/rules")).json()["tellAt"] == url


@pytest.mark.usefixtures("no_prism")
async def test_an_address_that_nothing_is_delivered_to_is_refused(tmp_path: Path) -> None:
    contract = tmp_path / "contract.yaml"
    lines = CONTRACT.read_text("utf-8").splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith("  delivery: "))
    contract.write_text(text, "utf-8")
    with pytest.raises(MockError, match="--webhook-url: the contract delivers nothing"):
        async with Mock(Options(contract, port=0, webhook_url="http://localhost:1/")):
            pass
    assert NoPrism.running == 0


@pytest.mark.usefixtures("no_prism")
def test_only_a_parameter_of_the_path_can_have_allowed_values() -> None:
    limits = Limits(allowed={"depot": frozenset("1"), "patience": frozenset("1")})
    with pytest.raises(
        MockError,
        match=r"--allow patience: there is no such path parameter. There are: depot, ticket\.",
    ):
        Mock(Options(CONTRACT, port=0, limits=limits))


def test_what_the_options_are_by_themselves() -> None:
    options = Options(CONTRACT)
    assert (options.host, options.port, options.limits) == ("127.0.0.1", 4010, Limits())
    assert (options.time_factor, options.webhook_url) == (1.0, "")
    assert options.webhook_hosts == frozenset()
