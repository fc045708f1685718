"""The client for tasks."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Self, TypeVar

from green_api_files._api import operations, rate
from green_api_files._api.reception import RECEIVE_TIMEOUT
from green_api_files._core import Core
from green_api_files._disk.saving import Order, Saving
from green_api_files._drive.tasks import carry_out, in_thread, notifications, pieces
from green_api_files._file.stream import AsyncFileStream
from green_api_files._file.wanted import MAX_BYTES, TIME_LIMIT, Wanted
from green_api_files._http.tasks import TaskEngine
from green_api_files._retry import Retry
from green_api_files._settings import count

if TYPE_CHECKING:
    import os
    import ssl
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


class AsyncGreenApi(Core):
    """Files of WhatsApp messages through GREEN-API. `GreenApi` is its twin for threads.

    One client serves one instance. All tasks of an event loop may share it: they then also share
    its connections, up to 256, and its rate. Use it in an `async with`, or await `close` in the
    end. The disk is worked on in threads, so that the loop does not wait for it.

    Args:
        id_instance: The instance's number, from the console; else GREEN_API_ID_INSTANCE.
        api_token_instance: The instance's access key; else GREEN_API_TOKEN_INSTANCE. It is shown
            nowhere.
        api_url: The instance's host, in the console under `apiUrl`; else GREEN_API_URL, else
            https://api.green-api.com. Where it is plain http, as for the mock, files may come
            over plain http too.
        timeout: Seconds that a call of the API may take, and that a storage may be silent, before
            a try has failed. A connection has to be there within 10 s.
        retry: How failed calls are repeated and broken downloads resumed; None for not at all.
        requests_per_second: How often DownloadFile is called at most; None for no limit. The
            documented limit is 5: https://green-api.com/en/docs/api/ratelimiter/.
        proxy: The proxy for all requests, such as `http://user:word@proxy.example:3128`; an empty
            text for none. Else the environment's: HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY.
        ca: A file or directory with the certificates to trust, in PEM. Else SSL_CERT_FILE or
            SSL_CERT_DIR, else the roots of certifi.
        ssl_context: How to encrypt and whom to trust, instead of `ca`.

    Raises:
        SettingsError: if an argument is missing or cannot be right.
    """

    def __init__(  # noqa: PLR0913 # all but two are seldom given
        self,
        id_instance: int | str | None = None,
        api_token_instance: str | None = None,
        *,
        api_url: str | None = None,
        timeout: float = 60.0,
        retry: Retry | None = Retry(),  # noqa: B008 # immutable
        requests_per_second: int | None = rate.DOCUMENTED["DownloadFile"],
        proxy: str | None = None,
        ca: str | os.PathLike[str] | None = None,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        super().__init__(
            id_instance,
            api_token_instance,
            api_url=api_url,
            timeout=timeout,
            retry=retry,
            requests_per_second=requests_per_second,
            proxy=proxy,
            ca=ca,
            ssl_context=ssl_context,
        )
        self._engine = TaskEngine(self._outside, **self._timeouts)

    async def download_file(self, chat_id: str, id_message: str) -> FileLink:
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
        """Save the file of a message to a directory.

        It is written to a temporary file there, checked, made durable, and then gets its name in
        one step. A failure leaves nothing behind.

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
        order = Order(Wanted(id_message, name, sha256), to, overwrite, progress, record)
        await in_thread(self._sweeper.sweep, to)
        with Saving(order, transfer) as saving:
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

        Saving a message again gives the same file and asks nothing. Close it in the end, or use it
        in an `async with`.

        Args:
            to: The directory. It is made if it is missing. Other instances, processes and inboxes
                may share it.
            layout: Where in it a file goes, such as `{chat}/{date}/{name}`: folders of
                `{chat}`, `{sender}`, `{date}` (of UTC), `{kind}` and text, each made
                harmless as names are, and `{name}` in the end.
            ask_again_after: Seconds for which a file that is gone is not asked for again, unless
                its message comes with another link; 0 to ask always.

        Raises:
            SettingsError: if an argument cannot be right. Whether the directory and its record can
                be used is told by `async with`, or when they are first needed: SaveError.
        """
        # Here and not above, so that importing the library stays quick: it needs SQLite.
        from green_api_files._inbox.keeping import Books  # noqa: PLC0415
        from green_api_files._inbox.tasks import AsyncInbox  # noqa: PLC0415

        books = Books(
            to,
            id_instance=self._settings.id_instance,
            layout=layout,
            ask_again_after=ask_again_after,
        )
        return AsyncInbox(books, self.save_file)

    def notifications(
        self,
        *,
        receive_timeout: int = RECEIVE_TIMEOUT,
        patience: float | None = None,
        until_empty: bool = False,
    ) -> AsyncGenerator[Notification]:
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
        reception = self._reception(
            receive_timeout=receive_timeout, patience=patience, until_empty=until_empty
        )
        return notifications(reception, self._ask)

    async def get_settings(self) -> InstanceSettings:
        """Ask how the instance is set up: `webhook_url`, which notifications are on, and more.

        Raises:
            StatusError: if the API answers with an error; which one says the subclass.
            ApiConnectionError: if it does not answer.
            UnexpectedAnswerError: if the answer is none of this API.

        Source: https://green-api.com/en/docs/api/account/GetSettings/
        """
        from green_api_files._api import more  # noqa: PLC0415 # seldom needed

        return await self._answer_to(more.get_settings(self._settings))

    async def last_incoming_messages(self, minutes: int = 1440) -> list[JournalMessage]:
        """Ask for the messages of the last minutes that came. `messages_in` takes them.

        A message is there up to two minutes late, and only if its notifications were on.

        Raises:
            QuotaExceededError: if the tariff's monthly number of such calls is used up.
            StatusError: if the API answers with another error; which one says the subclass.
            ApiConnectionError: if it does not answer.
            UnexpectedAnswerError: if the answer is none of this API.

        Source: https://green-api.com/en/docs/api/journals/LastIncomingMessages/
        """
        from green_api_files._api import more  # noqa: PLC0415 # seldom needed

        minutes = count(minutes, "minutes")
        return await self._answer_to(more.last_messages(self._settings, minutes, outgoing=False))

    async def last_outgoing_messages(self, minutes: int = 1440) -> list[JournalMessage]:
        """Ask for the messages of the last minutes that were sent. `messages_in` takes them.

        Raises:
            QuotaExceededError: if the tariff's monthly number of such calls is used up.
            StatusError: if the API answers with another error; which one says the subclass.
            ApiConnectionError: if it does not answer.
            UnexpectedAnswerError: if the answer is none of this API.

        Source: https://green-api.com/en/docs/api/journals/LastOutgoingMessages/
        """
        from green_api_files._api import more  # noqa: PLC0415 # seldom needed

        minutes = count(minutes, "minutes")
        return await self._answer_to(more.last_messages(self._settings, minutes, outgoing=True))

    async def get_chat_history(self, chat_id: str, most: int = 100) -> list[JournalMessage]:
        """Ask for the last messages of a chat, at most so many. `messages_in` takes them.

        Raises:
            QuotaExceededError: if the tariff's monthly number of such calls is used up.
            StatusError: if the API answers with another error; which one says the subclass.
            ApiConnectionError: if it does not answer.
            UnexpectedAnswerError: if the answer is none of this API.

        Source: https://green-api.com/en/docs/api/journals/GetChatHistory/
        """
        from green_api_files._api import more  # noqa: PLC0415 # seldom needed

        question = more.chat_history(self._settings, chat_id, count(most, "most"))
        return await self._answer_to(question)

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

        The arguments and errors are those of `save_file`; the errors come when the `async with`
        is entered and while the file is read. One more:

        Raises:
            FileChangedError: if the file changes on the storage while it is read.
        """
        transfer = self._transfer(id_message, max_bytes, time_limit, restartable=False)
        parts = self._pieces(transfer, chat_id, id_message)
        return AsyncFileStream(Wanted(id_message, name, sha256), transfer, parts)

    def _answer_to(
        self, question: Question[T], deadline: float = float("inf")
    ) -> Coroutine[Any, Any, T]:
        return carry_out(self._call(question, deadline), self._engine)

    def _ask(self, ask: Ask[T]) -> Coroutine[Any, Any, T]:
        return carry_out(self._call_once(ask), self._engine)

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
