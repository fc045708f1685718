"""The environment's proxies, or the client's own, are used for the API and for storages alike."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from green_api_files import (
    ApiConnectionError,
    ApiTimeoutError,
    GreenApi,
    SettingsError,
    StorageConnectionError,
)
from green_api_files._http import outside
from green_api_files._http.outside import Outside, environment_proxy, origin_of
from tests.support.byte_server import ByteServer, StoredFile, answering, link_to

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.files.conftest import Caller

NAMES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def proxy() -> Iterator[ByteServer]:
    """A proxy that answers everything itself."""
    with ByteServer() as proxy:
        yield proxy


def test_both_ways_go_through_the_proxy(
    caller: Caller, proxy: ByteServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", proxy.url.replace("//", "//me:pass%20word@"))
    proxy.api_answers = [link_to("http://storage.example/file")]
    proxy.put("http://storage.example/file", StoredFile(b"x"))
    assert caller.having(api_url="http://api.example").save(tmp_path).read_bytes() == b"x"
    assert [got.target.split("/")[2] for got in proxy.requests] == [
        "api.example",
        "storage.example",
    ]
    credentials = base64.b64encode(b"me:pass word").decode()
    assert {got.headers["proxy-authorization"] for got in proxy.requests} == {
        f"Basic {credentials}"
    }


def test_hosts_may_be_excepted(
    caller: Caller, proxy: ByteServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert caller.link().download_url
    assert proxy.requests == []


@pytest.mark.parametrize(
    ("variable", "value", "url", "proxy"),
    [
        ("HTTPS_PROXY", "http://p:1", "https://h/", "http://p:1"),
        ("HTTPS_PROXY", "p:1", "https://h/", "http://p:1"),
        ("HTTPS_PROXY", "http://p:1", "http://h/", None),
        ("ALL_PROXY", "http://p:1", "https://h:8/", "http://p:1"),
        ("NO_PROXY", "h", "https://h/", None),
    ],
)
def test_which_proxy_is_taken(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, url: str, proxy: str | None
) -> None:
    monkeypatch.setenv(variable, value)
    assert environment_proxy(url) == proxy


def test_a_client_may_have_a_proxy_of_its_own(
    caller: Caller, proxy: ByteServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "*")
    proxy.api_answers = [link_to("http://storage.example/file")]
    proxy.put("http://storage.example/file", StoredFile(b"x"))
    caller = caller.having(api_url="http://api.example", proxy=proxy.url)
    assert caller.save(tmp_path).read_bytes() == b"x"
    assert len(proxy.requests) == 2
    assert not any("proxy-authorization" in got.headers for got in proxy.requests)


def test_a_client_may_go_without_the_environments_proxy(
    caller: Caller, proxy: ByteServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    assert caller.having(proxy="").link().download_url
    assert proxy.requests == []


@pytest.mark.parametrize(
    "proxy", ["proxy.example:3128", "socks5://h:1", "http://", "http://h:x", "http://h:0", 5]
)
def test_a_proxy_that_cannot_be_one_is_refused(proxy: object) -> None:
    with pytest.raises(SettingsError, match="proxy must be an address"):
        GreenApi(1, "abc", proxy=proxy)  # type: ignore[arg-type] # what a caller may do


@pytest.mark.parametrize("url", ["http://api.example", "https://api.example"])
def test_a_refused_proxy_is_to_blame_itself(
    caller: Caller, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://me:secret@127.0.0.1:9")
    with pytest.raises(ApiConnectionError) as caught:
        caller.having(api_url=url, retry=None).link()
    assert "The proxy 127.0.0.1:9 does not lead to the API at api.example" in str(caught.value)
    assert "refused" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_proxy_that_is_refused_on_the_way_to_a_storage_is_to_blame(
    caller: Caller, server: ByteServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server.api_answers = [link_to("http://storage.example/file")]
    with pytest.raises(StorageConnectionError, match=r"The proxy 127\.0\.0\.1:9 does not lead"):
        caller.having(retry=None).save(tmp_path)


def test_a_proxy_that_refuses_a_tunnel_is_to_blame(caller: Caller, proxy: ByteServer) -> None:
    proxy.put("api.example:443", answering(407))
    with pytest.raises(ApiConnectionError, match=r"The proxy .* API at api.example: .*407"):
        caller.having(api_url="https://api.example", proxy=proxy.url, retry=None).link()


def test_a_proxy_is_not_to_blame_for_what_is_behind_it(caller: Caller, proxy: ByteServer) -> None:
    proxy.api_answers = [lambda _, wire: wire.wait()]
    caller = caller.having(api_url="http://api.example", proxy=proxy.url, retry=None, timeout=0.3)
    with pytest.raises(ApiTimeoutError, match=r"^The API at api\.example did not answer in time"):
        caller.link()


@pytest.mark.parametrize(
    ("proxy", "origin", "host", "is_encrypted"),
    [
        ("", "http://h", "", False),
        ("", "https://h:8", "", True),
        ("http://me:word@p:1/x://y", "http://h", "p:1", False),
        ("http://p:1", "https://h:8", "p:1", True),
        ("https://p:1", "http://h:8", "p:1", True),
    ],
)
def test_what_is_known_of_a_way(proxy: str, origin: str, host: str, *, is_encrypted: bool) -> None:
    way = Outside(proxy, None, None).way_to(origin)
    assert (way.proxy or "", way.proxy_host, way.tls is not None) == (proxy, host, is_encrypted)


def test_a_proxy_of_another_kind_is_told(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    with pytest.raises(ApiConnectionError, match="socks5 is no kind of proxy") as caught:
        caller.having(api_url="http://api.example").link()
    assert not caught.value.can_retry


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://h/a?b", "https://h"),
        ("https://h?sig=a/b", "https://h"),
        ("http://[::1]:8#x", "http://[::1]:8"),
        ("https://h", "https://h"),
    ],
)
def test_what_an_origin_is(url: str, origin: str) -> None:
    assert origin_of(url) == origin


def test_the_environment_is_asked_once_for_an_origin_and_never_with_a_signature(
    caller: Caller, server: ByteServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask(url: str) -> str | None:
        asked.append(url)
        return environment_proxy(url)

    monkeypatch.setattr(outside, "environment_proxy", ask)
    server.put("/", StoredFile(b"x"))
    server.api_answers = [link_to(f"{server.url}?sig={number}") for number in range(3)]
    caller.save_all(tmp_path, ["A", "B", "C"])
    assert asked == [server.url]


def test_only_some_origins_are_remembered(
    caller: Caller, server: ByteServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(outside, "environment_proxy", asked.append)
    hosts = [f"http://127.1.0.{number}:9" for number in range(1, 100)]
    server.links |= {f"A{number}": f"{host}/file" for number, host in enumerate([*hosts, hosts[0]])}
    caller.having(retry=None).try_all([f"A{number}" for number in range(100)])
    assert asked.count(hosts[0]) == 2
    assert asked.count(server.url) == 1
