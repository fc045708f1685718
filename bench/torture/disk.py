"""Faults of the disk: full, read-only, a directory that goes away or is crowded.

A full and a read-only disk are small file systems in memory, mounted in a namespace that nobody
else sees; so these run in a process of their own: `python -m bench.torture.disk FAULT TRIES WORK`.
"""

import asyncio
import json
import os
import random
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.torture import watching
from bench.torture.loop import loop_in_thread
from bench.torture.origin import CHAT, INSTANCE, TOKEN, Message, make_messages, origin_in
from bench.torture.tally import CannotRunError, Tally
from green_api_files import AsyncGreenApi, GreenApi, Retry, SaveError

SIZE = 1_000_000
DISK_BYTES = 4 << 20
CROWD = 10_000
PATIENCE_SECONDS = 300.0
SEED = 20_261_123
RETRY = Retry(first_delay=0.02, longest_delay=0.1)


@dataclass(frozen=True)
class Disk:
    """One message, and where its file is to be saved.

    Attributes:
        url: The API.
        target: The directory.
        message: What is saved.
    """

    url: str
    target: Path
    message: Message

    def save(
        self, number: int, progress: Callable[[int, int | None], object] | None = None
    ) -> Path:
        """Save the file: blocking where the number is even, else asynchronously."""
        where: dict[str, Any] = {"to": self.target, "name": self.message.name, "progress": progress}
        if number % 2 == 0:
            with GreenApi(INSTANCE, TOKEN, api_url=self.url, retry=RETRY) as api:
                return api.save_file(CHAT, self.message.id_message, **where)
        return asyncio.run(self._save_async(where))

    async def _save_async(self, where: dict[str, Any]) -> Path:
        async with AsyncGreenApi(INSTANCE, TOKEN, api_url=self.url, retry=RETRY) as api:
            return await api.save_file(CHAT, self.message.id_message, **where)

    def try_to_save(self, number: int, tally: Tally) -> None:
        """Save under the fault and count what comes of it."""
        try:
            path = self.save(number)
        except BaseException as error:  # noqa: BLE001 - whatever comes is what is counted
            tally.error(error)
            tally.struck += isinstance(error, SaveError)
        else:
            tally.file(path, self.message.source)

    def mend(self, number: int, tally: Tally) -> None:
        """Save without the fault, look at what is there, and leave an empty directory."""
        if not (self.target / self.message.name).exists():
            self.save(number)
        tally.directory(self.target, {self.message.name: self.message.source})
        for path in self.target.iterdir():
            path.unlink()


@contextmanager
def _disk(work: Path) -> Iterator[Disk]:
    (message,) = make_messages(work / "files", [SIZE], SEED)
    target = work / "target"
    target.mkdir(exist_ok=True)
    with loop_in_thread() as loop, origin_in(loop, work / "files") as origin:
        yield Disk(origin.url, target, message)


def full(tries: int, work: Path) -> Tally:
    """The disk has room for a random part of the file only."""
    tally = Tally("disk: full")
    chance = random.Random(SEED)  # noqa: S311 - sizes, no secrets
    ballast = work / "target" / "ballast"
    with _disk(work) as disk:
        for number in range(tries):
            with ballast.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, DISK_BYTES - chance.randrange(SIZE))
            disk.try_to_save(number, tally)
            ballast.unlink()
            disk.mend(number, tally)
    return tally


def read_only(tries: int, work: Path) -> Tally:
    """Nothing can be written to the disk."""
    tally = Tally("disk: read-only")
    with _disk(work) as disk:
        for number in range(tries):
            _mount("-o", "remount,ro", str(disk.target))
            disk.try_to_save(number, tally)
            _mount("-o", "remount,rw", str(disk.target))
            disk.mend(number, tally)
    return tally


