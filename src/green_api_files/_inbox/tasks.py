"""An inbox for tasks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self
from weakref import WeakValueDictionary

from green_api_files._drive.tasks import in_thread
from green_api_files._file.transfer import MAX_BYTES, TIME_LIMIT
from green_api_files._inbox.record import AlreadySavedError
from green_api_files.errors import GreenApiError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from green_api_files._disk.saved import SavedFile
    from green_api_files._inbox.file import InboxFile
    from green_api_files._inbox.keeping import Books
    from green_api_files._messages import Message


class AsyncInbox:
    """A directory of files that knows which message each is of. `AsyncGreenApi.inbox` opens one.

    Tasks, other inboxes and other processes may share the directory. The disk is worked on in
    threads; so the record is opened by `async with`, or when it is first needed.
    """

    def __init__(self, books: Books, save_file: Callable[..., Awaitable[SavedFile]]) -> None:
        self._books = books
        self._save_file = save_file
        # One for each message that is being saved, and no longer.
        self._locks = WeakValueDictionary[tuple[str, str], asyncio.Lock]()

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

        The arguments and errors are those of `Inbox.save`.
        """
        books = self._books
        key = message.chat_id, message.id_message
        async with self._locks.setdefault(key, asyncio.Lock()):
            if (there := await in_thread(books.begin, message)) is not None:
                return there
            try:
                file = await self._save_file(
                    overwrite=overwrite,
                    max_bytes=max_bytes,
                    time_limit=time_limit,
                    progress=progress,
                    **books.order(message),
                )
            except AlreadySavedError:
                return await in_thread(books.saved_by_another, message)
            except GreenApiError as error:
                await in_thread(books.failed, message, error)
                raise
            return books.saved(file)

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
        await in_thread(self._books.record)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
