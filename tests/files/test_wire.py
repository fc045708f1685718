"""What the API or a storage does on the wire has the same outcome for both clients."""

from __future__ import annotations

import asyncio
import errno
import gzip
import json
import os
import socket
import ssl
import sys
import time
import zlib
from contextlib import ExitStack
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from green_api_client.types import Request
from green_api_files import (
    ApiConnectionError,
    ApiTimeoutError,
    FileTooLargeError,
    GreenApiError,
    InstanceStartingError,
    SizeMismatchError,
    StorageConnectionError,
    StorageStatusError,
    StorageTimeoutError,
    UnexpectedAnswerError,
    UnexpectedEncodingError,
    UnsafeLinkError,
)
from green_api_files._http.decoding import decoder_for
from green_api_files._http.exchange import Failure, failure_of
from green_api_files._http.outside import Outside
from green_api_files._http.strict import StrictResponse
from green_api_files._http.tasks import TaskEngine
from green_api_files._http.threads import ThreadEngine
from tests.support.byte_server import StoredFile, link_to

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import aiohttp
    import urllib3

    from tests.files.conftest import Caller
    from tests.support.byte_server import ByteServer, Got, Wire

    Error = type[GreenApiError]

LINK = {"downloadUrl": "https://storage.example/file"}
BODY = json.dumps(LINK).encode()
JSON = ("Content-Type", "application/json")
CONTENT_LENGTH = ("Content-Length", str(len(BODY)))
LIMIT = 1 << 20
"""Bytes that an answer of the API may have; the files here may have as many."""


@dataclass(frozen=True)
class Case:
    """What a server does, and what each client makes of it.

    Attributes:
        play: What is sent instead of, or around, `BODY`.
        api: The error if the API does so; None if the link is understood.
        storage: The error if a storage does so; None if the file is `BODY`.
    """

    name: str
    play: Callable[[Wire], None]
    api: Error | None = None
    storage: Error | None = None

    @property
    def patience(self) -> float:
        """Seconds to wait: few only where waiting is what it is about."""
        return 0.3 if self.api is ApiTimeoutError else 20.0


def coded(encoding: str, body: bytes) -> Callable[[Wire], None]:
    return lambda wire: wire.answer(200, [JSON, ("Content-Encoding", encoding)], body)


def sending(*parts: bytes) -> Callable[[Wire], None]:
    """Send just these bytes and end the connection."""

    def play(wire: Wire) -> None:
        for part in parts:
            wire.send(part)
        wire.hang_up()

    return play


def head(*lines: str, status: str = "HTTP/1.1 200 OK") -> bytes:
    return "\r\n".join([status, "Content-Type: application/json", *lines, "", ""]).encode()


def trickling(start: bytes, piece: bytes) -> Callable[[Wire], None]:
    """Be never silent for long, and never done."""

    def play(wire: Wire) -> None:
        wire.send(start)
        while True:
            wire.send(piece)
            wire.wait(0.05)

    return play


def silent_after(start: bytes) -> Callable[[Wire], None]:
    def play(wire: Wire) -> None:
        wire.send(start)
        wire.wait()

    return play


def redirecting(location: str) -> Callable[[Wire], None]:
    return lambda wire: wire.answer(302, [("Location", location)])


def chunked(body: bytes, *, end: bytes = b"0\r\n\r\n") -> bytes:
    middle = len(body) // 2
    parts = b"".join(b"%x\r\n%s\r\n" % (len(one), one) for one in (body[:middle], body[middle:]))
    return parts + end


GZIP = gzip.compress(BODY)
DEFLATE = zlib.compress(BODY)
BOMB = gzip.compress(b" " * (LIMIT + 1))
LENGTH = f"Content-Length: {len(BODY)}"
CHUNKED = "Transfer-Encoding: chunked"
NO_ANSWER = (ApiConnectionError, StorageConnectionError)
TOO_SLOW = (ApiTimeoutError, StorageTimeoutError)
UNREADABLE = (UnexpectedAnswerError, UnexpectedEncodingError)

