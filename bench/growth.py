"""How time and memory grow with the number of calls and the size of the file.

Each step runs in a process of its own: `python -m bench.growth KIND COUNT URL WORK`.
"""

import asyncio
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from bench import memory
from bench.nginx import StaticServer
from bench.peers import CHAT, MESSAGE, TOKEN
from bench.rounds import Group, rows_of
from bench.savers import LARGEST
from green_api_files import AsyncGreenApi, GreenApi

INSTANCE = 1101000001
WIDTH = 32


def _measured(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds, and mebibytes at the peak over the beginning."""
    memory.forget_peak()
    before, start = memory.resident(), time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    return seconds, (memory.peak() - before) / memory.MEBIBYTE


def _calls(count: int, url: str, _work: Path) -> tuple[float, float]:
    with GreenApi(INSTANCE, TOKEN, api_url=url, requests_per_second=None) as api:
        api.download_file(CHAT, MESSAGE)

        def call_all() -> None:
            for _ in range(count):
                api.download_file(CHAT, MESSAGE)

        return _measured(call_all)


def _calls_in_flight(count: int, url: str, _work: Path) -> tuple[float, float]:
    with asyncio.Runner() as runner:
        api = AsyncGreenApi(INSTANCE, TOKEN, api_url=url, requests_per_second=None)

        async def one_lane(calls: int) -> None:
            for _ in range(calls):
                await api.download_file(CHAT, MESSAGE)

        async def call_all(calls: int) -> None:
            await asyncio.gather(*(one_lane(calls // WIDTH or 1) for _ in range(WIDTH)))

        runner.run(call_all(WIDTH))
        measured = _measured(lambda: runner.run(call_all(count)))
        runner.run(api.close())
        return measured


def _file(size: int, url: str, work: Path) -> tuple[float, float]:
    to = work / "grown"
    with (
        GreenApi(1000, TOKEN, api_url=url, requests_per_second=None) as small,
        GreenApi(size, TOKEN, api_url=url, requests_per_second=None) as large,
    ):
        small.save_file(CHAT, MESSAGE, to=to)
        measured = _measured(
            lambda: large.save_file(CHAT, MESSAGE, to=to, name="large", max_bytes=LARGEST)
        )
    shutil.rmtree(to)
    return measured


KINDS: Mapping[str, Callable[[int, str, Path], tuple[float, float]]] = {
    "calls": _calls,
    "calls-in-flight": _calls_in_flight,
    "file": _file,
}


def grow(kind: str, title: str, counts: list[int], server: StaticServer, work: Path) -> list[Group]:
    """The time for one unit, and the memory in all, at each count.

    Args:
        kind: What grows: a name of `KINDS`.
        title: What one unit is, for the table.
        counts: How many units at each step.
        server: Whom to ask.
        work: A folder to save to.
    """
    seconds: dict[str, list[float]] = {}
    held: dict[str, list[float]] = {}
    for count in counts:
        if kind == "file":
            server.add_file(1000, 1000)
            server.add_file(count, count)
        command = [sys.executable, "-m", "bench.growth", kind, str(count), server.url, str(work)]
        answer = subprocess.run(command, check=True, capture_output=True, text=True)
        took, peak = json.loads(answer.stdout)
        name = f"{count:,}"
        seconds[name], held[name] = [took / count * 1e6], [peak]
        if kind == "file":
            (server.files / f"{count}.bin").unlink()
    first = next(iter(seconds))
    return [
        Group(
            f"growth-{kind}-time", f"Growth: {title}, time for one", "µs", more_is_better=False,
            reference=first, rounds=1, rows=rows_of(seconds, first),
        ),
        Group(
            f"growth-{kind}-memory", f"Growth: {title}, memory at the peak over the idle process",
            "MiB", more_is_better=False, reference=first, rounds=1, rows=rows_of(held, first),
        ),
    ]  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(KINDS[sys.argv[1]](int(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))))
