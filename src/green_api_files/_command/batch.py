"""Many messages, several at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

from green_api_files._command.outcome import Outcome, ends_everything

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Awaitable, Callable

    from green_api_files import Message
    from green_api_files._command.outcome import Summary
    from green_api_files._command.report import QuietReporter


async def work_on(
    messages: AsyncIterable[Message],
    work: Callable[[Message], Awaitable[Outcome]],
    reporter: QuietReporter,
    summary: Summary,
    *,
    jobs: int,
) -> None:
    """Work on every message. An error that every other message would meet too ends it.

    Args:
        messages: Of which one is taken only when it can be worked on, so that their number does
            not matter.
        work: Does what is to be done for one message.
        reporter: Shows how it goes.
        summary: Counts what became of the messages.
        jobs: How many are worked on at once.
    """
    waiting: asyncio.Queue[Message | None] = asyncio.Queue(jobs)

    async def read() -> None:
        async for message in messages:
            await waiting.put(message)

    async def take(reading: asyncio.Task[None]) -> None:
        while (message := await waiting.get()) is not None and summary.stopped_by is None:
            outcome = await work(message) if message.has_file else Outcome(message, "no file")
            summary.add(outcome)
            reporter.outcome(outcome)
            if outcome.error is not None and ends_everything(outcome.error):
                summary.stopped_by = outcome.error
                reading.cancel()  # nobody may write anything more for a long time

    try:
        async with asyncio.TaskGroup() as group:
            reading = group.create_task(read())
            for _ in range(jobs):
                group.create_task(take(reading))
            await asyncio.wait([reading])
            for _ in range(jobs):
                await waiting.put(None)
    except BaseExceptionGroup as failed:
        raise _first(failed) from None


def _first(failed: BaseExceptionGroup[BaseException]) -> BaseException:
    """What went wrong first; the rest followed from it, or would be met again."""
    first = failed.exceptions[0]
    if isinstance(first, BaseExceptionGroup):
        return _first(cast("BaseExceptionGroup[BaseException]", first))
    return first
