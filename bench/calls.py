"""How long a call takes, one after another and many in flight."""

import asyncio
import time
from collections.abc import Callable
from contextlib import ExitStack

from bench import peers
from bench.nginx import StaticServer
from bench.rounds import Group, rows_of, take_turns

INSTANCE = 1101000001


def one_by_one(server: StaticServer, rounds: int, seconds: float) -> Group:
    """Milliseconds for one blocking call, connections kept where the package keeps them."""
    link = server.link(INSTANCE)
    with ExitStack() as opened:
        contenders: dict[str, Callable[[], float]] = {}
        for name, opener in peers.SYNC.items():
            call = opened.enter_context(opener(server.url, INSTANCE))
            contenders[name] = _slice_of(call, link, seconds)
        figures = take_turns(contenders, rounds)
    return Group(
        key="calls-sync",
        title="One call, blocking",
        unit="ms",
        more_is_better=False,
        reference="httpx",
        rounds=rounds,
        rows=rows_of(figures, "httpx"),
        notes=f"{seconds} s a round.",
    )


def _slice_of(call: peers.Call, link: str, seconds: float) -> Callable[[], float]:
    def work() -> float:
        start, done = time.perf_counter(), 0
        while (now := time.perf_counter()) - start < seconds:
            assert call() == link
            done += 1
        return (now - start) / done * 1000

    return work


def in_flight(server: StaticServer, width: int, rounds: int, seconds: float) -> Group:
    """Calls a second with `width` asynchronous calls in flight."""
    link = server.link(INSTANCE)
    with asyncio.Runner() as runner:
        contenders: dict[str, Callable[[], float]] = {}
        closers: list[peers.Close] = []
        for name, opener in peers.ASYNC.items():
            call, close = runner.run(opener(server.url, INSTANCE))
            closers.append(close)
            contenders[name] = _async_slice(runner, call, link, width, seconds)
        figures = take_turns(contenders, rounds)
        for close in closers:
            runner.run(close())
    return Group(
        key=f"calls-async-{width}",
        title=f"Calls with {width} in flight, asynchronous",
        unit="calls/s",
        more_is_better=True,
        reference="aiohttp",
        rounds=rounds,
        rows=rows_of(figures, "aiohttp"),
        notes=f"{seconds} s a round.",
    )


def _async_slice(
    runner: asyncio.Runner, call: peers.AsyncCall, link: str, width: int, seconds: float
) -> Callable[[], float]:
    async def one_lane(deadline: float) -> int:
        done = 0
        while time.perf_counter() < deadline:
            assert await call() == link
            done += 1
        return done

    async def work() -> float:
        start = time.perf_counter()
        done = await asyncio.gather(*(one_lane(start + seconds) for _ in range(width)))
        return sum(done) / (time.perf_counter() - start)

    return lambda: runner.run(work())
