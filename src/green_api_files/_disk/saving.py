"""From pieces to a finished file: written, checked, made durable, named."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from green_api_files._disk.saved import SavedFile
from green_api_files._disk.temporary import TemporaryFile
from green_api_files._file.digest import Digest

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from green_api_files._file.transfer import Transfer

logger = logging.getLogger("green_api_files")


@dataclass
class Saving:
    """One file on its way to a directory. Leaving the `with` without `finish` leaves nothing.

    `open` comes first. It is apart from entering the `with`, so that a task that is cancelled
    while a thread opens the file still knows of it.

    Args:
        transfer: Where it comes from.
        to: The directory.
        name: What the file is called, as far as the caller knows it.
        sha256: The digest that it must have.
        overwrite: Whether to replace a file of the same name.
        progress: Is told how far it is, and the size if it is known.
        record: Is told of the complete file just before it gets its name; False refuses the name.
    """

    transfer: Transfer
    to: str | os.PathLike[str]
    name: str | None
    sha256: str | None
    overwrite: bool
    progress: Callable[[int, int | None], object] | None
    record: Callable[[SavedFile], object] | None

    def __post_init__(self) -> None:
        self._digest = Digest(self.sha256)
        self._to_discard = ExitStack()

    def open(self) -> None:
        """Begin the file.

        Raises:
            SaveError: if the disk refuses it.
        """
        self._file = TemporaryFile.create(Path(self.to))
        self._to_discard.callback(self._file.discard)

    def write(self, piece: bytes) -> None:
        """Put a piece to its place.

        Raises:
            SaveError: if the disk refuses it.
        """
        at = self.transfer.position
        self._file.write(piece, at)
        self._digest.add(piece, at)

    def report(self, piece: bytes) -> None:
        """Tell the caller how far it is."""
        if self.progress is not None:
            self.progress(self.transfer.position + len(piece), self.transfer.size)

    def finish(self) -> SavedFile:
        """Check the file and give it its name.

        Raises:
            ChecksumMismatchError: if it is not the expected file.
            SaveError: if the disk refuses it.
        """
        transfer = self.transfer
        size, media_type = transfer.position, transfer.headers.get("content-type", "")
        if size == 0:
            self._file.write(b"", 0)  # the storage began anew and then had nothing
        digest = self._digest.checked()

        def told(path: Path) -> SavedFile:
            return SavedFile(path, size, digest, media_type)

        def claim(path: Path) -> bool:
            return self.record is None or self.record(told(path)) is not False

        path = self._file.place(
            transfer.file_name(self.name), overwrite=self.overwrite, claim=claim
        )
        logger.debug("Saved message %s as %s, %d bytes.", transfer.id_message, path, size)
        return told(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._to_discard.close()
