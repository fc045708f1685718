"""An inbox for tasks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self

from green_api_files._drive.tasks import in_thread
from green_api_files._file.wanted import MAX_BYTES, TIME_LIMIT
from green_api_files._inbox.locks import Locks
from green_api_files._inbox.record import AlreadySavedError
from green_api_files.errors import GreenApiError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from green_api_files._disk.saved import SavedFile
    from green_api_files._inbox.file import InboxFile
    from green_api_files._inbox.keeping import Books, SaveFile
    from green_api_files._messages import Message


class AsyncInbox:
    """A directory of files that knows which message each is of. `AsyncGreenApi.inbox` opens one.

    Tasks, other inboxes and other processes may share the directory. The disk is worked on in
    threads; so the record is opened by `async with`, or when it is first needed.
    """

    def __init__(self, books: Books, save_file: SaveFile[Awaitable[SavedFile]]) -> None:
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

        The arguments and errors are those of `Inbox.save`.
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