def too_large(tries: int, work: Path) -> Tally:
    """The system refuses files beyond a random size, as a quota would."""
    tally = Tally("disk: file size limit")
    chance = random.Random(SEED)  # noqa: S311 - sizes, no secrets
    with _disk(work) as disk:
        for number in range(tries):
            resource.setrlimit(
                resource.RLIMIT_FSIZE, (chance.randrange(SIZE), resource.RLIM_INFINITY)
            )
            disk.try_to_save(number, tally)
            resource.setrlimit(
                resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            )
            disk.mend(number, tally)
    return tally


def removed(tries: int, work: Path) -> Tally:
    """Somebody removes the directory while a file is being saved to it."""
    tally = Tally("disk: target removed meanwhile")
    chance = random.Random(SEED)  # noqa: S311 - moments, no secrets
    with _disk(work) as disk:
        for number in range(tries):
            moment = chance.randrange(SIZE)

            def remove(received: int, _total: int | None, moment: int = moment) -> None:
                if received >= moment and disk.target.exists():
                    shutil.rmtree(disk.target)
                    tally.struck += 1

            try:
                path = disk.save(number, remove)
            except BaseException as error:  # noqa: BLE001 - whatever comes is what is counted
                tally.error(error)
            else:
                tally.file(path, disk.message.source)
            disk.target.mkdir(exist_ok=True)
            disk.mend(number, tally)
    return tally


def crowded(tries: int, work: Path) -> Tally:
    """The directory holds 10,000 files, and all of the numbers of the wanted name are taken."""
    tally = Tally(f"disk: {CROWD:,} files in the directory")
    with _disk(work) as disk:
        stem = disk.message.source.stem
        taken = [disk.target / disk.message.name]
        taken += [disk.target / f"{stem} ({number}).bin" for number in range(2, CROWD + 1)]
        for path in taken:
            path.touch()
        for number in range(tries):
            disk.try_to_save(number, tally)
        tally.struck = tries
        for path in taken:
            path.unlink()
        for path in disk.target.glob(f"{stem} (*).bin"):
            path.unlink()  # counted above, each under the number that was free
        disk.mend(0, tally)
    return tally


FAULTS: dict[str, Callable[[int, Path], Tally]] = {
    "full": full,
    "read-only": read_only,
    "too-large": too_large,
    "removed": removed,
    "crowded": crowded,
    "watch": watching.full,
}
ON_A_DISK_OF_ITS_OWN = {"full", "read-only", "watch"}


def endure(fault: str, tries: int, work: Path) -> Tally:
    """Produce the fault in a process of its own.

    Raises:
        CannotRunError: This machine does not let us mount a file system, not even unseen.
    """
    command = [sys.executable, "-m", "bench.torture.disk", fault, str(tries), str(work)]
    if fault in ON_A_DISK_OF_ITS_OWN:
        command = [*_namespace(), *command]
    answer = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
    )
    if answer.returncode:
        raise RuntimeError(f"The fault {fault} could not be produced: {answer.stderr}")
    return Tally(**json.loads(answer.stdout))


def _namespace() -> list[str]:
    """The start of a command that may mount without anyone else seeing it."""
    unshare = shutil.which("unshare")
    if unshare is None:
        raise CannotRunError("unshare is missing (Linux: package util-linux)")
    ways = [[unshare, "--mount"], [unshare, "--user", "--map-root-user", "--mount"]]
    for way in ways:
        attempt = [*way, "mount", "-t", "tmpfs", "none", "/mnt"]
        if subprocess.run(attempt, capture_output=True, check=False).returncode == 0:
            return way
    raise CannotRunError("this system does not let a process mount a file system of its own")


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)  # noqa: S607 - where systems have it differs


def main() -> None:
    """Produce the fault here and print the counts."""
    fault, tries, work = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    if fault in ON_A_DISK_OF_ITS_OWN:
        target = work / "target"
        target.mkdir()
        _mount("-t", "tmpfs", "-o", f"size={DISK_BYTES}", "none", str(target))
    print(json.dumps(asdict(FAULTS[fault](tries, work))))


if __name__ == "__main__":
    main()
