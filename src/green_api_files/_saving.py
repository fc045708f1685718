"""From pieces to a finished file: written, checked, made durable, named."""

from __future__ import annotations

import hashlib
import logging
import re
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from green_api_files._names import file_name
from green_api_files._target import TemporaryFile, remove_litter
from green_api_files.errors import ChecksumMismatchError, SettingsError

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from green_api_files._transfer import Transfer

logger = logging.getLogger("green_api_files")

MAX_BYTES = 100 * 1024 * 1024
"""The documented limit of GREEN-API: larger files cannot be downloaded."""

TIME_LIMIT = 3600.0

_SHA256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A complete file, as it is told to `record` just before it gets its name.

    Attributes:
        name: The file's name within the directory.
        size: Bytes.
        sha256: The digest of its content, in lower-case hexadecimal.
    """

    name: str
    size: int
    sha256: str


class Digest:
    """SHA-256 of a file while it comes, and the check against the expected one."""

    def __init__(self, expected: str | None, *, wanted: bool = False) -> None:
        """Args: expected: the digest to check for; wanted: whether to compute one at all."""
        self._expected = expected.lower() if expected is not None else None
        if self._expected is not None and not _SHA256.fullmatch(self._expected):
            raise SettingsError("sha256 must be 64 hexadecimal digits.")
        self._hash = hashlib.sha256() if wanted or expected is not None else None

    def add(self, piece: bytes, at: int) -> None:
        """Take a piece at its offset. At 0 everything begins anew."""
        if self._hash is not None:
            if at == 0:
                self._hash = hashlib.sha256()
            self._hash.update(piece)

    def checked(self) -> str:
        """The digest; empty if none was wanted.

        Raises:
            ChecksumMismatchError: if it is not the expected one.
        """
        actual = self._hash.hexdigest() if self._hash is not None else ""
        if self._expected is not None and actual != self._expected:
            raise ChecksumMismatchError(
                f"The file has the SHA-256 {actual}, not {self._expected} as expected.",
                expected=self._expected,
                actual=actual,
            )
        return actual


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which file is wanted, as far as the caller knows it."""

    id_message: str
    name: str | None
    sha256: str | None

    def file_name(self, transfer: Transfer) -> str:
        """The name it gets; known once the storage has answered."""
        return file_name(
            given=self.name,
            headers=transfer.headers,
            url=transfer.url,
            id_message=self.id_message,
        )


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be saved, and how."""

    wanted: Wanted
    to: str | os.PathLike[str]
    overwrite: bool
    progress: Callable[[int, int | None], object] | None
    record: Callable[[SavedFile], object] | None


class Saving:
    """One file on its way to a directory. Leaving the `with` without `finish` leaves nothing.

    `open` comes first. It is apart from entering the `with`, so that a task that is cancelled
    while a thread opens the file still knows of it.

    Args:
        order: What is to be saved, and how.
        transfer: Where it comes from.
    """

    def __init__(self, order: Order, transfer: Transfer) -> None:
        self._order = order
        self._transfer = transfer
        self._digest = Digest(order.wanted.sha256, wanted=order.record is not None)
        self._to_discard = ExitStack()

    def open(self) -> None:
        """Begin the file.

        Raises:
            SaveError: if the disk refuses it.
        """
        self._file = TemporaryFile.create(Path(self._order.to))
        self._to_discard.callback(self._file.discard)

    def write(self, piece: bytes) -> None:
        """Put a piece to its place.

        Raises:
            SaveError: if the disk refuses it.
        """
        at = self._transfer.position
        self._file.write(piece, at)
        self._digest.add(piece, at)

    def report(self, piece: bytes) -> None:
        """Tell the caller how far it is."""
        if self._order.progress is not None:
            self._order.progress(self._transfer.position + len(piece), self._transfer.size)

    def finish(self) -> Path:
        """Check the file and give it its name.

        Raises:
            ChecksumMismatchError: if it is not the expected file.
            SaveError: if the disk refuses it.
        """
        order, size = self._order, self._transfer.position
        if size == 0:
            self._file.write(b"", 0)  # the storage began anew and then had nothing
        digest = self._digest.checked()

        def claim(name: str) -> bool:
            record = order.record
            return record is None or record(SavedFile(name, size, digest)) is not False

        name = order.wanted.file_name(self._transfer)
        path = self._file.place(name, overwrite=order.overwrite, claim=claim)
        logger.debug("Saved %s, %d bytes.", path, size)
        return path

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._to_discard.close()


class Sweeper:
    """Removes litter once per directory, at the first file that is saved there."""

    def __init__(self) -> None:
        self._swept: set[str] = set()

    def sweep(self, to: str | os.PathLike[str]) -> None:
        """Remove what processes that ended at the wrong moment left in `to`."""
        directory = str(Path(to).absolute())
        if directory not in self._swept:
            self._swept.add(directory)
            remove_litter(Path(to))
