"""The log of notifications: JSON lines, each durable before its notification is acknowledged.

What a killed process left half written is removed: its notification was not acknowledged, so it
comes again. A log that another program has renamed, as rotating does, is begun anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, cast

from green_api_files._disk.temporary import make_directory, sync_directory
from green_api_files.errors import SaveError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Value: TypeAlias = dict[str, Any]

NAME = "notifications.jsonl"

_TAIL = 8 << 20
"""Bytes at the end of the log in which a notification that comes again is looked for."""

_REMEMBERED = 4096
_ID = b'"idMessage"'
_NUMBER = re.compile(rb'"receiptId"\s*:\s*\d+')
_COMPRESSED = (".gz", ".bz2", ".xz", ".zst", ".zip", ".lz4")


class Place(NamedTuple):
    """A place in the log.

    Attributes:
        file: The number of the file in its file system, which stays when it is renamed.
        offset: Bytes before it.
    """

    file: int
    offset: int


class NotificationLog:
    """The log of one inbox. One process at a time may have it open.

    Args:
        directory: The inbox, which is made if it is missing.

    Raises:
        SaveError: if it cannot be read or written, or if the file is none of this program.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._path = directory / NAME
        self._recent: dict[bytes, None] = {}
        self._last: bytes | None = None
        self._to_close = ExitStack()
        make_directory(directory)
        try:
            self._open()
            self._remember_tail()
        except OSError as error:
            self.close()
            raise self._refused(error) from None

    @property
    def end(self) -> Place:
        """Behind the last line."""
        told = os.fstat(self._descriptor)
        return Place(told.st_ino, told.st_size)

    def append(self, content: bytes) -> tuple[Place, Place] | None:
        """Add a notification, durably, unless it is there already.

        Args:
            content: Its JSON, as it came.

        Returns:
            Where its line begins and ends; None if it is there already.

        Raises:
            SaveError: if it cannot be written. Then nothing of it is there.
        """
        try:
            start, line = self._follow_rotation(), _line(content)
            key = _key(line)
            if key == self._last or (_ID in line and key in self._recent):
                return None
            self._write(line, start.offset)
        except OSError as error:
            raise self._refused(error) from None
        self._remember(key)
        return start, Place(start.file, start.offset + len(line))

    def lines(self, after: Place | None) -> Iterator[tuple[Place, Place, bytes]]:
        """The lines from a place on, as they are now: where each begins and ends, and what it is.

        Also those in files that were renamed, unless they are compressed. All of them if the file
        of that place is not there any more.
        """
        logs = {path.stat().st_ino: path for path in self._logs()}
        numbers = list(logs)
        first = numbers.index(after.file) if after is not None and after.file in logs else 0
        for number in numbers[first:]:
            path = logs[number]
            with path.open("rb") as file:
                if after is not None and number == after.file:
                    file.seek(after.offset)
                start = file.tell()
                for line in file:
                    if line.endswith(b"\n"):
                        yield Place(number, start), Place(number, start + len(line)), line
                    start += len(line)

    def close(self) -> None:
        """Close it."""
        self._to_close.close()

    def _open(self) -> None:
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
        # What people write to each other is nobody else's business.
        self._descriptor = os.open(self._path, flags, 0o600)
        self._to_close.callback(os.close, self._descriptor)
        self._check_whose()
        self._cut_torn_line()
        sync_directory(self.directory)

    def _check_whose(self) -> None:
        with self._path.open("rb") as file:
            first = file.readline(_TAIL)
        if first.endswith(b"\n") and "receiptId" not in value_of(first):
            raise SaveError(
                f"{self._path} is there and no log of notifications: move it, or watch into "
                "another directory.",
                errno=None,
                filename=str(self._path),
            )

    def _cut_torn_line(self) -> None:
        tail = _tail(self._path, _TAIL)
        torn = len(tail) - (tail.rfind(b"\n") + 1)
        if torn:
            os.ftruncate(self._descriptor, self.end.offset - torn)
            os.fsync(self._descriptor)

    def _follow_rotation(self) -> Place:
        """Behind the last line of the file that has the log's name now."""
        end = self.end
        with suppress(FileNotFoundError):
            if self._path.stat().st_ino == end.file:
                return end
        self.close()
        self._open()
        return self.end

    def _write(self, line: bytes, size: int) -> None:
        try:
            rest = memoryview(line)
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
            os.fsync(self._descriptor)
        except OSError:
            with suppress(OSError):
                os.ftruncate(self._descriptor, size)
            raise

    def _logs(self) -> list[Path]:
        """The files of the log, the oldest first."""
        rotated = [
            path
            for path in self.directory.glob(f"{NAME}*")
            if path.name != NAME and not path.name.endswith(_COMPRESSED) and path.is_file()
        ]
        rotated.sort(key=lambda path: path.stat().st_mtime_ns)
        return [*rotated, self._path]

    def _remember_tail(self) -> None:
        for path in self._logs()[-2:]:
            for line in _tail(path, _TAIL).splitlines(keepends=True)[-_REMEMBERED:]:
                self._remember(_key(line))

    def _remember(self, key: bytes) -> None:
        self._last = key
        self._recent[key] = None
        if len(self._recent) > _REMEMBERED:
            del self._recent[next(iter(self._recent))]

    def _refused(self, error: OSError) -> SaveError:
        if isinstance(error, SaveError):
            return error
        return SaveError.of(error, "write to", str(self._path))


def _key(line: bytes) -> bytes:
    """What is the same when a notification comes again.

    Its number may be another then. Without the id of a message two may be alike but for it.
    """
    return hashlib.sha256(_NUMBER.sub(b"", line, 1) if _ID in line else line).digest()


def _line(content: bytes) -> bytes:
    """A notification as one line; as it came if it is one."""
    if b"\n" in content or b"\r" in content:
        content = json.dumps(json.loads(content)).encode()
    return content + b"\n"


def value_of(line: bytes) -> Value:
    """The notification of a line; empty if it holds none."""
    try:
        value: object = json.loads(line)
    except ValueError:
        return {}
    return cast("Value", value) if isinstance(value, dict) else {}


def _tail(path: Path, size: int) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - size))
        return file.read()
