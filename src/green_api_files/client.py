"""The client for threads."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Self, TypeVar

from green_api_files._api import operations
from green_api_files._api.reception import RECEIVE_TIMEOUT
from green_api_files._core import Core
from green_api_files._disk.saving import Saving
from green_api_files._drive.threads import carry_out, notifications, pieces
from green_api_files._file.stream import FileStream
from green_api_files._file.transfer import MAX_BYTES, TIME_LIMIT
from green_api_files._http.exchange import NEVER
from green_api_files._http.threads import ThreadEngine

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Generator

    from green_api_client.models import FileLink
    from green_api_client.models import Settings as InstanceSettings
    from green_api_client.models.journal_message import JournalMessage
    from green_api_files._api.call import Question
    from green_api_files._api.notification import Notification
    from green_api_files._api.reception import Ask
    from green_api_files._disk.saved import SavedFile
    from green_api_files._file.transfer import Transfer
    from green_api_files._inbox.threads import Inbox

T = TypeVar("T")


class GreenApi(Core[ThreadEngine]):
    """Files of WhatsApp messages through GREEN-API. `AsyncGreenApi` is its twin for tasks.

    One client serves one instance. All threads may share it: they then also share its
    connections and its rate. Use it in a `with`, or call `close` in the end.
    """

    _new_engine = ThreadEngine
    _overlaps = False

    def download_file(self, chat_id: str, id_message: str) -> FileLink:
        """Ask for a link to the file of a message; renews a link that has expired.

        Args:
            chat_id: The chat, such as `79001234567@c.us`; in a webhook `senderData.chatId`.
            id_message: The message, in a webhook `idMessage`.

        Returns:
            The link, as `download_url`. It needs no credentials: never send the token there.

        Raises:
            StatusError: if the API answers with an error; which one says the subclass.
            ApiConnectionError: if it does not answer.
            UnexpectedAnswerError: if the answer is none of this API.

        Source: https://green-api.com/en/docs/api/receiving/files/DownloadFile
        """
        return self._answer_to(operations.download_file(self._settings, chat_id, id_message))

    def save_file(  # noqa: PLR0913 # every wish a caller may have
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
        """Save the file of a message to a directory.

        It is written to a temporary file there, checked, made durable, and then gets its name in
        one step. A failure leaves nothing behind, or the whole file where only its name could
        not be made durable.

        Args:
            chat_id: The chat, such as `79001234567@c.us`; in a webhook `senderData.chatId`.
            id_message: The message, in a webhook `idMessage`.
            to: The directory. It is made if it is missing; the file never lands outside.
            name: The file's name, such as the webhook's `fileName`; reduced to a safe one. Else
                it is what the storage says, or the last part of the link, or the message's id.
            overwrite: Whether to replace a file of that name. If not, the new one gets a number:
                `photo (2).jpg`.
            max_bytes: How large the file may be. The default is the documented limit, 100 MB.
            sha256: The digest that the file must have, in hexadecimal.
            time_limit: Seconds until the file has to be there.
            progress: Is called as `progress(received, total)` in bytes after every piece;
                `total` is None if it is not known. Falls back when a download begins anew.
            record: Is told path, size and digest of the complete file just before it gets its
                name, for those who keep books. If it raises, nothing is saved; if it returns
                False, the file gets another name and is told again.

        Returns:
            The path of the file, which also tells its size, digest and media type.

        Raises:
            StatusError: if the API gives no link; see `download_file`, also for two more errors.
            DownloadError: if the storage does not give the file, or not the right one.
            SaveError: if the disk refuses it.
        """
        transfer = self._transfer(id_message, max_bytes, time_limit, restartable=True)
        saving = Saving(transfer, to, name, sha256, overwrite, progress, record)
        self._sweep(to)
        with (
            saving,
            closing(self._pieces(transfer, chat_id, id_message)) as parts,
        ):
            saving.open()
            for piece in parts:
                saving.write(piece)
                saving.report(piece)
            return saving.finish()

    def inbox(
        self,
        to: str | os.PathLike[str],
        *,
        layout: str = "{name}",
        ask_again_after: float = 86_400.0,
    ) -> Inbox:
        """Open a directory of files that knows which message each of them is of.

        Saving a message again gives the same file and asks nothing. Close it in the end, or use it
        in a `with`.

        Args:
            to: The directory. It is made if it is missing. Other instances, processes and inboxes
                may share it.
            layout: Where in it a file goes, such as `{chat}/{date}/{name}`: folders of
                `{chat}`, `{sender}`, `{date}` (of UTC), `{kind}` and text, each made
                harmless as names are, and `{name}` in the end.
            ask_again_after: Seconds for which a file that is gone is not asked for again, unless
                its message comes with another link; 0 to ask always.

        Raises:
            SettingsError: if an argument cannot be right.
            SaveError: if the directory or its record cannot be used.
        """
        # Here and not above, so that importing the library stays quick: it needs SQLite.
        from green_api_files._inbox.keeping import Books  # noqa: PLC0415
        from green_api_files._inbox.threads import Inbox  # noqa: PLC0415

        books = Books(to, self._settings.id_instance, layout, ask_again_after)
        books.record()  # opens it
        return Inbox(books, self.save_file)

    def notifications(
        self,
        *,
        receive_timeout: int = RECEIVE_TIMEOUT,
        patience: float | None = None,
        until_empty: bool = False,
    ) -> Generator[Notification]:
        """Receive the notifications of the instance's queue, in order, while the loop runs.

        A notification is deleted from the queue when the loop comes back for the next one: not if
        its body raises or is left, nor if the process dies. Then the notification comes again, at
        the latest to the next loop. It is kept for 24 hours.

        One loop at a time may receive for an instance, in one process on one machine; the page
        "Receive incoming notifications" of the console takes notifications away too.

        Args:
            receive_timeout: Seconds, 5 to 60, for which the server holds the request while the
                queue is empty.
            patience: Seconds for which failures that may pass are waited out in a row, with the
                delays of `retry` and as warnings in the log; None for ever. Not at all without
                `retry`.
            until_empty: Whether to end when the queue is empty; then it is held for 5 seconds.

        Yields:
            What came. What the contract does not know is handed over as it came.

        Raises:
            SettingsError: if an argument cannot be right.
            WebhookUrlIsSetError: if the queue cannot be read, as a `webhookUrl` is set.
            StatusError: if the API answers with an error that lasts; which one says the subclass.
            ApiConnectionError: if it was not there for as long as `patience`.
            UnexpectedAnswerError: if the first answer is none of this API. A later one, as of the
                portal of another network, is waited out.

        Source: https://green-api.com/en/docs/api/receiving/technology-http-api/ReceiveNotification
        """
        reception = self._reception(receive_timeout, patience, until_empty=until_empty)
        return notifications(reception, self._ask)

    def get_settings(self) -> InstanceSettings:
        """Ask how the instance is set up: `webhook_url`, which notifications are on, and more.

        Raises:
            GreenApiError: what `download_file` raises.

        Source: https://green-api.com/en/docs/api/account/GetSettings/
        """
        from green_api_files._api import more  # noqa: PLC0415 # seldom needed

        return self._answer_to(more.get_settings(self._settings))

    def last_incoming_messages(self, minutes: int = 1440) -> list[JournalMessage]:
        """Ask for the messages of the last minutes that came. `messages_in` takes them.

        A message is there up to two minutes late, and only if its notifications were on.

        Raises:
            QuotaExceededError: if the tariff's monthly number of such calls is used up.
            GreenApiError: what else `download_file` raises.

        Source: https://green-api.com/en/docs/api/journals/LastIncomingMessages/
        """
        from green_api_files._api import more  # noqa: PLC0415 # seldom needed

        return self._answer_to(more.last_messages(self._settings, minutes, outgoing=False))

    def last_outgoing_messages(self, minutes: int = 1440) -> list[JournalMessage]:
        """Ask for the messages of the last minutes that were sent. `messages_in` takes them.

        Raises:
            QuotaExceededError: if the tariff's monthly number of such calls is used up.
            GreenApiError: what else `download_file` raises.

        Source: https://green-api.com/en/docs/api/journals/LastOutgoingMessages/
        """
        from green_api_files._api import more  # noqa: PLC0415 # seldom needed

        return self._answer_to(more.last_messages(self._settings, minutes, outgoing=True))

    def get_chat_history(self, chat_id: str, most: int = 100) -> list[JournalMessage]:
        """Ask for the last messages of a chat, at most so many. `messages_in` takes them.

        Raises:
            QuotaExceededError: if the tariff's monthly number of such calls is used up.
            GreenApiError: what else `download_file` raises.

        Source: https://green-api.com/en/docs/api/journals/GetChatHistory/
        """
        from green_api_files._api import more  # noqa: PLC0415 # seldom needed

        return self._answer_to(more.chat_history(self._settings, chat_id, most))

    def fetch(  # noqa: PLR0913 # every wish a caller may have
        self,
        chat_id: str,
        id_message: str,
        *,
        name: str | None = None,
        max_bytes: int = MAX_BYTES,
        sha256: str | None = None,
        time_limit: float = TIME_LIMIT,
    ) -> FileStream:
        """Open the file of a message, to read its bytes instead of saving them.

            with api.fetch(chat_id, id_message) as file:
                for piece in file:
                    ...

        The arguments and errors are those of `save_file`; the errors come when the `with` is
        entered and while the file is read. One more:

        Raises:
            FileChangedError: if the file changes on the storage while it is read.
        """
        transfer = self._transfer(id_message, max_bytes, time_limit, restartable=False)
        parts = self._pieces(transfer, chat_id, id_message)
        return FileStream(transfer, parts, name, sha256)

    def _answer_to(self, question: Question[T], deadline: float = NEVER) -> T:
        return carry_out(self._call(question, deadline=deadline), self._engine)

    def _ask(self, ask: Ask[T]) -> T:
        return carry_out(self._call(ask.question, ask.manner), self._engine)

    def _pieces(self, transfer: Transfer, chat_id: str, id_message: str) -> Generator[bytes]:
        def link() -> str:
            question = operations.download_file(self._settings, chat_id, id_message)
            return self._answer_to(question, transfer.deadline).download_url

        return pieces(transfer, self._engine, link)

    def close(self) -> None:
        """Close the connections. The client can go on; it then opens new ones."""
        self._engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
