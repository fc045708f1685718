"""What is remembered of one instance."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from itertools import islice
from math import inf
from typing import TYPE_CHECKING, Any

from green_api_mock.contract.memory import Memory
from green_api_mock.contract.values import get_in
from green_api_mock.memory.clock import Clock
from green_api_mock.memory.files import Files
from green_api_mock.memory.journal import Journal
from green_api_mock.memory.queue import Queue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from green_api_mock.contract.memory import Member
    from green_api_mock.memory.journal import Entry


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is remembered of one instance. What is older makes room.

    Attributes:
        items: that wait in a queue.
        entries: of a journal.
        files: behind payloads.
        file_bytes: of those that were given or uploaded.
    """

    items: int = 20_000
    entries: int = 20_000
    files: int = 20_000
    file_bytes: int = 256 * 1024 * 1024


def _nobody(_: Remembered) -> None:
    """Nobody wants to know."""


@dataclass(slots=True)
class Rules:
    """What holds for every instance.

    Attributes:
        memory: the contract's. A reload puts another one here.
        overrides: members that a document has at first, whatever the contract says.
        on_change: is told of an instance in which something was queued or changed.
        changes: counts what is remembered and forgotten, so that a change can be noticed.
    """

    memory: Memory = field(default_factory=Memory)
    clock: Clock = field(default_factory=Clock)
    overrides: Mapping[str, Mapping[str, Any]] = field(
        default_factory=dict[str, "Mapping[str, Any]"]
    )
    bounds: Bounds = field(default_factory=Bounds)
    on_change: Callable[[Remembered], None] = _nobody
    changes: int = 0


@dataclass(slots=True)
class Remembered:
    """What one instance has received, sent and set. Each part is made when it is first asked for.

    Attributes:
        instance: empty for requests that name none.
    """

    instance: str
    rules: Rules
    files: Files = field(init=False)
    _queues: dict[str, Queue] = field(default_factory=dict[str, Queue])
    _journals: dict[str, Journal] = field(default_factory=dict[str, Journal])
    _changed: dict[str, dict[str, Any]] = field(default_factory=dict[str, "dict[str, Any]"])
    _to_come: set[asyncio.TimerHandle] = field(default_factory=set[asyncio.TimerHandle])

    def __post_init__(self) -> None:
        bounds = self.rules.bounds
        self.files = Files(most=bounds.files, most_bytes=bounds.file_bytes)

    def queue(self, name: str) -> Queue:
        """The queue of this name."""
        if name not in self._queues:
            self._queues[name] = Queue(
                self.rules.clock,
                keep_seconds=self.rules.memory.keep_seconds.get(name, inf),
                most=self.rules.bounds.items,
            )
        return self._queues[name]

    def put(self, name: str, body: bytes, trigger: str, *, hurries: bool) -> int:
        """Queue an item. Returns its number."""
        item = self.queue(name).put(body, trigger, hurries=hurries)
        self.rules.changes += 1
        self.rules.on_change(self)
        return item.number

    def drop(self, name: str, number: int) -> bool:
        """Remove the item that was given out under this number; False if there is none."""
        is_dropped = self.queue(name).drop(number)
        self.rules.changes += is_dropped
        return is_dropped

    def journal(self, name: str) -> Journal:
        """The journal of this name."""
        if name not in self._journals:
            self._journals[name] = Journal(most=self.rules.bounds.entries)
        return self._journals[name]

    def write(self, name: str, entry: Entry) -> None:
        """Append an entry to a journal."""
        self.journal(name).write(entry)
        self.rules.changes += 1

    def update(self, name: str, members: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
        """Change the newest entry of a journal that has these members; nothing if none has."""
        self.journal(name).update(members, changes)
        self.rules.changes += 1

    def document(self, name: str) -> Mapping[str, Any]:
        """The document of this name."""
        first = self.rules.memory.documents.get(name)
        members: Mapping[str, Any] = {}
        if first is not None:
            members = first.of.get(self.instance, first.usual)
        # What was never changed follows the contract, also when that is read again.
        return {**members, **self.rules.overrides.get(name, {}), **self._changed.get(name, {})}

    def change(self, name: str, members: Mapping[str, Any]) -> None:
        """Give members of a document other values."""
        self._changed[name] = {**self._changed.get(name, {}), **members}
        self.rules.changes += 1
        self.rules.on_change(self)

    def later(self, seconds: float, action: Callable[[], None]) -> None:
        """Do something after so many seconds of the mock's time, unless it is forgotten before."""

        def act() -> None:
            self._to_come.discard(timer)
            action()

        timer = asyncio.get_running_loop().call_later(self.rules.clock.real(seconds), act)
        self._to_come.add(timer)

    def as_json(self, most: int | None = None) -> dict[str, Any]:
        """In the form of the control API, but for the instance.

        Args:
            most: how many items of each queue and entries of each journal; None for all.
        """
        return {
            "queues": {
                name: [
                    {"item": item.number, "trigger": item.trigger, "body": item.value()}
                    for item in queue.waiting()[:most]
                ]
                for name, queue in self._queues.items()
            },
            "journals": {
                name: list(islice(journal.matching({}), most))
                for name, journal in self._journals.items()
            },
            "documents": {name: self.document(name) for name in self.rules.memory.documents},
            "lengths": {
                "queues": self.waiting(),
                "journals": {name: len(journal) for name, journal in self._journals.items()},
            },
        }

    def waiting(self) -> dict[str, int]:
        """How many items wait in each queue."""
        return {name: len(queue.waiting()) for name, queue in self._queues.items()}

    def forget_unknown(self) -> set[str]:
        """Forget what the contract does not know any more. What that was, in words."""
        memory = self.rules.memory
        for name, queue in self._queues.items():
            queue.keep_seconds = memory.keep_seconds.get(name, inf)
        gone = set[str]()
        parts: tuple[tuple[str, dict[str, Any], frozenset[str]], ...] = (
            ("queue", self._queues, memory.names.queues),
            ("journal", self._journals, memory.names.journals),
            ("document", self._changed, memory.names.documents),
        )
        for kind, part, known in parts:
            for name in part.keys() - known:
                del part[name]
                gone.add(f"the {kind} {name}")
        if self.files and not memory.has_files:
            self.files.clear()
            gone.add("the files")
        return gone

    def forget(self) -> None:
        """Be as new. Whoever waits at a queue goes on waiting."""
        self.rules.changes += 1
        for timer in self._to_come:
            timer.cancel()
        self._to_come.clear()
        for queue in self._queues.values():
            queue.clear()
        self._journals.clear()
        self._changed.clear()
        self.files.clear()


def text_at(remembered: Remembered, member: Member) -> str:
    """The text at a place of a document; empty if there is none."""
    value = get_in(remembered.document(member.document), member.at)
    return value if isinstance(value, str) else ""
