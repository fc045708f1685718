"""Hostile links, redirects, storages and APIs meet a typed error in time, and leave nothing."""

from __future__ import annotations

import gzip
import json
import time
import zlib
from typing import TYPE_CHECKING

import pytest

from green_api_files import (
    ApiTimeoutError,
    DownloadError,
    GreenApiError,
    StorageTimeoutError,
    UnsafeLinkError,
)
from tests.support.byte_server import StoredFile, answering, link_to

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.files.conftest import Caller
    from tests.support.byte_server import ByteServer, Got, Wire

pytestmark = pytest.mark.slow

SCHEMES = (
    *("file", "ftp", "ftps", "sftp", "gopher", "dict", "ldap", "jar", "netdoc", "data", "blob"),
    *("javascript", "vbscript", "about", "chrome", "ws", "wss", "smb", "nfs", "git", "ssh"),
    *("httpx", "http+unix", "https+insecure", "hTTps\x00", " https", "\thttp", "php", "expect"),
)
LINKS = (
    *(f"{scheme}://127.0.0.1/etc/passwd" for scheme in SCHEMES),
    *(f"{scheme}:/etc/passwd" for scheme in SCHEMES),
    *("", " ", "/", "//", "/etc/passwd", "etc/passwd", "\\\\host\\share", "C:\\x", "?", "#"),
    *("http:", "http:/", "http://", "http:///x", "https://", "http://?x", "http://#x"),
    *("http://user:word@127.0.0.1/", "http://user@127.0.0.1/", "http://:word@127.0.0.1/"),
    *("http://127.0.0.1:99999/", "http://127.0.0.1:-1/", "http://127.0.0.1:x/", "http://[::1"),
    *("http://127.0.0.1\r\nX-Injected: 1/", "http://127.0.0.1/a\r\nX-Injected: 1", "http://a b/"),
    *("http://127.0.0.1\\@evil/", "http://evil\u3002com/", "http://\u2488/", "http://%00/"),
    "http://" + "a" * 100_000 + "/",
    "http://" + "a." * 1000 + "/",
)
ENDLESS_LIMIT = 300_000


@pytest.mark.parametrize("link", LINKS, ids=range(len(LINKS)))
def test_a_hostile_link_ends_in_a_typed_error(
    caller: Caller, server: ByteServer, tmp_path: Path, link: str
) -> None:
    server.api_answers = [link_to(link)]
    with pytest.raises(GreenApiError):
        caller.having(retry=None).save(tmp_path)
    assert server.file_requests == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_redirect_to_another_scheme_is_not_followed(
    caller: Caller, server: ByteServer, tmp_path: Path, scheme: str
) -> None:
    server.put("/file", answering(302, location=f"{scheme}://127.0.0.1/etc/passwd".strip()))
    with pytest.raises(DownloadError):
        caller.having(retry=None).save(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "location", ["http://user:word@127.0.0.1/x", "//user@127.0.0.1/x", "http://[::1", ""]
)
def test_a_malformed_redirect_is_not_followed(
    caller: Caller, server: ByteServer, tmp_path: Path, location: str
) -> None:
    server.put("/file", answering(302, location=location))
    with pytest.raises(DownloadError):
        caller.having(retry=None).save(tmp_path)


def huge_header(_: Got, wire: Wire) -> None:
    wire.head(200, [("X-Huge", "a" * 1_000_000), ("Content-Length", "1")])
    wire.send(b"x")


def many_headers(_: Got, wire: Wire) -> None:
    wire.head(200, [*((f"X-{number}", "a" * 100) for number in range(20_000))])
    wire.send(b"x")


