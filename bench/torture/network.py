"""Faults of the network: many tries, blocking and asynchronous, through a proxy that misbehaves."""

import asyncio
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.torture.loop import loop_in_thread
from bench.torture.origin import CHAT, INSTANCE, TOKEN, Message, make_messages, origin_in
from bench.torture.proxy import FAULTS, Proxy, Wire, proxy_in
from bench.torture.tally import Tally, digest
from green_api_files import AsyncGreenApi, GreenApi, Retry

SIZES = (0, 1, 1000, 70_000, 300_000, 1_500_000)
TIMEOUT_SECONDS = 1.0
TIME_LIMIT_SECONDS = 15.0
HANG_SECONDS = TIME_LIMIT_SECONDS + 10.0
AT_ONCE = 8
RETRY = Retry(tries=4, first_delay=0.02, longest_delay=0.1, total=TIME_LIMIT_SECONDS)
SEED = 20_261_123


@dataclass(frozen=True)
class Place:
    """Where the tries happen.

    Attributes:
        url: The API, behind the proxy.
        proxy: What misbehaves.
        target: Where files are saved to.
        messages: What is saved.
    """

    url: str
    proxy: Proxy
    target: Path
    messages: Sequence[Message]


def endure(fault: str, tries: int, work: Path) -> Tally:
    """Save files while the network has the fault, then once more without it, and count."""
    sizes = [SIZES[number % len(SIZES)] for number in range(tries)]
    tally = Tally(f"network: {fault}")
    with _place(work, sizes) as place:
        place.proxy.next_wire = _sometimes(FAULTS[fault])
        half = len(place.messages) // 2
        _in_threads(place, place.messages[:half], tally)
        asyncio.run(_in_tasks(place, place.messages[half:], tally))
        place.proxy.next_wire = lambda _chance: Wire
        _save_what_is_missing(place)
        tally.directory(place.target, {one.name: one.source for one in place.messages})
    tally.struck = place.proxy.strikes
    return tally


def _sometimes(kind: type[Wire]) -> Callable[[random.Random], type[Wire]]:
    return lambda chance: kind if chance.random() < 0.7 else Wire  # noqa: PLR2004 - a chance


@contextmanager
def _place(work: Path, sizes: list[int]) -> Iterator[Place]:
    messages = make_messages(work / "files", sizes, SEED)
    target = work / "target"
    with (
        loop_in_thread() as loop,
        origin_in(loop, work / "files") as origin,
        proxy_in(loop, origin.url, SEED) as proxy,
    ):
        origin.links_to = proxy.url
        yield Place(proxy.url, proxy, target, messages)


def _in_threads(place: Place, messages: Sequence[Message], tally: Tally) -> None:
    """Several threads share one client. A thread that does not end is left behind and counted."""
    waiting = list(messages)
    counting = threading.Lock()

    def one_thread(api: GreenApi) -> None:
        while True:
            with counting:
                if not waiting:
                    return
                message = waiting.pop()
            error, path = None, None
            try:
                path = api.save_file(CHAT, message.id_message, **_order(place, message))
            except BaseException as caught:  # noqa: BLE001 - whatever comes is what is counted
                error = caught
            with counting:
                _count(tally, message, path, error)

    before = tally.tries
    with _client(place) as api:
        threads = [
            threading.Thread(target=one_thread, args=(api,), daemon=True) for _ in range(AT_ONCE)
        ]
        deadline = time.monotonic() + HANG_SECONDS * (1 + len(messages) / AT_ONCE)
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))
    with counting:
        for _ in range(len(messages) - (tally.tries - before)):
            tally.hang("a thread")


async def _in_tasks(place: Place, messages: Sequence[Message], tally: Tally) -> None:
    limit = asyncio.Semaphore(AT_ONCE)

    async def one_task(api: AsyncGreenApi, message: Message) -> None:
        async with limit:
            saving = api.save_file(CHAT, message.id_message, **_order(place, message))
            clock = asyncio.timeout(HANG_SECONDS)
            try:
                async with clock:
                    path = await saving
            except BaseException as error:  # noqa: BLE001 - whatever comes is what is counted
                if clock.expired():
                    tally.hang("a task")
                else:
                    _count(tally, message, None, error)
            else:
                _count(tally, message, path, None)

    async with AsyncGreenApi(
        INSTANCE,
        TOKEN,
        api_url=place.url,
        timeout=TIMEOUT_SECONDS,
        retry=RETRY,
        requests_per_second=None,
    ) as api:
        await asyncio.gather(*(one_task(api, message) for message in messages))


def _client(place: Place) -> GreenApi:
    return GreenApi(
        INSTANCE,
        TOKEN,
        api_url=place.url,
        timeout=TIMEOUT_SECONDS,
        retry=RETRY,
        requests_per_second=None,
    )


def _order(place: Place, message: Message) -> dict[str, Any]:
    # Nobody but the digest can tell a changed byte; over TLS the connection would.
    return {
        "to": place.target,
        "name": message.name,
        "sha256": digest(message.source),
        "time_limit": TIME_LIMIT_SECONDS,
    }


def _count(tally: Tally, message: Message, path: Path | None, error: BaseException | None) -> None:
    if path is not None:
        tally.file(path, message.source)
    elif error is not None:
        tally.error(error)


def _save_what_is_missing(place: Place) -> None:
    with _client(place) as api:
        for message in place.messages:
            if not (place.target / message.name).exists():
                api.save_file(CHAT, message.id_message, **_order(place, message))
