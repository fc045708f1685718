"""Faults of processes: killed, interrupted, two at once, without descriptors, a jumping clock."""

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.torture.loop import loop_in_thread
from bench.torture.origin import (
    CHAT,
    INSTANCE,
    TOKEN,
    Message,
    make_messages,
    origin_in,
    surroundings,
)
from bench.torture.proxy import Delay, proxy_in
from bench.torture.tally import Tally, digest

SIZES = (1000, 70_000, 400_000)
AT_ONCE = 4
PATIENCE_SECONDS = 180.0
SEED = 20_261_123
INTERRUPTED = 130
# A moment may come when the program has just ended. So often a whole run is tried for each hit.
MOST_MISSES = 4


class Victim:
    """The program of `bench.torture.victim` with an order for it."""

    name = "library"
    books = "-"

    def __init__(self, url: str, target: Path, messages: Sequence[Message]) -> None:
        self.target = target
        self.messages = messages
        self._order: dict[str, Any] = {
            "url": url,
            "target": str(target),
            "instance": INSTANCE,
            "token": TOKEN,
            "chat": CHAT,
            "at_once": AT_ONCE,
            "requests_per_second": None,
            "descriptors_left": None,
            "jump": False,
            "messages": [
                {"id": one.id_message, "name": one.name, "sha256": digest(one.source)}
                for one in messages
            ],
        }

    def start(self, **changes: object) -> "subprocess.Popen[str]":
        """Start it; with `changes` to the order."""
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.torture.victim"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdin is not None
        process.stdin.write(json.dumps(self._order | changes))
        process.stdin.close()
        process.stdin = None
        return process

    def count(self, output: str, tally: Tally) -> None:
        """Count what it said of every message."""
        sources = {one.id_message: one.source for one in self.messages}
        for line in map(json.loads, output.splitlines()):
            if "saved" in line:
                tally.file(self.target / line["saved"], sources[line["source"]])
            elif line["typed"]:
                tally.tries += 1
                tally.told += 1
            else:
                tally.tries += 1
                tally.wrong += 1
                tally.note(f"{line['error']}: {line['text']}")

    def missing_share(self) -> float:
        """How large a share of the files is not there yet."""
        missing = sum(not (self.target / one.name).exists() for one in self.messages)
        return missing / len(self.messages)

    def mend(self, tally: Tally) -> None:
        """Run it undisturbed and look at what it leaves."""
        process = self.start()
        _, errors = process.communicate(timeout=PATIENCE_SECONDS)
        if process.returncode:
            tally.wrong += 1
            tally.note(f"the next run failed: {errors.strip()[-200:]}")
        tally.directory(self.target, self.sources, self.books)

    @property
    def sources(self) -> dict[str, Path]:
        """The sources, by the names that the files get."""
        return {one.name: one.source for one in self.messages}


