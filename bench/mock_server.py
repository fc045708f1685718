"""The mock beside bare Prism: how soon it is ready, how much it answers, what it holds."""

import asyncio
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import aiohttp
import psutil

from bench.nginx import free_port
from bench.peers import BODY, TOKEN, operation_url
from bench.rounds import Group, Row, rows_of, take_turns
from green_api_mock.judge import node

MEBIBYTE = 1 << 20
INSTANCE = 1101000001
CONNECTIONS = 16
# How many notifications wait while they are received.
WAITING = 1000
READY_SECONDS = 30.0
REFERENCE = "bare Prism"
CONTRACT = Path(__file__).resolve().parent.parent / "openapi.yaml"

_Ask = Callable[[aiohttp.ClientSession, str], Awaitable[None]]
"""One request over one of the connections to the server at an address."""


class NotReadyError(Exception):
    """A server ended or did not answer in time."""


@dataclass(frozen=True)
class Running:
    """A server that answers.

    Attributes:
        url: Its address.
        process: Its first process.
        ready_seconds: From its start to its first right answer.
    """

    url: str
    process: subprocess.Popen[bytes]
    ready_seconds: float

    def memory(self) -> float:
        """Mebibytes that all its processes hold."""
        first = psutil.Process(self.process.pid)
        family = [first, *first.children(recursive=True)]
        return sum(process.memory_info().rss for process in family) / MEBIBYTE


def _mock_command(port: int) -> list[str]:
    return [sys.executable, "-m", "green_api_mock", "--port", str(port)]


def _prism_command(port: int) -> list[str]:
    prism = str(node.installed_home().prism)
    quiet = ["--verboseLevel", "fatal", "--multiprocess", "false", "--cors", "false"]
    return [node.find_node(), prism, "mock", "--port", str(port), *quiet, str(CONTRACT)]


COMMANDS: dict[str, Callable[[int], list[str]]] = {
    REFERENCE: _prism_command,
    "green-api-mock": _mock_command,
}


@contextmanager
def running(name: str, *options: str) -> Iterator[Running]:
    """The server of that name, answering.

    Args:
        name: A name of `COMMANDS`.
        options: What to add to its command.

    Raises:
        NotReadyError: It ended, or gave no right answer in time.
    """
    port = free_port()
    start = time.perf_counter()
    process = subprocess.Popen(
        [*COMMANDS[name](port), *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={key: value for key, value in os.environ.items() if key != "NODE_ENV"},
    )
    url = f"http://127.0.0.1:{port}"
    try:
        while not _answers(url):
            if process.poll() is not None or time.perf_counter() - start > READY_SECONDS:
                raise NotReadyError(f"{name} is not ready. Start it by hand to see why.")
            time.sleep(0.01)
        yield Running(url, process, time.perf_counter() - start)
    finally:
        process.terminate()
        process.wait()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(_post(operation_url(url, INSTANCE), BODY)) as response:
            return b"downloadUrl" in response.read()
    except (urllib.error.URLError, ConnectionError):
        return False


def ready_time(rounds: int) -> Group:
    """Seconds from the start of the command to the first right answer."""

    def start(name: str) -> float:
        with running(name) as server:
            return server.ready_seconds

    contenders = {name: (lambda name=name: start(name)) for name in COMMANDS}
    rows = rows_of(take_turns(contenders, rounds), REFERENCE)
    return Group(
        "mock-ready",
        "The mock, ready to answer",
        "s",
        more_is_better=False,
        reference=REFERENCE,
        rounds=rounds,
        rows=rows,
    )


def throughput(rounds: int, seconds: float) -> list[Group]:
    """Requests a second over some connections, and the memory that the servers hold then."""
    with ExitStack() as started, asyncio.Runner() as runner:
        servers = {name: started.enter_context(running(name)) for name in COMMANDS}
        fill_queue(servers["green-api-mock"].url)

        def rates(ask: _Ask) -> list[Row]:
            contenders = {
                name: (lambda one=one: runner.run(_requests_per_second(one.url, ask, seconds)))
                for name, one in servers.items()
            }
            return rows_of(take_turns(contenders, rounds), REFERENCE)

        answered, received = rates(_ask_for_file), rates(_receive)
        held = rows_of({name: [one.memory()] for name, one in servers.items()}, REFERENCE)
    note = f"Both log fatal errors only; {CONNECTIONS} connections, {seconds} s a round."
    waiting = f"{WAITING} notifications wait in the mock's queue; Prism repeats an example. {note}"
    return [
        Group(
            "mock-rate", "The mock under load", "requests/s", more_is_better=True,
            reference=REFERENCE, rounds=rounds, rows=answered, notes=note,
        ),
        Group(
            "mock-receive-rate", "Receiving from the mock under load", "requests/s",
            more_is_better=True, reference=REFERENCE, rounds=rounds, rows=received, notes=waiting,
        ),
        Group(
            "mock-memory", "Memory of the mock after that load, Node included", "MiB",
            more_is_better=False, reference=REFERENCE, rounds=1, rows=held,
        ),
    ]  # fmt: skip


def fill_queue(url: str) -> None:
    """Let notifications come to the instance of the mock at this address."""
    order = {"trigger": "incomingImage", "idInstance": INSTANCE, "times": WAITING}
    with urllib.request.urlopen(_post(f"{url}/_mock/triggers", order)) as response:
        assert response.status == HTTPStatus.CREATED


def _post(url: str, value: object) -> urllib.request.Request:
    headers = {"Content-Type": "application/json"}
    return urllib.request.Request(url, data=json.dumps(value).encode(), headers=headers)


async def _ask_for_file(session: aiohttp.ClientSession, url: str) -> None:
    async with session.post(operation_url(url, INSTANCE), json=BODY) as response:
        assert "downloadUrl" in await response.json()


async def _receive(session: aiohttp.ClientSession, url: str) -> None:
    address = f"{url}/waInstance{INSTANCE}/receiveNotification/{TOKEN}"
    async with session.get(address) as response:
        assert "receiptId" in await response.json()


async def _requests_per_second(url: str, ask: _Ask, seconds: float) -> float:
    start = time.perf_counter()

    async def one_lane(session: aiohttp.ClientSession) -> int:
        done = 0
        while time.perf_counter() - start < seconds:
            await ask(session, url)
            done += 1
        return done

    async with aiohttp.ClientSession() as session:
        done = await asyncio.gather(*(one_lane(session) for _ in range(CONNECTIONS)))
    return sum(done) / (time.perf_counter() - start)
