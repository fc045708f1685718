"""A small HTTP/1.1 client for one server on the same machine: Prism.

A general client spends most of its time on what is not needed here (redirects, cookies,
proxies, compression), and every request of the mock passes this way.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

# Prism shortens the header that lists broken rules to 8 KB.
_HEAD_LIMIT = 128 * 1024
_IDLE_CONNECTIONS = 128
_ANSWER_SECONDS = 20.0


class UpstreamError(Exception):
    """The server is not there, hung up, or did not answer in time."""


@dataclass(frozen=True, slots=True)
class UpstreamAnswer:
    """What came back. Header names are in lower case."""

    status: int
    headers: dict[bytes, bytes]
    body: bytes


_Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Upstream:
    """Requests to one port of this machine, over connections that are kept open."""

    def __init__(self) -> None:
        self._port: int | None = None
        self._idle: list[_Connection] = []

    def use(self, port: int | None) -> None:
        """Talk to this port from now on; None while there is no server."""
        self._port = port
        self.close()

    def close(self) -> None:
        """Close every idle connection."""
        idle, self._idle = self._idle, []
        for _, writer in idle:
            writer.close()

    async def send(self, request: bytes) -> UpstreamAnswer:
        """Send one request, given as it is on the wire.

        Raises:
            UpstreamError: there was no answer.
        """
        port = self._port
        if port is None:
            raise UpstreamError("there is no server now")
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                while self._idle:
                    try:
                        return await self._exchange(port, self._idle.pop(), request)
                    except (OSError, EOFError):
                        continue  # the server closes idle connections at its own time
                connection = await asyncio.open_connection("127.0.0.1", port, limit=_HEAD_LIMIT)
                return await self._exchange(port, connection, request)
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError, TimeoutError) as error:
            raise UpstreamError(str(error) or type(error).__name__) from error

    async def _exchange(self, port: int, connection: _Connection, request: bytes) -> UpstreamAnswer:
        reader, writer = connection
        try:
            writer.write(request)
            answer = await _read_answer(reader)
        except BaseException:
            writer.close()
            raise
        reusable = answer.headers.get(b"connection", b"").lower() != b"close"
        if reusable and port == self._port and len(self._idle) < _IDLE_CONNECTIONS:
            self._idle.append(connection)
        else:
            writer.close()
        return answer


async def _read_answer(reader: asyncio.StreamReader) -> UpstreamAnswer:
    head = await reader.readuntil(b"\r\n\r\n")
    status_line, *lines = head[:-4].split(b"\r\n")
    headers: dict[bytes, bytes] = {}
    for line in lines:
        name, _, value = line.partition(b":")
        headers[name.lower()] = value.strip()
    status = int(status_line.split(b" ", 2)[1])
    return UpstreamAnswer(status, headers, await _read_body(reader, status, headers))


async def _read_body(
    reader: asyncio.StreamReader, status: int, headers: dict[bytes, bytes]
) -> bytes:
    if status in (204, 304):
        return b""
    if b"content-length" in headers:
        return await reader.readexactly(int(headers[b"content-length"]))
    if headers.get(b"transfer-encoding", b"").lower() == b"chunked":
        return await _read_chunks(reader)
    return await reader.read()


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    body = bytearray()
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    while await reader.readuntil(b"\r\n") != b"\r\n":
        pass  # trailers carry nothing of interest
    return bytes(body)
