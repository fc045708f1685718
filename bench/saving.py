"""How long it takes to save a file, and how much memory."""

import filecmp
import functools
import json
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from bench import memory
from bench.nginx import StaticServer
from bench.rounds import Group, rows_of, seconds_for, take_turns
from bench.savers import SAVERS, Save

if TYPE_CHECKING:
    from collections.abc import Callable


def time_to_save(server: StaticServer, size: int, title: str, work: Path, rounds: int) -> Group:
    """Milliseconds to save one file of `size` bytes. Every file is compared with its source."""
    source = server.add_file(size, size)
    with ExitStack() as opened:
        contenders: dict[str, Callable[[], float]] = {}
        for name, opener in SAVERS.items():
            save = opened.enter_context(opener(server.url, size))
            contenders[name] = functools.partial(_milliseconds, save, source, work)
        figures = take_turns(contenders, rounds)
    return Group(
        key=f"save-{size}",
        title=f"Saving a file of {title}",
        unit="ms",
        more_is_better=False,
        reference="httpx",
        rounds=rounds,
        rows=rows_of(figures, "httpx"),
        notes="curl is given the link; the others call the API first. Only `GreenApi`, "
        "`AsyncGreenApi` and `fsync` wait until the bytes are on the disk.",
    )


def _milliseconds(save: Save, source: Path, work: Path) -> float:
    to = work / "saved"
    to.mkdir()
    try:
        seconds = seconds_for(lambda: save(to, "file.bin"))
        (saved,) = to.iterdir()
        assert filecmp.cmp(source, saved, shallow=False)
    finally:
        shutil.rmtree(to)
    return seconds * 1000


def memory_to_save(server: StaticServer, size: int, title: str, work: Path, rounds: int) -> Group:
    """Mebibytes at the peak of saving one file, over the process before it."""
    server.add_file(size, size)
    server.add_file(1000, 1000)
    contenders = {
        name: functools.partial(_peak, name, server, size, work)
        for name in SAVERS
        if not name.startswith("curl")
    }
    return Group(
        key=f"save-memory-{size}",
        title=f"Memory to save a file of {title}, at its peak over the idle process",
        unit="MiB",
        more_is_better=False,
        reference="httpx",
        rounds=rounds,
        rows=rows_of(take_turns(contenders, rounds), "httpx"),
        notes="Idle: the client is open and has saved a file of 1 KB.",
    )


def _peak(name: str, server: StaticServer, size: int, work: Path) -> float:
    command = [sys.executable, "-m", "bench.saving", name, server.url, str(size), str(work)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(json.loads(answer.stdout))


def _measure_peak(name: str, url: str, size: int, work: Path) -> float:
    """Run in a process of its own: save a small file, then the large one, and tell the growth."""
    to = work / "saved"
    with SAVERS[name](url, 1000) as small, SAVERS[name](url, size) as large:
        for save in (small, large):
            to.mkdir()
            memory.forget_peak()
            idle = memory.resident()
            save(to, "file.bin")
            peak = memory.peak()
            shutil.rmtree(to)
    return (peak - idle) / memory.MEBIBYTE


if __name__ == "__main__":
    print(json.dumps(_measure_peak(sys.argv[1], sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))))
