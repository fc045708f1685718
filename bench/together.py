"""Many files at once, as users of each package would save them."""

import asyncio
import functools
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from bench.curl import find_curl
from bench.nginx import StaticServer
from bench.peers import CHAT, MESSAGE, TOKEN
from bench.rounds import Group, rows_of, seconds_for, take_turns
from bench.savers import LARGEST, SAVERS
from green_api_files import AsyncGreenApi

SIZE = 100_000

SaveMany = Callable[[Path, Sequence[str]], None]
"""Saves the same file into a folder under each of the names."""


@contextmanager
def _threads(name: str, url: str, width: int) -> Iterator[SaveMany]:
    with SAVERS[name](url, SIZE) as save, ThreadPoolExecutor(width) as pool:

        def save_many(to: Path, names: Sequence[str]) -> None:
            for _ in pool.map(functools.partial(save, to), names):
                pass

        yield save_many


@contextmanager
def _tasks(url: str, width: int) -> Iterator[SaveMany]:
    with asyncio.Runner() as runner:
        api = AsyncGreenApi(SIZE, TOKEN, api_url=url, requests_per_second=None)

        async def one_lane(to: Path, names: Iterator[str]) -> None:
            for name in names:
                await api.save_file(CHAT, MESSAGE, to=to, name=name, max_bytes=LARGEST)

        async def all_lanes(to: Path, names: Sequence[str]) -> None:
            waiting = iter(names)
            await asyncio.gather(*(one_lane(to, waiting) for _ in range(width)))

        yield lambda to, names: runner.run(all_lanes(to, names))
        runner.run(api.close())


@contextmanager
def _curl(url: str, width: int) -> Iterator[SaveMany]:
    def save_many(to: Path, names: Sequence[str]) -> None:
        link = f"{url}/files/{SIZE}.bin"
        settings = "".join(f'url = "{link}"\noutput = "{to / name}"\n' for name in names)
        command = [find_curl(), "--silent", "--fail", "--no-progress-meter", "--parallel"]
        command += ["--parallel-max", str(width), "--config", "-"]
        subprocess.run(command, input=settings, text=True, check=True, stderr=subprocess.DEVNULL)

    yield save_many


OPENERS: Mapping[str, Callable[[str, int], AbstractContextManager[SaveMany]]] = {
    "GreenApi": functools.partial(_threads, "GreenApi"),
    "AsyncGreenApi": _tasks,
    "curl": _curl,
    "httpx": functools.partial(_threads, "httpx"),
    "requests": functools.partial(_threads, "requests"),
}


def time_to_save_many(
    server: StaticServer, count: int, width: int, work: Path, rounds: int
) -> Group:
    """Milliseconds for one of many small files, `width` at once."""
    source = server.add_file(SIZE, SIZE).read_bytes()
    names = [f"{number}.bin" for number in range(count)]

    def milliseconds(save_many: SaveMany) -> float:
        to = work / "many"
        to.mkdir()
        try:
            seconds = seconds_for(lambda: save_many(to, names))
            assert all((to / name).read_bytes() == source for name in names)
        finally:
            shutil.rmtree(to)
        return seconds / count * 1000

    with ExitStack() as opened:
        contenders = {
            name: functools.partial(milliseconds, opened.enter_context(opener(server.url, width)))
            for name, opener in OPENERS.items()
        }
        rows = rows_of(take_turns(contenders, rounds), "httpx")
    return Group(
        key="save-many",
        title=f"Saving {count} files of 100 KB, {width} at once, for each file",
        unit="ms",
        more_is_better=False,
        reference="httpx",
        rounds=rounds,
        rows=rows,
        notes="GreenApi, httpx and requests in threads. Only ours wait until the bytes of every "
        "file are on the disk.",
    )
