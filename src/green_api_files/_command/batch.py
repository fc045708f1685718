"""Many messages, several at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol, cast

from green_api_files._command.outcome import Outcome, ends_everything

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Awaitable, Callable

    from green_api_files import Message
    from green_api_files._command.outcome import Summary


class Reporter(Protocol):
    """Shows how it goes."""

    def outcome(self, outcome: Outcome) -> None:
        """A message is done."""
        ...


class Batch:
    """The files of many messages on their way.

    Args:
        work: Does what is to be done for one message.
        reporter: Shows how it goes.
        summary: Counts what became of the messages.
        jobs: How many are worked on at once.
    """

    def __init__(
        self,
        work: Callable[[Message], Awaitable[Outcome]],
        reporter: Reporter,
        summary: Summary,
        *,
        jobs: int,
    ) -> None:
        self._work_on = work
        self._reporter = reporter
        self._summary = summary
        self._jobs = jobs

    async def run(self, messages: AsyncIterable[Message]) -> None:
        """Work on every message.

        Takes a message from `messages` only when it can be worked on, so that their number does
        not matter. An error that every other message would meet too ends it.
        """
        try:
            async with asyncio.TaskGroup() as group:
                await self._share_out(messages, group)
        except BaseExceptionGroup as failed:
            raise _first(failed) from None

    async def _share_out(self, messages: AsyncIterable[Message], group: asyncio.TaskGroup) -> None:
        waiting: asyncio.Queue[Message | None] = asyncio.Queue(self._jobs)

        async def read() -> None:
            async for message in messages:
                await waiting.put(message)

        reading = group.create_task(read())
        for _ in range(self._jobs):
            group.create_task(self._work(waiting, reading))
        await asyncio.wait([reading])
        for _ in range(self._jobs):
            await waiting.put(None)

    async def _work(
        self, waiting: asyncio.Queue[Message | None], reading: asyncio.Task[None]
    ) -> None:
        while (message := await waiting.get()) is not None:
            if self._summary.stopped_by is None:
                outcome = (
                    await self._work_on(message)
                    if message.has_file
                    else Outcome(message, "no file")
                )
                self._summary.add(outcome)
                self._reporter.outcome(outcome)
                if outcome.error is not None and ends_everything(outcome.error):
                    self._summary.stopped_by = outcome.error
                    reading.cancel()  # nobody may write anything more for a long time


def _first(failed: BaseExceptionGroup[BaseException]) -> BaseException:
    """What went wrong first; the rest followed from it, or would be met again."""
    first = failed.exceptions[0]
    if isinstance(first, BaseExceptionGroup):
        return _first(cast("BaseExceptionGroup[BaseException]", first))
    return first