def endless_status_line(_: Got, wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 " + b"a" * 5_000_000)


def endless_headers(_: Got, wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\n")
    while True:
        wire.send(b"X-More: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n" * 100)


def endless_body(_: Got, wire: Wire) -> None:
    wire.head(200, [("Connection", "close")])
    while True:
        wire.send(b"a" * 65_536)


def endless_chunks(_: Got, wire: Wire) -> None:
    wire.head(200, [("Transfer-Encoding", "chunked")])
    while True:
        wire.send(b"1000\r\n" + b"a" * 4096 + b"\r\n")


def endless_chunk_size(_: Got, wire: Wire) -> None:
    wire.head(200, [("Transfer-Encoding", "chunked")])
    while True:
        wire.send(b"0" * 65_536)


def negative_length(_: Got, wire: Wire) -> None:
    wire.head(200, [("Content-Length", "-5")])
    wire.send(b"hello")


def two_lengths(_: Got, wire: Wire) -> None:
    wire.head(200, [("Content-Length", "5"), ("Content-Length", "6")])
    wire.send(b"hello!")


def not_http(_: Got, wire: Wire) -> None:
    wire.send(b"SSH-2.0-OpenSSH_9.2\r\n" * 100)
    wire.hang_up()


ZEROS = b"\x00" * 50_000_000
GZIP_BOMB = gzip.compress(ZEROS, compresslevel=1)
NESTED_BOMB = gzip.compress(GZIP_BOMB)
DEFLATE_BOMB = zlib.compress(ZEROS, level=1)


def gzip_bomb(_: Got, wire: Wire) -> None:
    wire.answer(200, [("Content-Encoding", "gzip")], GZIP_BOMB)


def nested_gzip_bomb(_: Got, wire: Wire) -> None:
    wire.answer(200, [("Content-Encoding", "gzip, gzip")], NESTED_BOMB)


def deflate_bomb(_: Got, wire: Wire) -> None:
    wire.answer(200, [("Content-Encoding", "deflate")], DEFLATE_BOMB)


HOSTILE_STORAGES = (
    *(huge_header, many_headers, endless_status_line, endless_headers, endless_body),
    *(endless_chunks, endless_chunk_size, negative_length, two_lengths, not_http),
    *(gzip_bomb, nested_gzip_bomb, deflate_bomb),
)


@pytest.mark.parametrize("behaviour", HOSTILE_STORAGES, ids=lambda one: one.__name__)
def test_a_hostile_storage_ends_in_a_typed_error_within_the_limits(
    caller: Caller,
    server: ByteServer,
    tmp_path: Path,
    behaviour: Callable[[Got, Wire], None],
) -> None:
    server.put("/file", behaviour)
    start = time.monotonic()
    with pytest.raises(DownloadError):
        caller.having(retry=None, timeout=2.0).save(
            tmp_path, max_bytes=ENDLESS_LIMIT, time_limit=4.0
        )
    assert time.monotonic() - start < 30.0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("behaviour", HOSTILE_STORAGES, ids=lambda one: one.__name__)
def test_a_hostile_api_ends_in_a_typed_error_within_the_limits(
    caller: Caller, server: ByteServer, behaviour: Callable[[Got, Wire], None]
) -> None:
    server.api_answers = [behaviour]
    start = time.monotonic()
    with pytest.raises(GreenApiError):
        caller.having(retry=None, timeout=2.0).link()
    assert time.monotonic() - start < 30.0


def trickle(wire: Wire, piece: bytes) -> None:
    """Never silent for long, and never done."""
    while True:
        wire.send(piece)
        wire.wait(0.2)


def trickled_status_line(_: Got, wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 ")
    trickle(wire, b"a")


def trickled_headers(_: Got, wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\nX-More: ")
    trickle(wire, b"a")


def trickled_body(_: Got, wire: Wire) -> None:
    wire.head(200, [("Content-Length", "100000")])
    trickle(wire, b"a")


def trickled_chunk_size(_: Got, wire: Wire) -> None:
    wire.head(200, [("Transfer-Encoding", "chunked")])
    trickle(wire, b"0")


def trickled_chunks(_: Got, wire: Wire) -> None:
    wire.head(200, [("Transfer-Encoding", "chunked")])
    trickle(wire, b"1\r\na\r\n")


def trickled_trailers(_: Got, wire: Wire) -> None:
    wire.head(200, [("Transfer-Encoding", "chunked")])
    wire.send(b"1\r\na\r\n0\r\nX-More: ")
    trickle(wire, b"a")


TRICKLES = (
    *(trickled_status_line, trickled_headers, trickled_body),
    *(trickled_chunk_size, trickled_chunks, trickled_trailers),
)


@pytest.mark.parametrize("behaviour", TRICKLES, ids=lambda one: one.__name__)
def test_a_storage_that_trickles_is_given_up_with_the_time_limit(
    caller: Caller,
    server: ByteServer,
    tmp_path: Path,
    behaviour: Callable[[Got, Wire], None],
) -> None:
    server.put("/file", behaviour)
    start = time.monotonic()
    with pytest.raises(StorageTimeoutError):
        caller.save(tmp_path, time_limit=2.0)
    assert time.monotonic() - start < 10.0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("behaviour", TRICKLES, ids=lambda one: one.__name__)
def test_an_api_that_trickles_is_given_up_after_the_timeout(
    caller: Caller, server: ByteServer, behaviour: Callable[[Got, Wire], None]
) -> None:
    server.api_answers = [behaviour]
    start = time.monotonic()
    with pytest.raises(ApiTimeoutError):
        caller.having(retry=None, timeout=0.4).link()
    assert time.monotonic() - start < 10.0


@pytest.mark.parametrize("behaviour", TRICKLES, ids=lambda one: one.__name__)
def test_the_time_limit_of_a_file_bounds_the_calls_for_its_link_too(
    caller: Caller, server: ByteServer, tmp_path: Path, behaviour: Callable[[Got, Wire], None]
) -> None:
    server.api_answers = [behaviour] * 10
    start = time.monotonic()
    with pytest.raises(ApiTimeoutError):
        caller.save(tmp_path, time_limit=2.0)
    assert time.monotonic() - start < 10.0
    assert list(tmp_path.iterdir()) == []


def test_a_storage_is_never_told_the_token_also_where_a_link_leads_back_to_the_api(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    server.put("/file", answering(302, location="/again"))
    server.put("/again", StoredFile(b"x"))
    caller.save(tmp_path)
    token = caller.settings["api_token_instance"]
    assert all(token not in json.dumps([got.target, got.headers]) for got in server.file_requests)


def test_an_unsafe_link_says_nothing_of_what_stands_in_it(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    server.api_answers = [link_to("ftp://h/secret-path?signature=secret-signature")]
    with pytest.raises(UnsafeLinkError) as caught:
        caller.save(tmp_path)
    assert "secret" not in f"{caught.value} {caught.value!r}"
