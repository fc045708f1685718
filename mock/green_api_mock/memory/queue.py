"""A queue whose oldest item is given again and again until it is dropped."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from green_api_mock.memory.clock import Clock


@dataclass(frozen=True, slots=True)
class Item:
    """Something that waits.

    Attributes:
        number: counts from 1 in its queue.
        at: when it came, in seconds of the mock's time.
        body: JSON.
        trigger: of what it is a payload.
    """

    number: int
    at: float
    body: bytes
    trigger: str

    def value(self) -> Any:
        """The body as a value."""
        return json.loads(self.body)


class Queue:
    """First in, first out, with a bound and a time to live.

    Args:
        clock: the mock's time.
        keep_seconds: how long an item waits before it is gone for good.
        most: how many may wait; the oldest makes room.
    """

    def __init__(self, clock: Clock, *, keep_seconds: float, most: int) -> None:
        self._clock = clock
        self.keep_seconds = keep_seconds
        self._most = most
        self._items: deque[Item] = deque()
        self._last_number = 0
        self._given = 0  # the number of the item that was given out last
        self._readers: deque[asyncio.Future[None]] = deque()
        self._polled = asyncio.Event()

    def __len__(self) -> int:
        return len(self._items)

    def put(self, body: bytes, trigger: str, *, hurries: bool = False) -> Item:
        """Append an item; one that `hurries` overtakes the last that nobody has seen yet."""
        self._last_number += 1
        item = Item(self._last_number, self._clock.now(), body, trigger)
        if hurries and self._items and self._items[-1].number != self._given:
            self._items.insert(-1, item)
        else:
            self._items.append(item)
        if len(self._items) > self._most:
            self._items.popleft()
        self._wake()
        return item

    def head(self) -> Item | None:
        """The oldest item that is not too old."""
        oldest = self._clock.now() - self.keep_seconds
        while self._items and self._items[0].at < oldest:
            self._items.popleft()
        return self._items[0] if self._items else None

    async def peek(self, seconds: float) -> Item | None:
        """The oldest item, as soon as there is one.

        Args:
            seconds: how long to wait for one, in the mock's time.
        """
        self._polled.set()
        item = self.head() or await self._wait(self._clock.real(seconds))
        if item is not None:
            self._given = item.number
        return item

    async def _wait(self, seconds: float) -> Item | None:
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while (left := end - loop.time()) > 0:
            reader: asyncio.Future[None] = loop.create_future()
            self._readers.append(reader)
            timer = loop.call_later(left, _finish, reader)
            try:
                await reader
            finally:
                timer.cancel()
                if reader in self._readers:
                    self._readers.remove(reader)
            if (item := self.head()) is not None:
                return item
        return None

    async def polled(self) -> None:
        """Return when somebody waits for an item, at once if somebody does."""
        if not self._readers:
            self._polled.clear()
            await self._polled.wait()

    def drop(self, number: int) -> bool:
        """Remove the item that was given out under this number; False if there is none."""
        if not self._items or self._items[0].number != number or self._given != number:
            return False
        self._items.popleft()
        return True

    def waiting(self) -> list[Item]:
        """Every item, the oldest first."""
        self.head()
        return list(self._items)

    def clear(self) -> None:
        """Forget every item; numbers begin anew. Whoever waits goes on waiting."""
        self._items.clear()
        self._last_number = self._given = 0

    def _wake(self) -> None:
        # Everybody: the head is given to each who asks until somebody drops it.
        while self._readers:
            _finish(self._readers.popleft())


def _finish(reader: asyncio.Future[None]) -> None:
    if not reader.done():
        reader.set_result(None)
