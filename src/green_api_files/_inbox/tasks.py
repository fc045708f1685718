"""An inbox for tasks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol, Self

from green_api_files._drive.tasks import in_thread
from green_api_files._file.wanted import MAX_BYTES, TIME_LIMIT
from green_api_files._inbox.locks import Locks
from green_api_files._inbox.record import AlreadySavedError
from green_api_files.errors import GreenApiError

if TYPE_CHECKING:
    import os
    from collections.abc import Awaitable, Callable

    from green_api_files._disk.saved import SavedFile
    from green_api_files._inbox.file import InboxFile
    from green_api_files._inbox.keeping import Books
    from green_api_files._messages import Message


class SaveFile(Protocol):
    """`AsyncGreenApi.save_file`, as far as an inbox needs it."""

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
    ) -> Awaitable[SavedFile]: ...


class AsyncInbox:
    """A directory of files that knows which message each is of. `AsyncGreenApi.inbox` opens one.

    Tasks, other inboxes and other processes may share the directory. The disk is worked on in
    threads; so the record is opened by `async with`, or when it is first needed.
    """

    def __init__(self, books: Books, save_file: SaveFile) -> None:
        self._books = books
        self._save_file = save_file
        self._locks = Locks(asyncio.Lock)

    async def save(
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
        keeping = self._books.keeping(message)
        with self._locks.of((message.chat_id, message.id_message)) as lock:
            async with lock:
                if (there := await in_thread(keeping.begin)) is not None:
                    return there
                try:
                    file = await self._save_file(
                        message.chat_id,
                        message.id_message,
                        overwrite=overwrite,
                        max_bytes=max_bytes,
                        time_limit=time_limit,
                        progress=progress,
                        **keeping.order,
                    )
                except AlreadySavedError:
                    return await in_thread(keeping.saved_by_another)
                except GreenApiError as error:
                    await in_thread(keeping.failed, error)
                    raise
                return keeping.saved(file)

    async def find(self, message: Message) -> InboxFile | None:
        """The file of a message, if it is there. Nothing is asked.

        Raises:
            SaveError: if the record cannot be read.
        """
        return await in_thread(self._books.find, message)

    async def close(self) -> None:
        """Close the record. What is being saved has to have ended."""
        await in_thread(self._books.close)

    async def __aenter__(self) -> Self:
        await in_thread(self._books.open)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
