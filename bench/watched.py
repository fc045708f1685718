"""What an instance costs a process that watches many, in memory and CPU."""

import asyncio
import json
import resource
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, aclosing, closing
from dataclasses import asdict, dataclass
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import memory
from bench.account import Account
from bench.mock_server import running
from bench.receiving import settings_for, watcher_of
from bench.rounds import Group, rows_of
from green_api_files import AsyncGreenApi, Notification
from green_api_files._command.watching.log import NotificationLog

FIRST_INSTANCE = 1_503_000_001
POLL_SECONDS = 20
AT_ONCE = 50  # that begin at the same moment


@dataclass(frozen=True)
class Cost:
    """What so many instances cost.

    Attributes:
        mebibytes: Of memory, over the process before them.
        cores: That it takes while nothing comes.
        milliseconds: Of CPU for a notification that is received, durably logged and deleted.
    """

    mebibytes: float
    cores: float
    milliseconds: float


class _Arrivals:
    """Counts what came."""

    def __init__(self) -> None:
        self.count = 0
        self.came = asyncio.Event()

    async def of(self, api: AsyncGreenApi) -> AsyncGenerator[Notification]:
        """The notifications of an instance."""
        async with aclosing(api.notifications(receive_timeout=POLL_SECONDS)) as notifications:
            async for notification in notifications:
                yield notification
                self.count += 1
                self.came.set()

    async def until(self, count: int) -> None:
        """Wait for so many in all."""
        while self.count < count:
            self.came.clear()
            await self.came.wait()


async def _watch(url: str, count: int, seconds: float, to: Path) -> Cost:
    before, arrivals = memory.resident(), _Arrivals()
    async with AsyncExitStack() as opened:
        tasks: list[asyncio.Task[None]] = []
        for number in range(count):
            account = Account(url, FIRST_INSTANCE + number)
            log = opened.enter_context(closing(NotificationLog(to / str(number))))
            api = await opened.enter_async_context(AsyncGreenApi(**settings_for(account)))
            tasks.append(asyncio.create_task(watcher_of(log, arrivals.of(api)).run()))
            if number % AT_ONCE == 0:
                await asyncio.sleep(0.2)
        await asyncio.sleep(POLL_SECONDS)  # until all have begun, and no longer at the same moment
        start, cpu = time.perf_counter(), time.process_time()
        await asyncio.sleep(seconds)
        cores = (time.process_time() - cpu) / (time.perf_counter() - start)
        held = memory.resident() - before
        start, cpu = time.perf_counter(), time.process_time()
        something = await asyncio.create_subprocess_exec(*_itself("come", url, count))
        await arrivals.until(count)
        await something.wait()
        idle = cores * (time.perf_counter() - start)
        milliseconds = (time.process_time() - cpu - idle) / count * 1000
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks)
    return Cost(held / memory.MEBIBYTE, cores, milliseconds)


def _come(url: str, count: int) -> None:
    """Let a text come for every instance."""
    for number in range(count):
        Account(url, FIRST_INSTANCE + number).trigger("incomingText")


def _itself(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "bench.watched", *map(str, arguments)]


def costs(counts: Sequence[int], seconds: float) -> list[Group]:
    """What so many watched instances cost, each time in a process of its own."""
    _raise_limit()
    found: dict[str, Cost] = {}
    for count in counts:
        with running("green-api-mock") as mock:
            command = _itself("watch", mock.url, count, seconds)
            answer = subprocess.run(command, check=True, capture_output=True, text=True)
        found[f"{count:,}"] = Cost(**json.loads(answer.stdout))
    note = f"Polls are held for {POLL_SECONDS} seconds, as by default; without TLS."
    subject = "Watched instances in one process"
    figures = {
        "cpu": ("cores taken while nothing comes", "cores", attrgetter("cores")),
        "notification": ("CPU for a notification", "ms", attrgetter("milliseconds")),
        "memory": ("memory taken", "MiB", attrgetter("mebibytes")),
    }
    first = next(iter(found))
    return [
        Group(
            f"scale-watched-{key}",
            f"{subject}: {what}",
            unit,
            more_is_better=False,
            reference=first,
            rounds=1,
            rows=rows_of({name: [measure(cost)] for name, cost in found.items()}, first),
            notes=note if key == "cpu" else "",
        )
        for key, (what, unit, measure) in figures.items()
    ]


def _raise_limit() -> None:
    """Let as many connections be open as the system allows: each instance has one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def main() -> None:
    """Do what the arguments say, for `costs`."""
    what, url, count, *more = sys.argv[1:]
    if what == "come":
        _come(url, int(count))
        return
    with TemporaryDirectory(prefix="green-api-bench-") as to:
        cost = asyncio.run(_watch(url, int(count), float(more[0]), Path(to)))
    print(json.dumps(asdict(cost)))


if __name__ == "__main__":
    main()
