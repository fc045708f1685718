"""Under load, with rude callers, and with Prism killed, every request gets a clear answer."""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import aiohttp
import psutil
import pytest

from green_api_mock.api.limits import Limits
from green_api_mock.contract.model import MULTIPART
from green_api_mock.server.mock import Mock, Options
from tests.mock.command import END_SECONDS, running
from tests.mock.example import CONTRACT_FILE, EXAMPLE, ExampleRequest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from green_api_mock.plugin import GreenApiMock

pytestmark = pytest.mark.slow

BODY = json.dumps(EXAMPLE.body).encode()
HEAD = (
    f"POST {EXAMPLE.path()} HTTP/1.1\r\nHost: mock\r\nContent-Type: application/json\r\n"
    f"Content-Length: {len(BODY)}\r\n"
).encode()
REQUEST = HEAD + b"\r\n" + BODY
LAST_HEAD = HEAD + b"Connection: close\r\n\r\n"
LAST_REQUEST = LAST_HEAD + BODY


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
    assert EXAMPLE.operation.too_large is not None
    assert statuses(answer) == [EXAMPLE.operation.too_large.status]


@pytest.fixture
async def impatient_mock() -> AsyncIterator[str]:
    """The address of a mock that waits a moment for a body where it usually waits a minute."""
    limits = Limits(body_seconds=0.3)
    async with Mock(Options(CONTRACT_FILE, port=0, limits=limits)) as mock:
        yield mock.url


@pytest.mark.parametrize("pieces", [(BODY[:5],), tuple(bytes([byte]) for byte in BODY)])
async def test_a_body_that_takes_too_long_is_refused(
    impatient_mock: str, pieces: tuple[bytes, ...]
) -> None:
    async with asyncio.timeout(END_SECONDS):
        data = await exchange(impatient_mock, LAST_HEAD, *pieces, pause=0.02)
    assert statuses(data) == [EXAMPLE.contract.unreadable.status]
    assert data.endswith(EXAMPLE.contract.unreadable.body)


async def test_a_form_that_takes_too_long_is_refused(impatient_mock: str) -> None:
    upload = next(each for each in EXAMPLE.contract.operations if MULTIPART in each.media_types)
    lines = (
        f"{upload.method} {ExampleRequest(EXAMPLE.contract, upload.id).path()} HTTP/1.1",
        "Host: mock",
        "Content-Type: multipart/form-data; boundary=b",
        "Content-Length: 1000",
        "Connection: close",
    )
    part = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n\x89PNG'
    async with asyncio.timeout(END_SECONDS):
        data = await exchange(impatient_mock, ("\r\n".join((*lines, "", part))).encode())
    assert statuses(data) == [EXAMPLE.contract.unreadable.status]


@pytest.mark.parametrize(
    ("header", "body"),
    [("Content-Length: 100", "{"), ("Transfer-Encoding: chunked", "a\r\n{\r\nmore\r\n")],
    ids=["too slow", "broken chunks"],
)
async def test_an_order_without_an_end_is_refused(
    impatient_mock: str, header: str, body: str
) -> None:
    head = f"POST /_mock/answers HTTP/1.1\r\nHost: localhost\r\n{header}\r\n\r\n"
    async with asyncio.timeout(END_SECONDS):
        data = await exchange(impatient_mock, head.encode(), body.encode(), pause=0.1)
    assert statuses(data) == [400]


async def test_prism_killed_under_load_loses_no_request() -> None:
    async def ask(session: aiohttp.ClientSession, url: str) -> tuple[int, bytes]:
        async with session.post(url, json=EXAMPLE.body) as answer:
            return answer.status, await answer.read()

    async def go_on(session: aiohttp.ClientSession, url: str) -> None:
        while not whole.is_set():
            status, body = await ask(session, url)
            seen[status, body] += 1
            if status == 503:
                await asyncio.sleep(0.05)

    seen, whole = Counter[tuple[int, bytes]](), asyncio.Event()
    with running() as mock:
        url = mock.url + EXAMPLE.path()
        # The goal is 3 s; on two cores, both busy, it takes 1.5 s. The limit is a hang guard.
        async with aiohttp.ClientSession() as session, asyncio.timeout(END_SECONDS):
            right = await ask(session, url)
            callers = [asyncio.create_task(go_on(session, url)) for _ in range(20)]
            await asyncio.sleep(0.3)
            psutil.Process(mock.prism_pid).kill()
            health = mock.health()
            while health["prism"]["restarts"] == 0:
                await asyncio.sleep(0.05)
                health = await asyncio.to_thread(mock.health)
            whole.set()
            await asyncio.gather(*callers)
            assert await ask(session, url) == right
    (restarting,) = (body for status, body in seen if status == 503)
    assert restarting.startswith(b"mock restarting: ")
    assert set(seen) == {right, (503, restarting)}
