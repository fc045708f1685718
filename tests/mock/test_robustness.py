"""Under load, with rude callers, and with Prism killed, every request gets a clear answer."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import psutil
import pytest

from tests.mock.command import END_SECONDS, running
from tests.mock.example import EXAMPLE

if TYPE_CHECKING:
    from green_api_mock.plugin import GreenApiMock

BODY = json.dumps(EXAMPLE.body).encode()
HEAD = (
    f"POST {EXAMPLE.path()} HTTP/1.1\r\nHost: mock\r\nContent-Type: application/json\r\n"
    f"Content-Length: {len(BODY)}\r\n"
).encode()
REQUEST = HEAD + b"\r\n" + BODY
LAST_REQUEST = HEAD + b"Connection: close\r\n\r\n" + BODY


async def exchange(url: str, *pieces: bytes, pause: float = 0.0) -> bytes:
    """Send pieces with pauses between them over one connection, and read to its end."""
    address = urlsplit(url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    try:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)
        return await reader.read()
    finally:
        writer.close()
        await writer.wait_closed()


def statuses(data: bytes) -> list[int]:
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] ([0-9]{3})", data)]


async def test_pipelined_requests_are_answered_in_order(green_api_mock: GreenApiMock) -> None:
    data = await exchange(green_api_mock.url, REQUEST * 9 + LAST_REQUEST)
    assert statuses(data) == [200] * 10


async def test_a_request_may_come_byte_by_byte(green_api_mock: GreenApiMock) -> None:
    pieces = [bytes([byte]) for byte in LAST_REQUEST]
    assert statuses(await exchange(green_api_mock.url, *pieces, pause=0.001)) == [200]


async def test_two_hundred_connections_at_once_are_answered(
    green_api_mock: GreenApiMock,
) -> None:
    answers = await asyncio.gather(
        *(exchange(green_api_mock.url, REQUEST * 4 + LAST_REQUEST) for _ in range(200))
    )
    assert Counter(status for data in answers for status in statuses(data)) == {200: 1000}


async def test_callers_that_hang_up_disturb_nobody(green_api_mock: GreenApiMock) -> None:
    address = urlsplit(green_api_mock.url)
    for sent in (b"", b"POST", HEAD, HEAD + b"\r\n" + BODY[:5], REQUEST):
        for _ in range(10):
            _, writer = await asyncio.open_connection(address.hostname, address.port)
            writer.write(sent)
            writer.transport.abort()
    assert statuses(await exchange(green_api_mock.url, LAST_REQUEST)) == [200]


@pytest.mark.parametrize("size", [9_000, 200_000])
async def test_an_oversized_header_is_refused(green_api_mock: GreenApiMock, size: int) -> None:
    request = HEAD + b"X-Large: " + b"x" * size + b"\r\n\r\n" + BODY
    assert statuses(await exchange(green_api_mock.url, request)) == [
        EXAMPLE.contract.unreadable.status
    ]


async def test_a_huge_body_is_refused_before_it_has_come(green_api_mock: GreenApiMock) -> None:
    head = HEAD.replace(str(len(BODY)).encode(), b"1000000000")
    address = urlsplit(green_api_mock.url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(head + b"\r\n" + b"x" * 1000)
    answer = await reader.readuntil(b"\r\n\r\n")
    writer.close()
    assert statuses(answer) == [EXAMPLE.operation.too_large.status]


async def test_prism_killed_under_load_loses_no_request() -> None:
    with running() as mock:
        url = mock.url + EXAMPLE.path()
        seen, end = Counter[int](), time.monotonic() + END_SECONDS
        async with httpx.AsyncClient(timeout=END_SECONDS) as client:

            async def ask() -> None:
                # Each worker goes on until it has met the restart and its end.
                while time.monotonic() < end and not (seen[503] and whole.is_set()):
                    answer = await client.post(url, json=EXAMPLE.body)
                    seen[answer.status_code] += 1
                    if answer.status_code == 503:
                        assert answer.text.startswith("mock restarting")
                        await asyncio.sleep(0.05)
                    elif seen[503]:
                        whole.set()

            whole = asyncio.Event()
            workers = [asyncio.create_task(ask()) for _ in range(20)]
            await asyncio.sleep(0.3)
            psutil.Process(mock.prism_pid).kill()
            await asyncio.gather(*workers)
        assert set(seen) == {200, 503}
        assert whole.is_set()
        assert mock.health()["prism"]["restarts"] == 1


def test_memory_is_bounded() -> None:
    with running() as mock, httpx.Client(base_url=mock.url) as client:
        process = psutil.Process(mock.process.pid)
        body = json.dumps(EXAMPLE.body | {"padding": "x" * 3000})
        headers = {"Content-Type": "application/json"}

        def send(count: int) -> int:
            for _ in range(count):
                client.post(EXAMPLE.path(), content=body, headers=headers)
            return process.memory_info().rss

        filled = send(1100)  # the log of requests is full after a thousand
        assert send(1500) - filled < 10 * 1024 * 1024
