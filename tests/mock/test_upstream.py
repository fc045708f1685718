"""The small HTTP client for Prism."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from green_api_mock.upstream import Upstream, UpstreamError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

REQUEST = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


class Server:
    """Gives each request the next of some answers, byte by byte. None: it hangs up."""

    def __init__(self, answers: list[bytes | None]) -> None:
        self.answers = answers
        self.connections = 0
        self.port = 0
        self.writers: list[asyncio.StreamWriter] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.writers.append(writer)
        with suppress(OSError, EOFError):
            while self.answers:
                await reader.readuntil(b"\r\n\r\n")
                answer = self.answers.pop(0)
                for byte in answer or b"":
                    writer.write(bytes([byte]))
                    await writer.drain()
                if answer is None or b"close" in answer:
                    break
            else:
                await reader.read()
        writer.close()


@asynccontextmanager
async def serving(*answers: bytes | None) -> AsyncIterator[tuple[Server, Upstream]]:
    server = Server(list(answers))
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    upstream = Upstream()
    server.port = listener.sockets[0].getsockname()[1]
    upstream.use(server.port)
    try:
        yield server, upstream
    finally:
        upstream.close()
        listener.close()
        for writer in server.writers:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-A:  b \r\n\r\nok"
CHUNKED = (
    b"HTTP/1.1 466 unknown\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n"
)


async def test_answers_of_every_framing_are_read_over_one_connection() -> None:
    empty = b"HTTP/1.1 401 Unauthorized\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    none = b"HTTP/1.1 204 No Content\r\n\r\n"
    async with serving(OK, CHUNKED, empty, none, OK) as (server, upstream):
        answers = [await upstream.send(REQUEST) for _ in range(5)]
    assert [(answer.status, answer.body) for answer in answers] == [
        (200, b"ok"),
        (466, b"abc0123456789"),
        (401, b""),
        (204, b""),
        (200, b"ok"),
    ]
    assert answers[0].headers[b"x-a"] == b"b"
    assert server.connections == 1


async def test_an_answer_may_end_with_the_connection() -> None:
    last = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it"
    async with serving(last, OK) as (server, upstream):
        assert (await upstream.send(REQUEST)).body == b"all of it"
        assert (await upstream.send(REQUEST)).body == b"ok"
    assert server.connections == 2


async def test_a_connection_that_was_closed_meanwhile_is_replaced() -> None:
    async with serving(OK, None, OK) as (server, upstream):
        await upstream.send(REQUEST)
        assert (await upstream.send(REQUEST)).body == b"ok"
    assert server.connections == 2


async def test_a_new_connection_that_hangs_up_is_an_error() -> None:
    async with serving(None) as (_, upstream):
        with pytest.raises(UpstreamError):
            await upstream.send(REQUEST)


@pytest.mark.parametrize(
    "broken",
    [
        b"nonsense close\r\n\r\n",
        b"HTTP/1.1 abc\r\nConnection: close\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 99\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
    ids=["no HTTP", "no status", "too short", "broken chunks"],
)
async def test_a_broken_answer_is_an_error(broken: bytes) -> None:
    async with serving(broken) as (_, upstream):
        with pytest.raises(UpstreamError):
            await upstream.send(REQUEST)


async def test_no_server_is_an_error() -> None:
    upstream = Upstream()
    with pytest.raises(UpstreamError, match="no server"):
        await upstream.send(REQUEST)
    async with serving(OK) as (server, other):
        other.use(None)
        with pytest.raises(UpstreamError, match="no server"):
            await other.send(REQUEST)
        other.use(server.port)
        assert (await other.send(REQUEST)).status == 200


async def test_a_header_of_a_hundred_kilobytes_is_read() -> None:
    large = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX: " + b"x" * 100_000 + b"\r\n\r\n"
    async with serving(large) as (_, upstream):
        assert len((await upstream.send(REQUEST)).headers[b"x"]) == 100_000


async def test_many_requests_at_once_get_a_connection_each() -> None:
    async with serving(*[OK] * 40) as (server, upstream):
        for _ in range(2):  # the second time over the connections of the first
            answers = await asyncio.gather(*(upstream.send(REQUEST) for _ in range(20)))
            assert {answer.body for answer in answers} == {b"ok"}
            assert server.connections == 20
