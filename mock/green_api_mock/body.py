"""Reading the body of a request, however large it is and however slowly it comes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class TooLargeError(Exception):
    """The body is over the limit."""


class UnreadableError(Exception):
    """The body is no HTTP, or did not come to its end in time."""


async def read_body(request: web.BaseRequest, limit: int, seconds: float) -> bytes:
    """The whole body.

    Args:
        request: whose body it is.
        limit: the most bytes that are read.
        seconds: the longest time that is waited for all of it.

    Raises:
        TooLargeError: it is larger.
        UnreadableError: its framing is broken, the sender hung up or took too long.
    """
    if not request.body_exists:
        return b""
    announced = request.content_length
    if announced is not None and announced > limit:
        raise TooLargeError
    if request.content.is_eof():  # all of it came with the head
        if request.content.total_bytes > limit:
            raise TooLargeError
        return request.content.read_nowait()
    try:
        async with asyncio.timeout(seconds):
            return await _join(request.content.iter_any(), limit)
    except (web.RequestPayloadError, TimeoutError, OSError) as error:
        raise UnreadableError from error


async def _join(chunks: AsyncIterator[bytes], limit: int) -> bytes:
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > limit:
            raise TooLargeError
    return bytes(body)
