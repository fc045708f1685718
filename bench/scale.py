# pyright: reportMissingImports=false
# (Dask lives in the environment of the peers)
"""How many instances one process serves under the limit of the API, and several processes."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import memory
from bench.mock_server import running
from bench.nginx import StaticServer
from bench.peers import CHAT, MESSAGE, TOKEN
from bench.rounds import Group, rows_of
from green_api_files import AsyncGreenApi, GreenApiError

FIRST_INSTANCE = 1101000001
PER_SECOND = 5
AT_ONCE = 2
"""How many instances one worker of Dask serves at the same time."""
EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "shard_with_dask.py"


@dataclass(frozen=True)
class Served:
    """What one process did for many instances.

    Attributes:
        calls_per_second: Answered calls.
        failures: Calls that ended with an error.
        cpu_share: How much of one core the process took.
        mebibytes: What it held at its peak over the beginning.
    """

    calls_per_second: float
    failures: int
    cpu_share: float
    mebibytes: float


async def _serve(url: str, instances: int, seconds: float) -> tuple[int, int, float]:
    """Call for every instance, as often as its limit allows, and count."""
    answered = failed = 0
    start = time.perf_counter()

    async def one_instance(number: int) -> None:
        nonlocal answered, failed
        instance = FIRST_INSTANCE + number
        async with AsyncGreenApi(instance, TOKEN, api_url=url) as api:
            while time.perf_counter() - start < seconds:
                try:
                    await api.download_file(CHAT, MESSAGE)
                    answered += 1
                except GreenApiError:
                    failed += 1

    await asyncio.gather(*(one_instance(number) for number in range(instances)))
    return answered, failed, time.perf_counter() - start


def serve(url: str, instances: int, seconds: float) -> Served:
    """Serve so many instances at the documented rate for some seconds."""
    memory.forget_peak()
    before, cpu = memory.resident(), time.process_time()
    answered, failed, took = asyncio.run(_serve(url, instances, seconds))
    return Served(
        calls_per_second=answered / took,
        failures=failed,
        cpu_share=(time.process_time() - cpu) / took,
        mebibytes=(memory.peak() - before) / memory.MEBIBYTE,
    )


def under_the_limit(instances: Sequence[int], seconds: float, server: StaticServer) -> list[Group]:
    """Simulated instances in one process, against the mock that enforces the limit, and nginx.

    The mock refuses a sixth call within a second, nginx none. It shows where the mock itself ends.
    """
    groups: list[Group] = []
    with running("green-api-mock", "--rate-limit") as mock:
        for place, url in (("the mock with --rate-limit", mock.url), ("nginx", server.url)):
            served = {str(count): _in_a_process(url, count, seconds) for count in instances}
            groups += _groups(place, served)
    return groups


def _in_a_process(url: str, instances: int, seconds: float) -> Served:
    command = [sys.executable, "-m", "bench.scale", url, str(instances), str(seconds)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    return Served(**json.loads(answer.stdout))


def _groups(place: str, served: dict[str, Served]) -> Iterator[Group]:
    key = place.partition(" ")[0] if place == "nginx" else "mock"
    subject = f"Instances in one process, against {place}"
    failures = sum(one.failures for one in served.values())
    shares = {count: one.calls_per_second / int(count) for count, one in served.items()}
    yield _group(
        f"scale-rate-{key}",
        f"{subject}: calls a second for each",
        "calls/s",
        shares,
        f"The limit allows {PER_SECOND} calls a second to each. {failures} calls failed.",
    )
    cpu = {count: one.cpu_share for count, one in served.items()}
    yield _group(f"scale-cpu-{key}", f"{subject}: cores taken", "cores", cpu, "")
    held = {count: one.mebibytes for count, one in served.items()}
    yield _group(f"scale-memory-{key}", f"{subject}: memory taken", "MiB", held, "")


def _group(key: str, title: str, unit: str, figures: dict[str, float], note: str) -> Group:
    first = next(iter(figures))
    rows = rows_of({name: [figure] for name, figure in figures.items()}, first)
    more = unit in {"calls/s", "files/s"}
    return Group(key, title, unit, more, first, 1, rows, note)


def sharded(server: StaticServer, accounts: int, messages: int, work: Path) -> Group:
    """The example with Dask: files a second of many instances, by the number of workers."""
    listed = work / "accounts.json"
    listed.write_text(
        json.dumps([_account(server, work, number, messages) for number in range(accounts)])
    )
    rates: dict[str, float] = {}
    for workers in (1, 2):
        to = work / f"sharded-{workers}"
        with _cluster(workers) as address:
            command = [sys.executable, str(EXAMPLE), str(listed), str(to), address]
            start = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            seconds = time.perf_counter() - start
        assert len(list(to.glob("*/*.bin"))) == accounts * messages
        rates[f"{workers} worker{'s' if workers > 1 else ''}"] = accounts * messages / seconds
    note = f"{accounts} instances with {messages} files of 1 KB, five a second each; "
    note += f"a worker serves {AT_ONCE} at the same time."
    return _group(
        "scale-dask",
        "Instances shared out over workers of Dask: files a second",
        "files/s",
        rates,
        note,
    )


def _account(server: StaticServer, work: Path, number: int, messages: int) -> dict[str, object]:
    token, listed = work / f"token-{number}", work / f"messages-{number}.jsonl"
    token.write_text(TOKEN)
    lines = [{"chatId": CHAT, "idMessage": f"{one:032X}"} for one in range(messages)]
    listed.write_text("".join(json.dumps(line) + "\n" for line in lines))
    instance = FIRST_INSTANCE + number
    server.add_file(instance, 1000)
    account = {"apiUrl": server.url, "tokenFile": str(token), "messages": str(listed)}
    return {"idInstance": instance, **account}


@contextmanager
def _cluster(workers: int) -> Iterator[str]:
    """Workers of Dask in processes of this machine; the address of their scheduler."""
    from distributed import LocalCluster  # noqa: PLC0415 - starts a second's work

    with LocalCluster(
        n_workers=workers, threads_per_worker=AT_ONCE, dashboard_address=None, silence_logs=40
    ) as cluster:
        yield str(cluster.scheduler_address)


if __name__ == "__main__":
    print(json.dumps(serve(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])).__dict__))
