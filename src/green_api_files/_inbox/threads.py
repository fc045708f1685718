"""An inbox for threads."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Self
from weakref import WeakValueDictionary

from green_api_files._file.transfer import MAX_BYTES, TIME_LIMIT
from green_api_files._inbox.record import AlreadySavedError
from green_api_files.errors import GreenApiError

if TYPE_CHECKING:
    from collections.abc import Callable

    from green_api_files._disk.saved import SavedFile
    from green_api_files._inbox.file import InboxFile
    from green_api_files._inbox.keeping import Books
    from green_api_files._messages import Message


class Inbox:
    """A directory of files that knows which message each is of. `GreenApi.inbox` opens one.

    Threads, other inboxes and other processes may share the directory.
    """

    def __init__(self, books: Books, save_file: Callable[..., SavedFile]) -> None:
        self._books = books
        self._save_file = save_file
        self._guard = threading.Lock()
        # One for each message that is being saved, and no longer.
        self._locks = WeakValueDictionary[tuple[str, str], threading.Lock]()

    def save(
        self,
        message: Message,
        *,
        overwrite: bool = False,
        max_bytes: int = MAX_BYTES,
        time_limit: float = TIME_LIMIT,
        progress: Callable[[int, int | None], object] | None = None,
    ) -> InboxFile:
        """Save the file of a message, unless it is there: then nothing is asked.

        Args:
            message: What `messages_in` gives, with `has_file`.
            overwrite: Whether to replace a file of that name that is no message's.
            max_bytes: How large the file may be.
            time_limit: Seconds until the file has to be there.
            progress: Is called as `progress(received, total)` in bytes after every piece.

        Raises:
            NotAskedAgainError: if the file was gone a while ago; nothing was asked.
            SettingsError: if the message has no file.
            GreenApiError: what `save_file` raises.
        """
        books = self._books
        with self._guard:
            key = message.chat_id, message.id_message
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            if (there := books.begin(message)) is not None:
                return there
            try:
                file = self._save_file(
                    overwrite=overwrite,
                    max_bytes=max_bytes,
                    time_limit=time_limit,
                    progress=progress,
                    **books.order(message),
                )
            except AlreadySavedError:
                return books.saved_by_another(message)
            except GreenApiError as error:
                books.failed(message, error)
                raise
            return books.saved(file)

    def find(self, message: Message) -> InboxFile | None:
        """The file of a message, if it is there. Nothing is asked.

        Raises:
            SaveError: if the record cannot be read.
        """
        return self._books.find(message)

    def close(self) -> None:
        """Close the record. What is being saved has to have ended."""
        self._books.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
