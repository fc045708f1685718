"""What is decided for the file of one message, whoever fetches it: threads or tasks."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from green_api_files import _settings
from green_api_files._inbox.file import InboxFile
from green_api_files._inbox.layout import Layout
from green_api_files._inbox.record import Record
from green_api_files.errors import (
    FileNotInMessageError,
    FileUnavailableError,
    GreenApiError,
    LinkExpiredError,
    NotAskedAgainError,
    SaveError,
    SettingsError,
)

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from green_api_files._disk.saved import SavedFile
    from green_api_files._messages import Message

Result_co = TypeVar("Result_co", covariant=True)

_GONE = (FileNotInMessageError, FileUnavailableError, LinkExpiredError)


class SaveFile(Protocol[Result_co]):
    """`save_file` of a client, as far as an inbox needs it."""

    def __call__(  # noqa: PLR0913 # as the method
        self,
        chat_id: str,
        id_message: str,
        *,
        to: str | os.PathLike[str],
        name: str | None,
        overwrite: bool,
        max_bytes: int,
        time_limit: float,
        progress: Callable[[int, int | None], object] | None,
        record: Callable[[SavedFile], object] | None,
    ) -> Result_co: ...


class Books:
    """The record and the layout of one inbox.

    Args:
        directory: Where it is.
        id_instance: Whose messages are saved.
        layout: Its folders.
        ask_again_after: Seconds for which a file that is gone is not asked for again.

    Raises:
        SettingsError: if an argument cannot be right.
    """

    def __init__(
        self,
        directory: str | os.PathLike[str],
        *,
        id_instance: int,
        layout: str,
        ask_again_after: float,
    ) -> None:
        self.layout = Layout(layout)
        self.ask_again_after = (
            0.0 if ask_again_after == 0 else _settings.positive(ask_again_after, "ask_again_after")
        )
        self.directory = Path(directory)
        self._id_instance = id_instance
        self._opening = threading.Lock()
        self._record: Record | None = None

    @property
    def record(self) -> Record:
        """The record, opened when it is first asked for. That takes a moment of the disk's.

        Raises:
            SaveError: if the directory or its record cannot be used.
        """
        with self._opening:
            if self._record is None:
                self._record = Record(self.directory, self._id_instance)
            return self._record

    def open(self) -> None:
        """Open the record now.

        Raises:
            SaveError: if the directory or its record cannot be used.
        """
        _ = self.record

    def keeping(self, message: Message) -> Keeping:
        """The course of one message's file.

        Raises:
            SettingsError: if the message has no file.
        """
        if not message.has_file:
            raise SettingsError(
                f"Message {message.id_message} has no file: save only those with `has_file`."
            )
        return Keeping(self, message)

    def find(self, message: Message) -> InboxFile | None:
        """The file of `message`, if it is there.

        Raises:
            SaveError: if the record cannot be read.
        """
        return self.record.find(message)

    def close(self) -> None:
        """Close the record."""
        if self._record is not None:
            self._record.close()


class Keeping:
    """The course of one message's file: found, or fetched and noted, or gone."""

    def __init__(self, books: Books, message: Message) -> None:
        self._books = books
        self._message = message

    def begin(self) -> InboxFile | None:
        """The file, if it is there; else the way for it is made free.

        Raises:
            NotAskedAgainError: if it was gone a while ago.
            SaveError: if the record cannot be used.
        """
        if (there := self._books.find(self._message)) is not None:
            return there
        self._refuse_if_gone()
        self._books.record.use(self._folder)
        return None

    @property
    def order(self) -> dict[str, Any]:
        """Arguments of `save_file`."""
        return {
            "to": self._books.directory / self._folder,
            "name": self._message.file_name,
            "record": self._books.record.claim(self._message),
        }

    @property
    def _folder(self) -> Path:
        return Path(self._books.layout.folder(self._message))

    def saved(self, file: SavedFile) -> InboxFile:
        """What is told of the file that was fetched."""
        return InboxFile(file.path, file.size, file.sha256, file.content_type, was_there=False)

    def saved_by_another(self) -> InboxFile:
        """What is told of the file that another process saved meanwhile.

        Raises:
            SaveError: if it is gone again.
        """
        if (there := self._books.find(self._message)) is None:
            directory = str(self._books.directory)
            raise SaveError(
                f"A file in {directory} was removed while it was saved: save it again.",
                errno=None,
                filename=directory,
            )
        return there

    def failed(self, error: GreenApiError) -> None:
        """Note what will be so the next time too."""
        if isinstance(error, _GONE) and not error.can_retry and self._books.ask_again_after:
            self._books.record.note_gone(self._message, str(error))

    def _refuse_if_gone(self) -> None:
        seconds = self._books.ask_again_after
        gone = self._books.record.gone(self._message, seconds) if seconds else None
        if gone is not None:
            since = datetime.fromtimestamp(gone.at, UTC)
            raise NotAskedAgainError(
                f"The file was not available on {since:%Y-%m-%d} at {since:%H:%M} UTC and is not "
                f"asked for again so soon. The answer was: {gone.reason}",
                since=since,
            )
