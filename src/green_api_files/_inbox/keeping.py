"""What is decided for the file of a message, whoever fetches it: threads or tasks."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

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

    from green_api_files._disk.saved import SavedFile
    from green_api_files._messages import Message

_GONE = (FileNotInMessageError, FileUnavailableError, LinkExpiredError)


class Books:
    """The record and the layout of one inbox: a file is found, or fetched and noted, or gone.

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
        id_instance: int,
        layout: str,
        ask_again_after: float,
    ) -> None:
        self._layout = Layout(layout)
        self._ask_again_after = _settings.not_negative(ask_again_after, "ask_again_after")
        self._directory = Path(directory)
        self._id_instance = id_instance
        self._opening = threading.Lock()
        self._record: Record | None = None

    def record(self) -> Record:
        """The record, opened when it is first asked for. That takes a moment of the disk's.

        Raises:
            SaveError: if the directory or its record cannot be used.
        """
        with self._opening:
            if self._record is None:
                self._record = Record(self._directory, self._id_instance)
            return self._record

    def find(self, message: Message) -> InboxFile | None:
        """The file of `message`, if it is there.

        Raises:
            SaveError: if the record cannot be read.
        """
        return self.record().find(message)

    def close(self) -> None:
        """Close the record."""
        if self._record is not None:
            self._record.close()

    def begin(self, message: Message) -> InboxFile | None:
        """The file of `message`, if it is there; else the way for it is made free.

        Raises:
            SettingsError: if the message has no file.
            NotAskedAgainError: if it was gone a while ago.
            SaveError: if the record cannot be used.
        """
        if not message.has_file:
            raise SettingsError(
                f"Message {message.id_message} has no file: save only those with `has_file`."
            )
        if (there := self.find(message)) is not None:
            return there
        self._refuse_if_gone(message)
        self.record().use(self._layout.folder(message))
        return None

    def order(self, message: Message) -> dict[str, Any]:
        """Arguments of `save_file`."""
        return {
            "chat_id": message.chat_id,
            "id_message": message.id_message,
            "to": self._directory / self._layout.folder(message),
            "name": message.file_name,
            "record": self.record().claim(message),
        }

    def saved(self, file: SavedFile) -> InboxFile:
        """What is told of a file that was fetched."""
        return InboxFile(file.path, file.size, file.sha256, file.content_type, was_there=False)

    def saved_by_another(self, message: Message) -> InboxFile:
        """What is told of the file that another process saved meanwhile.

        Raises:
            SaveError: if it is gone again.
        """
        if (there := self.find(message)) is None:
            directory = str(self._directory)
            raise SaveError(
                f"A file in {directory} was removed while it was saved: save it again.",
                errno=None,
                filename=directory,
            )
        return there

    def failed(self, message: Message, error: GreenApiError) -> None:
        """Note what will be so the next time too."""
        if isinstance(error, _GONE) and not error.can_retry and self._ask_again_after:
            self.record().note_gone(message, str(error))

    def _refuse_if_gone(self, message: Message) -> None:
        gone = self.record().gone(message, self._ask_again_after)
        if gone is not None:
            since = datetime.fromtimestamp(gone.at, UTC)
            raise NotAskedAgainError(
                f"The file was not available on {since:%Y-%m-%d} at {since:%H:%M} UTC and is not "
                f"asked for again so soon. The answer was: {gone.reason}",
                since=since,
            )
