"""An answer on its way to the caller, whole or with a fault."""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import TYPE_CHECKING

from aiohttp import web
from multidict import CIMultiDict

from green_api_mock.contract.answer import Fault
from green_api_mock.storage.serving import stall

if TYPE_CHECKING:
    from green_api_mock.api.reply import Reply

_GARBAGE = b"\x16\x03\x01\x00This is no HTTP\r\n\r\n"


async def send(request: web.BaseRequest, reply: Reply) -> web.StreamResponse:
    """The reply as it is sent, in its time and with its fault."""
    if reply.delay_seconds:
        await asyncio.sleep(reply.delay_seconds)
    match reply.fault:
        case None:
            return whole(reply)
        case Fault.CUT_BODY:
            return await _cut(request, reply)
        case Fault.CONNECTION_RESET:
            _reset(request.transport)
        case Fault.GARBAGE:
            _write(request.transport, _GARBAGE)
        case Fault.SILENCE:
            await stall(request)
            _write(request.transport, b"")
    return _Nothing()


def whole(reply: Reply) -> web.Response:
    """A reply as aiohttp sends it."""
    return web.Response(status=reply.status, headers=CIMultiDict(reply.headers), body=reply.body)


class _Nothing(web.StreamResponse):
    """The response to a request whose connection is over."""

    async def prepare(self, request: web.BaseRequest) -> None:  # noqa: ARG002 - aiohttp's signature
        """Send no head."""
        self.force_close()

    async def write_eof(self, data: bytes = b"") -> None:
        """Send nothing."""


async def _cut(request: web.BaseRequest, reply: Reply) -> web.StreamResponse:
    """The head and half of the body. One without a body is told to have one."""
    response = web.StreamResponse(status=reply.status, headers=CIMultiDict(reply.headers))
    response.content_length = max(len(reply.body), 1)
    await response.prepare(request)
    await response.write(reply.body[: len(reply.body) // 2])
    response.force_close()
    return response


def _reset(transport: asyncio.Transport | None) -> None:
    """End the connection with a reset: a socket that does not linger drops what it has."""
    if transport is None:
        return
    connection: socket.socket = transport.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


def _write(transport: asyncio.Transport | None, data: bytes) -> None:
    if transport is not None:
        transport.write(data)
        transport.close()
