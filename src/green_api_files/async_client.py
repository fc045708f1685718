"""The client for tasks."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Self, TypeVar

from green_api_files._api import operations
from green_api_files._api.reception import RECEIVE_TIMEOUT
from green_api_files._core import Core
from green_api_files._disk.saving import Saving
from green_api_files._drive.tasks import carry_out, in_thread, notifications, pieces
from green_api_files._file.stream import AsyncFileStream
from green_api_files._file.transfer import MAX_BYTES, TIME_LIMIT
from green_api_files._http.exchange import NEVER
from green_api_files._http.tasks import TaskEngine

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncGenerator, Callable, Coroutine

    from green_api_client.models import FileLink
    from green_api_client.models import Settings as InstanceSettings
    from green_api_client.models.journal_message import JournalMessage
    from green_api_files._api.call import Question
    from green_api_files._api.notification import Notification
    from green_api_files._api.reception import Ask
    from green_api_files._disk.saved import SavedFile
    from green_api_files._file.transfer import Transfer
    from green_api_files._inbox.tasks import AsyncInbox

T = TypeVar("T")


class AsyncGreenApi(Core[TaskEngine]):
    """Files of WhatsApp messages through GREEN-API. `GreenApi` is its twin for threads.

    One client serves one instance. All tasks of an event loop may share it: they then also share
    its connections, up to 256, and its rate. Use it in an `async with`, or await `close` in the
    end. The disk is worked on in threads, so that the loop does not wait for it.
    """

    _new_engine = TaskEngine
    _overlaps = True

    async def download_file(self, chat_id: str, id_message: str) -> FileLink:
        """Ask for a link to the file of a message, as `GreenApi.download_file` does."""
        return await self._answer_to(operations.download_file(self._settings, chat_id, id_message))

    async def save_file(  # noqa: PLR0913 # every wish a caller may have
        self,
        chat_id: str,
        id_message: str,
        *,
        to: str | os.PathLike[str],
        name: str | None = None,
        overwrite: bool = False,
        max_bytes: int = MAX_BYTES,
        sha256: str | None = None,
        time_limit: float = TIME_LIMIT,
        progress: Callable[[int, int | None], object] | None = None,
        record: Callable[[SavedFile], object] | None = None,
    ) -> SavedFile:
        """Save the file of a message to a directory, as `GreenApi.save_file` does.

        Nor does a task that is cancelled leave anything behind. `progress` is called in the event
        loop, `record` in a thread.
        """
        transfer = self._transfer(id_message, max_bytes, time_limit, restartable=True)
        saving = Saving(transfer, to, name, sha256, overwrite, progress, record)
        await in_thread(self._sweep, to)
        with saving:
            await in_thread(saving.open)
            async with aclosing(self._pieces(transfer, chat_id, id_message)) as parts:
                async for piece in parts:
                    await in_thread(saving.write, piece)
                    saving.report(piece)
            return await in_thread(saving.finish)

    def inbox(
        self,
        to: str | os.PathLike[str],
        *,
        layout: str = "{name}",
        ask_again_after: float = 86_400.0,
    ) -> AsyncInbox:
        """Open a directory of files that knows which message each of them is of.

        It is that of `GreenApi.inbox`, to be used in an `async with`, or closed in the end. Whether
        the directory and its record can be used is told by the `async with`, or when they are first
        needed.
        """
        # Here and not above, so that importing the library stays quick: it needs SQLite.
        from green_api_files._inbox.keeping import Books  # noqa: PLC0415
        from green_api_files._inbox.tasks import AsyncInbox  # noqa: PLC0415

        books = Books(to, self._settings.id_instance, layout, ask_again_after)
        return AsyncInbox(books, self.save_file)

    def notifications(
        self,
        *,
        receive_timeout: int = RECEIVE_TIMEOUT,
        patience: float | None = None,
        until_empty: bool = False,
    ) -> AsyncGenerator[Notification]:
        """Receive the notifications of the instance's queue, in order, while the loop runs.

        They are deleted and failures are waited out as `GreenApi.notifications` says.
        """
        reception = self._reception(receive_timeout, patience, until_empty=until_empty)
        return notifications(reception, self._ask)

    async def get_settings(self) -> InstanceSettings:
        """Ask how the instance is set up, as `GreenApi.get_settings` does."""
        from green_api_files._api import more  # noqa: PLC0415 # seldom needed

        return await self._answer_to(more.get_settings(self._settings))

    async def last_incoming_messages(self, minutes: int = 1440) -> list[JournalMessage]:
        """Ask for the messages that came, as `GreenApi.last_incoming_messages` does."""
        from green_api_files._api import more  # noqa: PLC0415 # seldom needed

        return await self._answer_to(more.last_messages(self._settings, minutes, outgoing=False))

    async def last_outgoing_messages(self, minutes: int = 1440) -> list[JournalMessage]:
        """Ask for the messages that were sent, as `GreenApi.last_outgoing_messages` does."""
        from green_api_files._api import more  # noqa: PLC0415 # seldom needed

        return await self._answer_to(more.last_messages(self._settings, minutes, outgoing=True))

    async def get_chat_history(self, chat_id: str, most: int = 100) -> list[JournalMessage]:
        """Ask for the last messages of a chat, as `GreenApi.get_chat_history` does."""
        from green_api_files._api import more  # noqa: PLC0415 # seldom needed

        return await self._answer_to(more.chat_history(self._settings, chat_id, most))

    def fetch(  # noqa: PLR0913 # every wish a caller may have
        self,
        chat_id: str,
        id_message: str,
        *,
        name: str | None = None,
        max_bytes: int = MAX_BYTES,
        sha256: str | None = None,
        time_limit: float = TIME_LIMIT,
    ) -> AsyncFileStream:
        """Open the file of a message, to read its bytes instead of saving them.

            async with api.fetch(chat_id, id_message) as file:
                async for piece in file:
                    ...

        The arguments and errors are those of `GreenApi.fetch`.
        """
        transfer = self._transfer(id_message, max_bytes, time_limit, restartable=False)
        parts = self._pieces(transfer, chat_id, id_message)
        return AsyncFileStream(transfer, parts, name, sha256)

    def _answer_to(self, question: Question[T], deadline: float = NEVER) -> Coroutine[Any, Any, T]:
        return carry_out(self._call(question, deadline=deadline), self._engine)

    def _ask(self, ask: Ask[T]) -> Coroutine[Any, Any, T]:
        return carry_out(self._call(ask.question, ask.manner), self._engine)

    def _pieces(self, transfer: Transfer, chat_id: str, id_message: str) -> AsyncGenerator[bytes]:
        async def link() -> str:
            question = operations.download_file(self._settings, chat_id, id_message)
            return (await self._answer_to(question, transfer.deadline)).download_url

        return pieces(transfer, self._engine, link)

    async def close(self) -> None:
        """Close the connections. The client can go on; it then opens new ones."""
        await self._engine.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
