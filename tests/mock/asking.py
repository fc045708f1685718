"""Sending a request to the mock."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
from aiohttp import StreamReader
from aiohttp.base_protocol import BaseProtocol

HANG_GUARD = 60


def ask(method: str, url: str, **options: Any) -> httpx.Response:
    """Do what `httpx.request` does, and wait for a machine that has much else to do."""
    return httpx.request(method, url, **{"timeout": HANG_GUARD, **options})


def body_stream() -> StreamReader:
    """What a server of aiohttp reads a body from. It takes a megabyte before it asks to wait."""
    loop = asyncio.get_running_loop()
    connection = BaseProtocol(loop)
    connection.connection_made(asyncio.Transport())
    return StreamReader(connection, 2**20, loop=loop)
