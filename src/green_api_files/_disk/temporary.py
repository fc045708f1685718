"""The directory that files are saved to, and the temporary file beside the final one.

A file is written under a name of its own, made durable, and only then gets the name that people
see, in one step that never replaces what is there. Whatever dies in between leaves a temporary
file at most. Its writer holds a lock on it that ends with the writer, however it ends, so that
the next one can tell what is litter; a process id could not, as it says nothing across containers
and may be in use again.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from green_api_files._file.name import numbered
from green_api_files.errors import SaveError

if TYPE_CHECKING:
    from io import FileIO

if sys.platform != "win32":
    import fcntl

_PREFIX = ".green-api-files-"
_SUFFIX = ".part"

# File systems without hard links: FAT, and some network and user-space ones.
_NO_HARD_LINKS = frozenset(
    {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}
)

Claim = Callable[[Path], bool]
"""Is told the final path just before the file gets it, and may refuse it."""


class TemporaryFile:
    """A file that is being written. `discard` has to be called in the end, placed or not."""

    def __init__(self, directory: Path, path: Path, file: FileIO) -> None:
        self._directory = directory
        self._path = path
        self._file = file

    @classmethod
    def create(cls, directory: Path) -> Self:
        """Start a file in `directory`, which is made if it is missing.

        Raises:
            SaveError: if the system refuses.
        """
        make_directory(directory)
        try:
            while True:
                path = directory / f"{_PREFIX}{os.urandom(8).hex()}{_SUFFIX}"
                # New, so that no link is followed. Its mode is the one that the umask leaves.
                file = path.open("xb", buffering=0)
                if _is_ours(path, file):
                    return cls(directory, path, file)
                file.close()
        except OSError as error:
            raise SaveError.of(error, "write to", str(directory)) from None

    def write(self, data: bytes, at: int) -> None:
        """Write `data` at the offset `at`. At 0 what was written before is dropped.

        Raises:
            SaveError: if the system refuses, as when the disk is full.
        """
        try:
            if at == 0:
                self._file.seek(0)
                self._file.truncate()
            rest = memoryview(data)
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            raise SaveError.of(error, "write to", str(self._directory)) from None

    def place(self, name: str, *, overwrite: bool, claim: Claim | None = None) -> Path:
        """Make the file durable and give it `name`, or a numbered one if that is taken.

        Args:
            name: A safe name.
            overwrite: Whether to replace a file of this name instead.
            claim: Is told the final path just before the file gets it; False refuses the name.

        Raises:
            SaveError: if the system refuses.
        """
        try:
            os.fsync(self._file.fileno())
            path = self._replace(name, claim) if overwrite else self._add(name, claim)
            sync_directory(self._directory)
        except OSError as error:
            raise SaveError.of(error, "save", str(self._directory / name)) from None
        return path

    def _replace(self, name: str, claim: Claim | None) -> Path:
        path = self._directory / name
        if claim and not claim(path):
            return self._add(name, claim)
        if sys.platform == "win32":
            self._file.close()  # an open file cannot be moved there
        self._path.replace(path)
        return path

    def _add(self, name: str, claim: Claim | None) -> Path:
        number = _free_number(self._directory, name)
        while True:
            path = self._directory / numbered(name, number)
            if claim is None or claim(path):
                with suppress(FileExistsError):  # somebody was quicker
                    self._move_to_unused(path)
                    return path
            number += 1

    def _move_to_unused(self, path: Path) -> None:
        if sys.platform == "win32":
            self._file.close()
            self._path.rename(path)
            return
        try:
            os.link(self._path, path)
        except OSError as error:
            if error.errno not in _NO_HARD_LINKS:
                raise
            path.touch(exist_ok=False)
            self._path.replace(path)

    def discard(self) -> None:
        """Remove the temporary name. After a hard link the file has another one and stays."""
        if sys.platform == "win32":
            self._file.close()
        with suppress(OSError):
            self._path.unlink()
        self._file.close()


def remove_litter(directory: Path) -> None:
    """Remove temporary files whose writers are gone. Those being written stay."""
    try:
        with os.scandir(directory) as entries:
            names = [e.name for e in entries if e.name.startswith(_PREFIX)]
    except OSError:
        return
    for name in names:
        if name.endswith(_SUFFIX):
            _remove_if_abandoned(directory / name)


def _remove_if_abandoned(path: Path) -> None:
    with suppress(OSError):
        if sys.platform == "win32":
            path.unlink()  # fails while it is open
            return
        descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
        finally:
            os.close(descriptor)


def _is_ours(path: Path, file: FileIO) -> bool:
    """Lock the file. False if someone took it for litter between its birth and the lock."""
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a file system without locks: nobody else removes it either
    return path.exists()


def _free_number(directory: Path, name: str) -> int:
    """1 if the name is free, else a number for it that a search by halves finds free."""

    def taken(number: int) -> bool:
        # Not a Path: it interns each name, and the many of a long batch made Python build its
        # table of interned texts anew again and again, in the memory of every thread.
        return os.path.lexists(f"{directory}{os.sep}{numbered(name, number)}")

    high = 1
    while taken(high):
        high *= 2
    low = high // 2  # taken, or 0
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if taken(middle) else (low, middle)
    return high


def make_directory(directory: Path) -> None:
    """Make it and what is missing above it, all durable: files in it go where it goes.

    Raises:
        SaveError: if the system refuses.
    """
    if directory.is_dir():
        return
    try:
        missing = [one for one in (directory, *directory.parents) if not one.exists()]
        directory.mkdir(parents=True, exist_ok=True)
        for one in reversed(missing):
            sync_directory(one.parent)
    except FileExistsError as error:
        message = f"{directory} is a file: name a directory to save to."
        raise SaveError(message, errno=error.errno, filename=str(directory)) from None
    except OSError as error:
        raise SaveError.of(error, "make the directory", str(directory)) from None


def sync_directory(directory: Path) -> None:
    """Make the new names in it durable, where the system can."""
    if sys.platform == "win32":
        return
    try:
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        # One may write to a directory without reading it, and then not open it.
        if error.errno not in {errno.EINVAL, errno.ENOTSUP, errno.EACCES}:
            raise
