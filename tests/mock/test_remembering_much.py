"""Thousands of items and of callers who wait are held in order and within bounds."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import aiohttp
import psutil
import pytest

from tests.mock.command import running
from tests.mock.depot import CONTRACT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.mock.command import RunningCommand

pytestmark = pytest.mark.slow

MANY = 10_000
INSTANCES = 1_000
WAITING = 1_000
# Those below are of scenarios too.
FIRST = 2_000
# An item and its entry of the journal take some 4 KiB, see mock/README.md.
MOST_BYTES_EACH = 8 * 1024


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        yield session


async def trigger(http: aiohttp.ClientSession, url: str, depot: int, times: int) -> list[int]:
    """Let parcels come, and return the numbers by which the contract knows them."""
    order = {"trigger": "parcel", "depot": depot, "times": times}
    async with http.post(f"{url}/_mock/triggers", json=order) as answer:
        assert answer.status == 201
        rows = (await answer.json())["arrivals"]
    return [row["body"]["number"] for row in rows]


async def drain(http: aiohttp.ClientSession, url: str, depot: int) -> list[int]:
    """Receive and take everything."""
    numbers: list[int] = []
    while (arrival := await receive(http, url, depot)) is not None:
        numbers.append(arrival["parcel"]["number"])
        ticket = arrival["at"]["ticket"]
        async with http.delete(f"{url}/depots/{depot}/arrivals/{ticket}") as answer:
            assert (await answer.json()) == {"taken": True}
    return numbers


async def receive(
    http: aiohttp.ClientSession, url: str, depot: int, patience: int = 0
) -> dict[str, Any] | None:
    address = f"{url}/depots/{depot}/arrivals"
    async with http.get(address, params={"patience": str(patience)}) as answer:
        assert answer.status == 200
        arrival: dict[str, Any] | None = await answer.json()
        return arrival


def resident(command: RunningCommand) -> int:
    size: int = psutil.Process(command.process.pid).memory_info().rss
    return size


async def test_ten_thousand_of_one_instance_come_in_order(http: aiohttp.ClientSession) -> None:
    with running("--contract", str(CONTRACT)) as command:
        await drain(http, command.url, 1)
        before = resident(command)
        came = await trigger(http, command.url, 1, MANY)
        assert resident(command) - before < MANY * MOST_BYTES_EACH
        assert await drain(http, command.url, 1) == came


async def test_a_thousand_instances_do_not_meet(http: aiohttp.ClientSession) -> None:
    with running("--contract", str(CONTRACT)) as command:
        depots = range(1000, 1000 + INSTANCES)
        came = {depot: await trigger(http, command.url, depot, 10) for depot in depots}
        for some in (depots[start : start + 50] for start in range(0, INSTANCES, 50)):
            drained = await asyncio.gather(*(drain(http, command.url, depot) for depot in some))
            assert drained == [came[depot] for depot in some]


async def test_a_thousand_who_wait_cost_next_to_nothing(http: aiohttp.ClientSession) -> None:
    with running("--contract", str(CONTRACT)) as command:
        waiting = [
            asyncio.create_task(receive(http, command.url, depot, 3600))
            for depot in range(FIRST, FIRST + WAITING)
        ]
        process = psutil.Process(command.process.pid)
        end = time.monotonic() + 60
        while await cpu_in_a_second(process) > 0.01:  # until all of them have been judged
            assert not any(task.done() for task in waiting)
            assert time.monotonic() < end, "waiting takes the mock's time"
        await trigger(http, command.url, FIRST + WAITING - 1, 1)
        assert (await waiting[-1]) is not None
        for task in waiting:
            task.cancel()


async def cpu_in_a_second(process: psutil.Process) -> float:
    """How many seconds of a core the process uses in one."""
    before = process.cpu_times()
    await asyncio.sleep(1)
    after = process.cpu_times()
    return float(after.user + after.system - before.user - before.system)
