"""However many requests arrive, what the mock holds stays the same."""

from __future__ import annotations

import asyncio
from collections import Counter
from itertools import count, islice
from typing import TYPE_CHECKING, Any

import aiohttp
import psutil
import pytest

from tests.mock.command import running
from tests.mock.example import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.slow

MEBIBYTE = 1 << 20
CONNECTIONS = 16
# The log of requests is full after a thousand. Two in three requests are of an instance of their
# own, of which 10,000 are remembered, at a kilobyte each.
WARM_UP = 16_000
REQUESTS = 20_000
# Keeping 300 bytes of each request would come to as much.
MOST_GROWTH = 6 * MEBIBYTE
# Node collects its garbage late: it was seen to swing by 50 MiB and to keep nothing.
MOST_GROWTH_OF_PRISM = 100 * MEBIBYTE


def valid(number: int, **more: Any) -> dict[str, Any]:
    path = EXAMPLE.path(**{EXAMPLE.number: str(1_000_000_000 + number)})
    return {"method": EXAMPLE.operation.method, "url": path, "json": EXAMPLE.body, **more}


# Every request has a value that never comes again, in a place where the mock may keep it.
KINDS: tuple[Callable[[int], dict[str, Any]], ...] = (
    valid,
    lambda n: valid(n, json=EXAMPLE.body | {EXAMPLE.fields[1]: f"{n:032X}"}),
    lambda n: valid(n, json=EXAMPLE.body | {f"unknown{n}": "x" * 3000}),
    lambda n: valid(n, headers={"Host": f"mock-{n}.test"}),
    lambda n: valid(n, headers={"Prefer": f"example=nothing{n}"}),
    lambda n: valid(n, json=None, data=f"{{{n}", headers={"Content-Type": "application/json"}),
    lambda n: valid(n, url=f"/nowhere/{n}"),
    lambda n: {"method": "GET", "url": f"/media/nothing/{n}"},
    lambda n: {"method": "GET", "url": f"/_mock/requests?after={10**9 + n}"},
)


async def send(session: aiohttp.ClientSession, numbers: Iterator[int], amount: int) -> Counter[int]:
    """Send so many requests over all connections; how often each status came."""
    seen = Counter[int]()
    left = iter(list(islice(numbers, amount)))

    async def one_lane() -> None:
        for number in left:
            async with session.request(**KINDS[number % len(KINDS)](number)) as answer:
                await answer.read()
                seen[answer.status] += 1

    await asyncio.gather(*(one_lane() for _ in range(CONNECTIONS)))
    return seen


async def test_memory_is_bounded() -> None:
    numbers = count()
    # The limits count per caller, and here every request has a caller of its own.
    with running("--rate-limit", "--quota", "5") as mock:
        front_door, prism = psutil.Process(mock.process.pid), psutil.Process(mock.prism_pid)
        async with aiohttp.ClientSession(mock.url) as session:
            await send(session, numbers, WARM_UP)
            before = front_door.memory_info().rss, prism.memory_info().rss
            seen = await send(session, numbers, REQUESTS)
            after = front_door.memory_info().rss, prism.memory_info().rss
        assert mock.health()["prism"]["restarts"] == 0
    assert seen.total() == REQUESTS
    assert set(seen) == {200, 400, 404}
    assert after[0] - before[0] < MOST_GROWTH
    assert after[1] - before[1] < MOST_GROWTH_OF_PRISM