CASES = [
    # compression
    Case("gzip", coded("gzip", GZIP)),
    Case("x-gzip in capitals", coded(" X-GZIP ", GZIP)),
    Case("deflate", coded("deflate", DEFLATE)),
    Case("several members", coded("gzip", gzip.compress(BODY[:9]) + gzip.compress(BODY[9:]))),
    Case("identity", coded("identity", BODY)),
    Case("gzip in chunks", sending(head("Content-Encoding: gzip", CHUNKED), chunked(GZIP))),
    Case("gzip that ends early", coded("gzip", GZIP[:-9]), ApiConnectionError, SizeMismatchError),
    Case("gzip that is none", coded("gzip", BODY), *UNREADABLE),
    Case("an encoding that few know", coded("br", b"x"), *UNREADABLE),
    Case("two encodings", coded("gzip, gzip", gzip.compress(GZIP)), *UNREADABLE),
    Case("a bomb", coded("gzip", BOMB), UnexpectedAnswerError, FileTooLargeError),
    # whole heads
    Case("nothing", sending(), *NO_ANSWER),
    Case("half a status line", sending(b"HTTP/1.1 200 O"), *NO_ANSWER),
    Case("lines that end without CR", sending(head(LENGTH).replace(b"\r", b""), BODY)),
    Case("half a header", sending(b"HTTP/1.1 200 OK\r\nContent-Le"), *NO_ANSWER),
    Case("no end of the headers", sending(head(LENGTH)[:-2]), *NO_ANSWER),
    Case("half an address", sending(b"HTTP/1.1 302 X\r\nLocation: http://ev"), *NO_ANSWER),
    Case("no HTTP", sending(b"SSH-2.0-OpenSSH_9.2\r\n"), *NO_ANSWER),
    Case("a hint before", sending(b"HTTP/1.1 102 X\r\nLink: x\r\n\r\n", head(LENGTH), BODY)),
    Case(
        "another protocol",
        sending(head(status="HTTP/1.1 101 Switching Protocols"), BODY),
        *(UnexpectedAnswerError, StorageStatusError),
    ),
    Case("two hints", sending(b"HTTP/1.1 100 Continue\r\n\r\n" * 2, head(LENGTH), BODY)),
    # cut bodies
    Case("a length", sending(head(LENGTH), BODY)),
    Case("chunks", sending(head(CHUNKED), chunked(BODY))),
    Case("the connection's end", sending(head("Connection: close"), BODY)),
    Case("half a body", sending(head(LENGTH), BODY[:9]), *NO_ANSWER),
    Case("chunks without end", sending(head(CHUNKED), chunked(BODY, end=b"")), *NO_ANSWER),
    Case("half a chunk", sending(head(CHUNKED), b"ff\r\nabc"), *NO_ANSWER),
    # In one piece: of what comes in a piece of its own aiohttp tells nobody, until the time is up.
    Case("no chunks", sending(head(CHUNKED) + b"nonsense\r\n"), *NO_ANSWER),
    # trickling and silence
    Case("a trickled status", trickling(b"HTTP/1.1 200 ", b"a"), *TOO_SLOW),
    Case("trickled headers", trickling(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"), *TOO_SLOW),
    Case("a trickled body", trickling(head("Content-Length: 9999"), b" "), *TOO_SLOW),
    Case("trickled chunks", trickling(head(CHUNKED), b"1\r\n \r\n"), *TOO_SLOW),
    Case("a trickled chunk's size", trickling(head(CHUNKED), b"0"), *TOO_SLOW),
    Case("trickled hints", trickling(b"", b"HTTP/1.1 102 X\r\n\r\n"), *TOO_SLOW),
    Case("silence", silent_after(b""), *TOO_SLOW),
    Case("silence after the headers", silent_after(head(LENGTH)), *TOO_SLOW),
    Case("silence in the body", silent_after(head(LENGTH) + BODY[:9]), *TOO_SLOW),
    # redirects, which the API has none of
    Case("a redirect", redirecting("/real"), UnexpectedAnswerError),
    Case("a redirect to itself", redirecting("/file"), UnexpectedAnswerError, UnsafeLinkError),
    Case("an unsafe redirect", redirecting("ftp://h/"), UnexpectedAnswerError, UnsafeLinkError),
    Case("no redirect", lambda wire: wire.answer(302), UnexpectedAnswerError, StorageStatusError),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_answer_of_the_api(caller: Caller, server: ByteServer, case: Case) -> None:
    server.api_answers = [playing(case)]
    caller = caller.having(retry=None, timeout=case.patience)
    if case.api is None:
        assert caller.link().download_url == LINK["downloadUrl"]
        return
    with pytest.raises(GreenApiError) as caught:
        caller.link()
    assert type(caught.value) is case.api


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_answer_of_a_storage(
    caller: Caller, server: ByteServer, tmp_path: Path, case: Case
) -> None:
    server.put("/file", playing(case))
    server.put("/real", StoredFile(BODY))
    caller = caller.having(retry=None, timeout=case.patience)
    if case.storage is None:
        assert caller.save(tmp_path).read_bytes() == BODY
        return
    with pytest.raises(GreenApiError) as caught:
        caller.save(tmp_path, max_bytes=LIMIT, time_limit=3 * case.patience)
    assert type(caught.value) is case.storage
    assert list(tmp_path.iterdir()) == []


def playing(case: Case) -> Callable[[Got, Wire], None]:
    return lambda _, wire: case.play(wire)


def test_silence_is_not_waited_for_until_the_time_is_up(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    server.put("/file", playing(Case("silence", silent_after(head(LENGTH) + BODY[:9]))))
    begun = time.monotonic()
    with pytest.raises(StorageTimeoutError):
        caller.having(retry=None, timeout=0.2).save(tmp_path, time_limit=30)
    assert time.monotonic() - begun < 15


@pytest.mark.skipif(sys.platform != "linux", reason="others refuse what they do not queue")
def test_a_connection_is_not_waited_for_longer_than_there_is_time(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, ExitStack() as queued:
        address = full.getsockname()
        for _ in range(4):
            waiting = queued.enter_context(socket.socket())
            waiting.settimeout(0)
            waiting.connect_ex(address)
        server.api_answers = [link_to(f"http://127.0.0.1:{address[1]}")]
        begun = time.monotonic()
        with pytest.raises(StorageTimeoutError):
            caller.having(retry=None, timeout=60).save(tmp_path, time_limit=0.5)
        assert time.monotonic() - begun < 5  # seconds, and a connection may take ten


def asked_by_a_thread(deadline: float, monkeypatch: pytest.MonkeyPatch) -> float:
    engine = ThreadEngine(Outside("", None, None), connect_timeout=9)
    given: list[urllib3.Timeout] = []

    def urlopen(*_: object, timeout: urllib3.Timeout, **__: object) -> None:
        given.append(timeout)
        raise OSError

    monkeypatch.setattr(engine, "_pool_of", lambda *_: SimpleNamespace(urlopen=urlopen))
    with pytest.raises(Failure):
        engine.send(Request("GET", "http://a.example/", {}), deadline)
    assert given[0].connect_timeout == given[0].read_timeout
    return cast("float", given[0].connect_timeout)


def asked_by_a_task(deadline: float, monkeypatch: pytest.MonkeyPatch) -> float:
    given: list[aiohttp.ClientTimeout] = []

    def request(*_: object, timeout: aiohttp.ClientTimeout, **__: object) -> None:
        given.append(timeout)
        raise OSError

    async def run() -> None:
        engine = TaskEngine(Outside("", None, None), connect_timeout=9)
        monkeypatch.setattr(engine, "_opened", lambda: SimpleNamespace(request=request))
        with pytest.raises(Failure):
            await engine.send(Request("GET", "http://a.example/", {}), deadline)

    asyncio.run(run())
    return given[0].total or 0


@pytest.mark.parametrize("asked", [asked_by_a_thread, asked_by_a_task])
@pytest.mark.parametrize(("left", "longest"), [(0.25, 0.25), (0, 0.01), (-7, 0.01)])
def test_what_is_left_of_the_time_is_waited_and_never_for_ever(
    asked: Callable[[float, pytest.MonkeyPatch], float],
    left: float,
    longest: float,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert 0 < asked(time.monotonic() + left, monkeypatch) <= longest


@pytest.mark.parametrize(("left", "total"), [(5.54, 5.5), (5.46, 5.5), (4.96, 4.96), (0.54, 0.54)])
def test_of_a_long_time_a_tenth_does_not_count_so_that_its_limits_are_made_once(
    left: float, total: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "monotonic", lambda: 0.0)
    assert asked_by_a_task(left, monkeypatch) == total


@pytest.mark.parametrize(
    ("silence", "left", "set_to"), [(0.5, 60, (0.5, 0.5)), (60, 5, (4, 5)), (None, 5, (4, 5))]
)
def test_nothing_is_waited_for_longer_than_there_is_time(
    silence: float | None, left: float, set_to: tuple[float, float]
) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(head())
        ours.settimeout(silence)
        StrictResponse(ours, deadline=time.monotonic() + left).begin()
        assert set_to[0] <= (ours.gettimeout() or 0) <= set_to[1]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(errno.ECONNREFUSED, "Connect call failed"), os.strerror(errno.ECONNREFUSED)),
        (OSError(1, "not in asyncio's words"), os.strerror(1)),
        (OSError(0, "words without a number"), "words without a number"),
        (OSError(None, "words alone"), "words alone"),
        (socket.gaierror(-2, "Name or service not known"), "Name or service not known"),
        (ssl.SSLError(1, "words of TLS"), "words of TLS"),
        (KeyError("without words"), "KeyError"),
    ],
)
def test_why_it_failed_is_told_in_the_systems_words(error: Exception, reason: str) -> None:
    assert failure_of(error, timed_out=False, proxy="").reason == reason


def test_any_answer_will_do_and_none_need_be_compressed(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    server.put("/file", StoredFile(b"content"))
    caller.save(tmp_path)
    for asked in (*server.api_requests, *server.file_requests):
        assert (asked.headers["accept"], asked.headers["accept-encoding"]) == ("*/*", "identity")


def test_what_unpacks_to_much_more_comes_in_pieces() -> None:
    pieces = list(decoder_for("gzip").feed(gzip.compress(bytes(10_000_000))))
    assert sum(map(len, pieces)) == 10_000_000
    assert 100_000 < max(map(len, pieces)) < 300_000


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_compressed_error_is_that_error(
    caller: Caller, server: ByteServer, encoding: str
) -> None:
    words = b'"instance in starting process try later"'
    packed = gzip.compress(words) if encoding == "gzip" else zlib.compress(words)
    headers = [JSON, ("Content-Encoding", encoding)]
    server.api_answers = [lambda _, wire: wire.answer(400, headers, packed)]
    with pytest.raises(InstanceStartingError) as caught:
        caller.having(retry=None).link()
    assert caught.value.can_retry
