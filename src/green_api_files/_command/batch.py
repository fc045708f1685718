"""Many messages, several at once, none of them twice."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Protocol

from green_api_files import GreenApiError
from green_api_files._command.manifest import AlreadySavedError
from green_api_files._command.outcome import Outcome, Summary, ends_everything, failure
from green_api_files._command.reading import InputError

if TYPE_CHECKING:
    from collections.abc import AsyncIterable
    from pathlib import Path

    from green_api_files import AsyncGreenApi, Message
    from green_api_files._command.manifest import Manifest


class Reporter(Protocol):
    """Shows how it goes."""

    def progress(self, message: Message, received: int, total: int | None) -> None:
        """A file has come so far."""
        ...

    def outcome(self, outcome: Outcome) -> None:
        """A message is done."""
        ...


class Batch:
    """The files of many messages on their way to one directory.

    Args:
        api: Fetches them.
        manifest: Knows what is there already.
        to: The directory.
        reporter: Shows how it goes.
        max_bytes: How large a file may be.
        jobs: How many are fetched at once.
    """

    def __init__(  # noqa: PLR0913 # its parts and two numbers
        self,
        api: AsyncGreenApi,
        manifest: Manifest,
        to: Path,
        reporter: Reporter,
        *,
        max_bytes: int,
        jobs: int,
    ) -> None:
        self.summary = Summary()
        self._api = api
        self._manifest = manifest
        self._to = to
        self._reporter = reporter
        self._max_bytes = max_bytes
        self._jobs = jobs
        self._under_way: dict[tuple[str, str], asyncio.Event] = {}

    async def run(self, messages: AsyncIterable[Message]) -> None:
        """Save the file of every message, or tell why not.

        Takes a message from `messages` only when it can be worked on, so that their number does
        not matter. An error that every other message would meet too ends it, and so does the end
        of what can be read.
        """
        waiting: asyncio.Queue[Message | None] = asyncio.Queue(self._jobs)
        async with asyncio.TaskGroup() as group:
            for _ in range(self._jobs):
                group.create_task(self._work(waiting))
            try:
                async for message in messages:
                    if self.summary.stopped_by is not None:
                        break
                    await waiting.put(message)
            except InputError as error:
                self.summary.input_error = str(error)
            for _ in range(self._jobs):
                await waiting.put(None)

    async def _work(self, waiting: asyncio.Queue[Message | None]) -> None:
        while (message := await waiting.get()) is not None:
            if self.summary.stopped_by is None:
                outcome = await self._once_at_a_time(message)
                self.summary.add(outcome)
                self._reporter.outcome(outcome)

    async def _once_at_a_time(self, message: Message) -> Outcome:
        """Wait if the same message is being worked on; its file is there afterwards."""
        if not message.has_file:
            return Outcome(message, "no file")
        key = message.chat_id, message.id_message
        while (other := self._under_way.get(key)) is not None:
            await other.wait()
        done = self._under_way[key] = asyncio.Event()
        try:
            return await self._save(message)
        finally:
            del self._under_way[key]
            done.set()

    async def _save(self, message: Message) -> Outcome:
        try:
            path = self._manifest.find(message)
            if path is not None:
                return Outcome(message, "already there", path)
            path = await self._api.save_file(
                message.chat_id,
                message.id_message,
                to=self._to,
                name=message.file_name,
                max_bytes=self._max_bytes,
                progress=partial(self._reporter.progress, message),
                record=self._manifest.claim(message),
            )
        except AlreadySavedError:
            return Outcome(message, "already there", self._manifest.find(message))
        except GreenApiError as error:
            if ends_everything(error) is not None:
                self.summary.stopped_by = error
            return failure(message, error)
        return Outcome(message, "saved", path)
