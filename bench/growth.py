"""How time and memory grow with the number of calls and the size of the file.

Each step runs in a process of its own: `python -m bench.growth KIND COUNT URL WORK`.
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench import memory
from bench.nginx import StaticServer
from bench.peers import CHAT, MESSAGE, TOKEN
from bench.rounds import Group, rows_of
from bench.savers import LARGEST
from green_api_files import AsyncGreenApi, GreenApi

INSTANCE = 1101000001
WIDTH = 32
JOBS = 16


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


def _batch(count: int, url: str, work: Path) -> tuple[float, ...]:
    """The command over a file of messages: seconds, its whole memory, mebibytes of its books."""
    to, messages = work / "batch", work / "messages.jsonl"
    with messages.open("w") as file:
        for number in range(count):
            file.write(json.dumps({"chatId": CHAT, "idMessage": f"{number:032X}"}) + "\n")
    command = [sys.executable, "-m", "green_api_files", "save", "--json", "--rate", "0"]
    command += ["--jobs", str(JOBS), "--from", str(messages), "--to", str(to)]
    surroundings = os.environ | {
        "GREEN_API_URL": url,
        "GREEN_API_ID_INSTANCE": "1000",
        "GREEN_API_TOKEN_INSTANCE": TOKEN,
    }
    start = time.perf_counter()
    process = subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    assert status == 0
    books = sum(path.stat().st_size for path in to.glob(".green-api-files*"))
    assert sum(path.stat().st_size == 1000 for path in to.glob("*.bin")) == count  # noqa: PLR2004 - the file's size
    shutil.rmtree(to)
    return seconds, used.ru_maxrss / 1024, books / memory.MEBIBYTE


@dataclass(frozen=True)
class Kind:
    """Something that grows.

    Attributes:
        title: What grows.
        measure: Gives seconds and mebibytes, and maybe more mebibytes, for a count.
        one: What the time is given for: a call, a file, a message.
        scale: By what the seconds of everything are multiplied to get the unit.
        unit: The unit of the time.
        is_shared: Whether the time is divided by the count.
    """

    title: str
    measure: Callable[[int, str, Path], tuple[float, ...]]
    one: str
    scale: float
    unit: str
    is_shared: bool = True


KINDS: Mapping[str, Kind] = {
    "calls": Kind("calls, one after another", _calls, "call", 1e6, "µs"),
    "in-flight": Kind(f"calls, {WIDTH} in flight", _calls_in_flight, "call", 1e6, "µs"),
    "file": Kind("bytes of a file", _file, "file", 1e3, "ms", is_shared=False),
    "batch": Kind(f"messages of a batch, {JOBS} at once", _batch, "message", 1e3, "ms"),
}


def grow(name: str, counts: list[int], server: StaticServer, work: Path) -> list[Group]:
    """The time for one and the memory for all at each count, each in a process of its own.

    Args:
        name: What grows: a name of `KINDS`.
        counts: How many at each step.
        server: Whom to ask.
        work: A folder to save to.
    """
    kind = KINDS[name]
    server.add_file(1000, 1000)
    times: dict[str, list[float]] = {}
    held: dict[str, list[float]] = {}
    books: dict[str, list[float]] = {}
    for count in counts:
        if name == "file":
            server.add_file(count, count)
        command = [sys.executable, "-m", "bench.growth", name, str(count), server.url, str(work)]
        answer = subprocess.run(command, check=True, capture_output=True, text=True)
        seconds, mebibytes, *more = json.loads(answer.stdout)
        step = f"{count:,}"
        times[step] = [seconds * kind.scale / (count if kind.is_shared else 1)]
        held[step] = [mebibytes]
        books |= {step: more} if more else {}
    over = "of the whole command" if books else "at the peak over the idle process"
    groups = [
        _group(f"growth-{name}-time", f"{kind.title}: time for one {kind.one}", kind.unit, times),
        _group(f"growth-{name}-memory", f"{kind.title}: memory {over}", "MiB", held),
    ]
    if books:
        title = f"{kind.title}: size of the record of what was saved"
        groups.append(_group(f"growth-{name}-record", title, "MiB", books))
    return groups


def _group(key: str, title: str, unit: str, figures: Mapping[str, list[float]]) -> Group:
    first = next(iter(figures))
    return Group(
        key,
        f"Growth with the number of {title}",
        unit,
        more_is_better=False,
        reference=first,
        rounds=1,
        rows=rows_of(figures, first),
    )


if __name__ == "__main__":
    grown = KINDS[sys.argv[1]]
    print(json.dumps(grown.measure(int(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))))
