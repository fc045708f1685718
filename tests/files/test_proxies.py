"""The environment's proxies are used for the API and for storages alike."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from green_api_files._http.outside import environment_proxy
from tests.support.byte_server import ByteServer, StoredFile, link_to

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
