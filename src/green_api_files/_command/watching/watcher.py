"""Receiving, logging and saving side by side."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from green_api_files import GreenApiError, Message, SaveError, messages_in
from green_api_files._command.exits import Exit
from green_api_files._command.outcome import Outcome, ends_everything
from green_api_files._command.watching import position
from green_api_files._command.watching.log import value_of
from green_api_files._drive.tasks import in_thread

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from green_api_files import Notification
    from green_api_files._command.report import QuietReporter
    from green_api_files._command.watching.log import NotificationLog, Place
    from green_api_files._command.watching.summary import WatchSummary

GRACE = 20.0
"""Seconds for which files that are on their way are waited for in the end."""

MOST_WAITING = 50_000
"""Files that wait to be fetched. With so many nothing more is received; the queue keeps it."""

_FIRST_DELAY, _LONGEST_DELAY = 60.0, 3600.0  # before a file that failed is tried again
_NOTED_EVERY = 1.0


@dataclass(slots=True, eq=False)
class _Item:
    """A message whose file is not settled yet."""

    place: Place
    message: Message
    tries: int = 0


class Watcher:
    """Logs each notification before it is deleted, and saves its file beside.

    Args:
        log: The inbox's log.
        notifications: What comes.
        save: Saves the file of a message.
        reporter: Shows how it goes.
        summary: Counts.
        jobs: How many files are fetched at once.
        once: Whether it ends when nothing more comes, so that a file that failed is left for the
            next run.
    """

    def __init__(  # noqa: PLR0913 # its parts
        self,
        log: NotificationLog,
        notifications: AsyncGenerator[Notification],
        save: Callable[[Message], Awaitable[Outcome]],
        reporter: QuietReporter,
        summary: WatchSummary,
        *,
        jobs: int,
        once: bool,
    ) -> None:
        self._directory = log.directory
        self._log = log
        self._notifications = notifications
        self._save = save
        self._reporter = reporter
        self._summary = summary
        self._jobs = jobs
        self._once = once
        self._waiting: asyncio.Queue[_Item] = asyncio.Queue()
        self._unsettled: dict[_Item, None] = {}  # in the order of the log
        self._until = position.load(log.directory)  # everything before it was looked at
        self._noted_at = 0.0
        self._changed = asyncio.Event()

    async def run(self) -> None:
        """Watch until told to end, or with `once` until there is nothing more.

        Raises:
            GreenApiError: what ended it.
        """
        self._looking: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        receiving = asyncio.create_task(self._receive())
        workers = [asyncio.create_task(self._work()) for _ in range(self._jobs)]
        beside = [self._looking, *workers]
        tasks = [receiving, *beside]
        try:
            await self._until_over(receiving, beside)
        except (asyncio.CancelledError, GreenApiError) as why:
            if isinstance(why, asyncio.CancelledError):
                _take_cancellation()
            receiving.cancel()
            if not isinstance(why, SaveError):
                await self._finish_what_is_under_way(beside)
            if isinstance(why, GreenApiError):
                raise
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._summary.left = len(self._unsettled)
            await self._note_position()

    async def _until_over(
        self, receiving: asyncio.Future[None], beside: list[asyncio.Future[None]]
    ) -> None:
        done, _ = await asyncio.wait([receiving, *beside], return_when=asyncio.FIRST_COMPLETED)
        for task in (*done, *await self._until_drained(beside)):
            task.result()

    async def _until_drained(
        self, beside: list[asyncio.Future[None]], seconds: float | None = None
    ) -> set[asyncio.Future[None]]:
        """Wait until every file is settled, or what is beside ended. Gives what is done then."""
        drained = asyncio.create_task(self._waiting.join())
        try:
            done, _ = await asyncio.wait(
                [drained, *beside], timeout=seconds, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            drained.cancel()
        return done

    async def _finish_what_is_under_way(self, beside: list[asyncio.Future[None]]) -> None:
        while not self._waiting.empty():
            self._waiting.get_nowait()
            self._waiting.task_done()
        await self._until_drained(beside, GRACE)

    # What comes

    async def _receive(self) -> None:
        await self._take_up()
        loop = asyncio.get_running_loop()
        async with aclosing(self._notifications) as notifications:
            async for notification in notifications:
                content = notification.content
                if places := await self._logged(content):
                    self._summary.received += 1
                    self._reporter.received(content)
                    # While the API deletes it, which begins when the next one is asked for.
                    loop.call_soon(self._look_beside, *places, content)
                    await self._has_room()

    async def _logged(self, content: bytes) -> tuple[Place, Place] | None:
        # While no file is on its way nobody is kept waiting by the disk, and going to a thread and
        # back takes as long as it.
        if not self._unsettled:
            return self._log.append(content)
        return await in_thread(self._log.append, content)

    async def _take_up(self) -> None:
        """Go on with what a run before has logged and not saved."""
        lines = self._log.lines(self._until)
        while (found := await in_thread(next, lines, None)) is not None:
            start, end, line = found
            self._look_at(start, end, line)
            await self._has_room()

    def _look_beside(self, start: Place, end: Place, line: bytes) -> None:
        """Look at it in a callback of the event loop, which would log an error and go on."""
        if self._looking.done():  # the next run begins with what could not be looked at
            return
        try:
            if not self._look_at(start, end, line):
                self._summary.without_message += 1
        except Exception as error:  # noqa: BLE001 # whoever waits for it raises it
            self._looking.set_exception(error)

    def _look_at(self, start: Place, end: Place, line: bytes) -> bool:
        """Take up the file of a notification's message. False if it is of none."""
        messages = list(messages_in([value_of(line)]))
        for message in messages:
            self._add(start, message)
        self._until = end
        return bool(messages)

    def _add(self, start: Place, message: Message) -> None:
        if not message.has_file:
            self._summary.counts["no file"] += 1
            return
        item = _Item(start, message)
        self._unsettled[item] = None
        self._summary.left += 1
        self._waiting.put_nowait(item)

    async def _has_room(self) -> None:
        while len(self._unsettled) >= MOST_WAITING:
            self._changed.clear()
            await self._changed.wait()

    # What is saved

    async def _work(self) -> None:
        while True:
            item = await self._waiting.get()
            try:
                self._became(item, await self._save(item.message))
            finally:
                self._waiting.task_done()
                self._changed.set()
            if time.monotonic() - self._noted_at > _NOTED_EVERY:
                self._noted_at = time.monotonic()
                await self._note_position()

    def _became(self, item: _Item, outcome: Outcome) -> None:
        ending = None
        if outcome.error is not None:
            ending = ends_everything(outcome.error)
            if ending is Exit.DISK or (ending and self._once):
                raise outcome.error
        # What is refused now, as by a quota, is no reason to stop receiving.
        may_pass = ending is not None or outcome.state == "failed"
        if not item.tries:
            self._reporter.outcome(outcome)
            self._summary.add(outcome)
        elif not may_pass:
            self._summary.counts["failed"] -= 1
            self._reporter.outcome(outcome)
            self._summary.add(outcome)
        if not may_pass:
            del self._unsettled[item]
            self._summary.left -= 1
        elif not self._once:
            delay = min(_FIRST_DELAY * 2**item.tries, _LONGEST_DELAY)
            item.tries += 1
            asyncio.get_running_loop().call_later(delay, self._waiting.put_nowait, item)

    async def _note_position(self) -> None:
        first = next(iter(self._unsettled), None)
        place = self._until if first is None else first.place
        if place is not None:
            await in_thread(position.save, self._directory, place)


def _take_cancellation() -> None:
    """End in order instead of being cancelled: whoever cancelled knows why."""
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 # this is one
    task.uncancel()