class CommandVictim(Victim):
    """The command `green-api-files save`, with a file of messages."""

    name = "command"
    books = ".green-api-files.sqlite3"

    def __init__(self, url: str, target: Path, messages: Sequence[Message]) -> None:
        super().__init__(url, target, messages)
        self._list = target.parent / "messages.jsonl"
        lines = [{"chatId": CHAT, "idMessage": one.id_message} for one in messages]
        self._list.write_text("".join(json.dumps(line) + "\n" for line in lines))
        self._surroundings = surroundings(url)

    def start(self, **_changes: object) -> "subprocess.Popen[str]":
        """Start it."""
        command = [sys.executable, "-m", "green_api_files", "save", "--json", "--rate", "0"]
        return subprocess.Popen(
            [*command, "--jobs", str(AT_ONCE), "--from", str(self._list), "--to", str(self.target)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self._surroundings,
        )


@contextmanager
def _victim(work: Path, count: int, kind: type[Victim] = Victim) -> Iterator[Victim]:
    sizes = [SIZES[number % len(SIZES)] for number in range(count)]
    messages = make_messages(work / "files", sizes, SEED)
    target = work / "target"
    target.mkdir()
    with (
        loop_in_thread() as loop,
        origin_in(loop, work / "files") as origin,
        proxy_in(loop, origin.url, SEED) as proxy,
    ):
        # A little slow, so that there are moments to hit.
        proxy.next_wire = lambda _chance: Delay
        origin.links_to = proxy.url
        yield kind(proxy.url, target, messages)


def killed(kind: type[Victim], kills: int, work: Path) -> Tally:
    """`kill -9` at random moments; after each five kills an undisturbed run and a look."""
    tally = Tally(f"{kind.name}: kill -9")
    chance = random.Random(SEED)  # noqa: S311 - moments, no secrets
    with _victim(work, 12, kind) as victim:
        saving = _seconds_of_saving(victim)
        while tally.struck < kills and tally.tries < MOST_MISSES * kills:
            _empty(victim.target)
            for _ in range(5):
                missing = victim.missing_share() or _empty(victim.target)
                process = victim.start()
                _wait_until_it_saves(process, victim)
                time.sleep(chance.uniform(0.0, 0.8) * saving * missing)
                process.kill()
                process.communicate()
                tally.tries += 1
                tally.struck += process.returncode == -signal.SIGKILL
                _look_at_finished(victim, tally)
            victim.mend(tally)
    return tally


def _seconds_of_saving(victim: Victim) -> float:
    """How long an undisturbed run takes, without its start."""
    process = victim.start()
    _wait_until_it_saves(process, victim)
    start = time.monotonic()
    process.communicate(timeout=PATIENCE_SECONDS)
    return time.monotonic() - start


def _wait_until_it_saves(process: "subprocess.Popen[str]", victim: Victim) -> None:
    before = len(list(victim.target.iterdir()))
    while process.poll() is None and len(list(victim.target.iterdir())) == before:
        time.sleep(0.002)


def _empty(target: Path) -> float:
    """Remove every file, and return how large a share of them is missing then."""
    for path in target.iterdir():
        path.unlink()
    return 1.0


def _look_at_finished(victim: Victim, tally: Tally) -> None:
    """Whatever has its final name must be whole, also right after a kill."""
    for message in victim.messages:
        path = victim.target / message.name
        if path.exists() and digest(path) != digest(message.source):
            tally.wrong += 1
            tally.note(f"{path.name} had its name and was not whole")


def two_at_once(tries: int, work: Path) -> Tally:
    """Two processes save the same messages under the same names into one directory."""
    tally = Tally("library: two processes, one directory")
    with _victim(work, 12) as victim:
        for _ in range(max(1, tries // len(victim.messages) // 2)):
            _empty(victim.target)
            both = [victim.start(), victim.start()]
            for process in both:
                output, _ = process.communicate(timeout=PATIENCE_SECONDS)
                victim.count(output, tally)
            tally.struck += 1
            _remove_second_copies(victim)
            victim.mend(tally)
    return tally


def _remove_second_copies(victim: Victim) -> None:
    """A file that both wanted is there twice, the second with a number; each is checked."""
    for message in victim.messages:
        for copy in victim.target.glob(f"{message.source.stem} (*).bin"):
            copy.unlink()


def without_descriptors(tries: int, work: Path) -> Tally:
    """Save while the process may open no more, or hardly more, files and sockets."""
    tally = Tally("library: file descriptors used up")
    with _victim(work, 12) as victim:
        left = 0
        while tally.tries < tries:
            _empty(victim.target)
            process = victim.start(descriptors_left=left % 12)
            output, errors = process.communicate(timeout=PATIENCE_SECONDS)
            victim.count(output, tally)
            if process.returncode:
                tally.wrong += 1
                tally.note(errors.strip()[-200:])
            victim.mend(tally)
            left += 1
        tally.struck = left
    return tally


def jumping_clock(tries: int, work: Path) -> Tally:
    """Save under the rate limit while the wall clock jumps by up to a month at every look."""
    tally = Tally("library: clock jumps by up to a month")
    with _victim(work, tries) as victim:
        process = victim.start(jump=True, requests_per_second=20)
        try:
            output, _ = process.communicate(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            output, _ = process.communicate()
            tally.hang("the process")
        victim.count(output, tally)
        tally.struck = 1
        victim.mend(tally)
    return tally


def interrupted(kind: type[Victim], tries: int, work: Path) -> Tally:
    """Ctrl-C at random moments. Nothing may be left behind, also before the next run."""
    tally = Tally(f"{kind.name}: SIGINT")
    # A shell that runs us in the background lets us, and so our children, ignore the signal.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    chance = random.Random(SEED)  # noqa: S311 - moments, no secrets
    with _victim(work, 12, kind) as victim:
        saving = _seconds_of_saving(victim)
        while tally.struck < tries and tally.tries < MOST_MISSES * tries:
            _empty(victim.target)
            process = victim.start()
            _wait_until_it_saves(process, victim)
            time.sleep(chance.uniform(0.0, 0.8) * saving)
            process.send_signal(signal.SIGINT)
            try:
                process.communicate(timeout=PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                tally.hang("the process")
            tally.tries += 1
            tally.struck += process.returncode in {-signal.SIGINT, INTERRUPTED}
            _look_at_finished(victim, tally)
            tally.left_behind(victim.target, victim.sources, victim.books)
            if tally.tries % 5 == 0:
                victim.mend(tally)
    return tally


def two_commands(tries: int, work: Path) -> Tally:
    """Two commands save the same messages into one directory. Each file may be there once only."""
    tally = Tally("command: two processes, one directory")
    with _victim(work, 12, CommandVictim) as victim:
        while tally.tries < tries:
            _empty(victim.target)
            both = [victim.start(), victim.start()]
            for process in both:
                _, errors = process.communicate(timeout=PATIENCE_SECONDS)
                tally.tries += len(victim.messages)
                if process.returncode:
                    tally.wrong += 1
                    tally.note(f"exit code {process.returncode}: {errors.strip()[-200:]}")
                else:
                    tally.saved += len(victim.messages)
            tally.struck += 1
            tally.directory(victim.target, victim.sources, victim.books)
    return tally
