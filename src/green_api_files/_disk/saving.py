"""From pieces to a finished file: written, checked, made durable, named."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from green_api_files._disk.saved import SavedFile
from green_api_files._disk.temporary import TemporaryFile
from green_api_files._file.wanted import Digest

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from green_api_files._file.transfer import Transfer
    from green_api_files._file.wanted import Wanted

logger = logging.getLogger("green_api_files")


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
        self._digest = Digest(order.wanted.sha256, always=True)
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

    def finish(self) -> SavedFile:
        """Check the file and give it its name.

        Raises:
            ChecksumMismatchError: if it is not the expected file.
            SaveError: if the disk refuses it.
        """
        order, transfer = self._order, self._transfer
        size, media_type = transfer.position, transfer.headers.get("content-type", "")
        if size == 0:
            self._file.write(b"", 0)  # the storage began anew and then had nothing
        digest = self._digest.checked()

        def told(path: Path) -> SavedFile:
            return SavedFile(path, size, digest, media_type)

        def claim(path: Path) -> bool:
            return order.record is None or order.record(told(path)) is not False

        path = self._file.place(
            order.wanted.file_name(transfer), overwrite=order.overwrite, claim=claim
        )
        logger.debug("Saved message %s as %s, %d bytes.", order.wanted.id_message, path, size)
        return told(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._to_discard.close()
