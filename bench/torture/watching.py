"""`watch` is killed, told to end and given a full disk, again and again, while the API fails.

Between two lives of the process notifications come, of every kind that the mock has. The mock gives
some twice, loses the answer to a deletion, says 502 and 429, lets links expire; a proxy before it
cuts polls, deletions and files. In the end everything has to be there, once and in order.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

from bench.account import DELETE, RECEIVE, Account
from bench.torture.loop import loop_in_thread
from bench.torture.mock import mock_in
from bench.torture.origin import surroundings
from bench.torture.proxy import Cut, Proxy, Reset, Wire, proxy_in
from bench.torture.tally import Tally

INSTANCE = 1101000207  # the mock loses the answer to its first deletion
# One is switched off in the settings of a new instance; the file of the other is never whole.
NOT_WANTED = {"outgoingCall", "incomingImageTruncated"}
TIME_FACTOR = 50
EACH_TIME = 5
LARGEST, LARGEST_ON_A_SMALL_DISK = 150_000, 20_000
LATE_SECONDS = 3.0  # for what follows a notification by itself, two minutes later at most
PATIENCE_SECONDS = 240.0
SEED = 20_261_126
LOG = "notifications.jsonl"
BOOKS = {".green-api-files.sqlite3", ".green-api-files.watch", ".green-api-files.position", LOG}
DONE, FAILED, FULL, UNAVAILABLE = 0, 1, 4, 5  # exit codes

_ANY: tuple[dict[str, Any], ...] = (
    {"answer": "502"},
    {"answer": "429"},
    {"status": 503},
    {"fault": "connectionReset"},
    {"fault": "cutBody"},
)
FAULTS: Mapping[str, Sequence[dict[str, Any]]] = {
    RECEIVE: _ANY,
    DELETE: (*_ANY, {"answer": "notDeleted"}, {"answer": "notificationGone"}),
    "downloadFile": (*_ANY, {"answer": "expiredLink"}, {"answer": "instanceStarting"}),
}


class Watched:
    """An instance, its inbox, and what has to be in it in the end.

    Args:
        account: The instance.
        url: The API as `watch` sees it.
        to: The inbox.
        largest: Bytes of a file.
        program: The module that is the command.
    """

    def __init__(
        self,
        account: Account,
        url: str,
        to: Path,
        largest: int,
        program: str = "green_api_files",
    ) -> None:
        self.chance = random.Random(SEED)  # noqa: S311 - moments and kinds, no secrets
        self.to = to
        self._account = account
        self._program = program
        self._url = url
        self._surroundings = surroundings(url, account.number)
        self._largest = largest
        kinds = {
            kind["name"]: _file_of(kind["value"]) is not None
            for kind in account.triggers
            if kind["name"] not in NOT_WANTED
        }
        self._with_file = [name for name, has_file in kinds.items() if has_file]
        self._without = [name for name, has_file in kinds.items() if not has_file]
        self._bodies: dict[int, Any] = {}  # by their numbers in the queue
        self._files: dict[int, bytes] = {}
        self._again: set[int] = set()
        self._hurried: set[int] = set()

    def some_come(self) -> None:
        """Let some notifications come, every second one with a file."""
        for number in range(EACH_TIME):
            kind = self.chance.choice(self._without if number % 2 else self._with_file)
            size = self.chance.randrange(16, self._largest)
            file = None if number % 2 else self.chance.randbytes(size)
            first, *again = self._come(kind, file)
            if file is not None:
                self._files[first] = file
            self._again.update(again)
            if kind.endswith("First"):
                self._hurried.add(first)

    def _come(self, kind: str, file: bytes | None) -> list[int]:
        """Let one come; gives the numbers under which it is in the queue."""
        rows = self._account.come(kind, file)
        self._bodies |= {row["receiptId"]: row["body"] for row in rows}
        return [row["receiptId"] for row in rows]

    def something_fails(self) -> None:
        """Order faults of two operations, instead of those that the last life did not meet."""
        self.nothing_fails()
        for operation in self.chance.sample(sorted(FAULTS), 2):
            self._account.order(operation=operation, **self.chance.choice(FAULTS[operation]))

    def nothing_fails(self) -> None:
        """Take back what was ordered."""
        self._account.take_back_orders()

    def start(self, *more: str) -> "subprocess.Popen[bytes]":
        """Start `watch`."""
        return subprocess.Popen(
            [
                sys.executable,
                "-m",
                self._program,
                "watch",
                "--to",
                self.to,
                "--rate",
                "0",
                *more,
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=self._surroundings,
        )

    def to_its_end(self) -> tuple[int, str]:
        """Receive and save what there is; gives the exit code and what it told."""
        process = self.start("--once")
        try:
            _, told = process.communicate(timeout=PATIENCE_SECONDS)
        finally:
            process.kill()
        return process.returncode, told.decode(errors="replace")

    def look(self, tally: Tally) -> None:
        """Let everything come to its end without faults, and count what is wrong."""
        self.nothing_fails()
        time.sleep(LATE_SECONDS)
        code, told = self.to_its_end()
        if code == FAILED:
            code, told = self.to_its_end()
        if code not in {DONE, UNAVAILABLE}:
            tally.wrong += 1
            tally.note(f"exit code {code}: {told.strip()[-200:]}")
        for body in self._account.waiting:
            tally.lost += 1
            tally.note(f"{body['typeWebhook']} is still in the queue")
        text = (self.to / LOG).read_text().replace(self._url, self._account.url)  # in links
        logged = [json.loads(line) for line in text.splitlines()]
        self._look_at_log(logged, tally)
        self._look_at_files(logged, tally)

    def _look_at_log(self, logged: list[dict[str, Any]], tally: Tally) -> None:
        found = Counter(row["receiptId"] for row in logged)
        came = set(range(1, max([*self._bodies, *found]) + 1)) - self._again
        for number in came - set(found):
            tally.lost += 1
            tally.note(f"notification {number} is missing in the log")
        for number, times in found.items():
            if times > 1 or number not in came:
                tally.wrong += 1
                tally.note(f"notification {number} is in the log again")
        in_order = [row["receiptId"] for row in logged if row["receiptId"] not in self._hurried]
        if in_order != sorted(in_order):
            tally.wrong += 1
            tally.note("the log is not in order")
        for row in logged:
            if row["body"] != self._bodies.get(row["receiptId"], row["body"]):
                tally.wrong += 1
                tally.note(f"notification {row['receiptId']} differs in the log")

    def _look_at_files(self, logged: list[dict[str, Any]], tally: Tally) -> None:
        expected = Counter(self._files.values())
        for row in logged:
            file = _file_of(row["body"])
            if file is not None and row["receiptId"] not in self._files:
                # It came by itself, with a file of the mock's own.
                expected[httpx.get(file["downloadUrl"]).raise_for_status().content] += 1
        paths = [path for path in self.to.iterdir() if path.name not in BOOKS]
        found = Counter(path.read_bytes() for path in paths)
        tally.saved += (found & expected).total()
        tally.lost += (expected - found).total()
        tally.litter += (found - expected).total()
        for content in expected - found:
            tally.note(f"a file of {len(content)} bytes is missing")
        for path in paths:
            if found[path.read_bytes()] > expected[path.read_bytes()]:
                tally.note(f"{path.name} is too much, or wrong")


def _file_of(body: Any) -> dict[str, Any] | None:
    """What a webhook says of its file."""
    file: dict[str, Any] | None = body.get("messageData", {}).get("fileMessageData")
    return file


@contextmanager
def _watched(to: Path, largest: int = LARGEST) -> Iterator[tuple[Watched, Proxy]]:
    with (
        loop_in_thread() as loop,
        mock_in(loop, time_factor=TIME_FACTOR) as url,
        proxy_in(loop, url, SEED) as proxy,
    ):
        proxy.next_wire = lambda chance: chance.choice([Cut, Reset, Wire, Wire])
        yield Watched(Account(url, INSTANCE), proxy.url, to, largest), proxy


def ended(number: signal.Signals, ends: int, work: Path) -> Tally:
    """End it at random moments: kill it, or tell it to end."""
    tally = Tally(f"watch: {'kill -9' if number is signal.SIGKILL else number.name}")
    with _watched(work / "inbox") as (watched, proxy):
        for _ in range(ends):
            watched.some_come()
            watched.something_fails()
            process = watched.start()
            with suppress(subprocess.TimeoutExpired):
                process.communicate(timeout=watched.chance.uniform(0.3, 2.5))
            process.send_signal(number)
            count_end(process, number, tally)
            if number is not signal.SIGKILL:
                _look_for_litter(watched.to, tally)
        proxy.next_wire = lambda _chance: Wire
        watched.look(tally)
    return tally


def count_end(process: "subprocess.Popen[bytes]", number: signal.Signals, tally: Tally) -> None:
    """Count how it ended after a signal."""
    try:
        _, told = process.communicate(timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        tally.hang("watch")
        return
    tally.tries += 1
    # Before it handles a signal, as while it is imported, the system ends it.
    if process.returncode in {-number, 128 + number}:
        tally.struck += 1
    else:
        tally.wrong += 1
        tally.note(f"exit code {process.returncode}: {told.decode(errors='replace')[-200:]}")


def _look_for_litter(to: Path, tally: Tally) -> None:
    """Told to end, it leaves nothing but files and books."""
    if to.exists():
        left = {path.name for path in to.iterdir() if path.name.startswith(".")} - BOOKS
        tally.litter += len(left)
        for name in left:
            tally.note(f"{name} was left behind")


def full(tries: int, work: Path) -> Tally:
    """The disk fills at a random moment, and is freed when that has ended `watch`."""
    tally = Tally("watch: disk full")
    to = work / "target"
    ballast = to / "ballast"
    with _watched(to, LARGEST_ON_A_SMALL_DISK) as (watched, proxy):
        for _ in range(tries):
            watched.some_come()
            watched.something_fails()
            room = os.statvfs(to).f_bavail * os.statvfs(to).f_frsize
            with ballast.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, room - watched.chance.randrange(80_000))
            code, told = watched.to_its_end()
            ballast.unlink()
            tally.tries += 1
            if code == FULL:
                tally.struck += 1
                tally.told += 1
            elif code not in {DONE, FAILED, UNAVAILABLE}:
                tally.wrong += 1
                tally.note(f"exit code {code}: {told[-200:]}")
        proxy.next_wire = lambda _chance: Wire
        watched.look(tally)
    return tally
