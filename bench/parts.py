"""The parts of `make bench`, each of which can be run alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench import (
    calls,
    growth,
    mock_server,
    processes,
    receiving,
    saving,
    scale,
    together,
    watched,
)
from bench.nginx import StaticServer
from bench.rounds import Group


@dataclass(frozen=True)
class Setting:
    """Where a part is measured, and how long.

    Attributes:
        server: Whom everyone asks.
        work: A folder to save to.
        is_quick: Whether it is just to be seen that everything works.
    """

    server: StaticServer
    work: Path
    is_quick: bool

    @property
    def rounds(self) -> int:
        """How often everyone takes a turn."""
        return 2 if self.is_quick else 21

    @property
    def few(self) -> int:
        """How often everyone does what takes long."""
        return 1 if self.is_quick else 7

    @property
    def seconds(self) -> float:
        """How long a turn takes at least, where it repeats something short."""
        return 0.05 if self.is_quick else 0.25


def _calls(at: Setting) -> Iterator[Group]:
    yield calls.one_by_one(at.server, at.rounds, at.seconds)
    for width in (32, 256):
        yield calls.in_flight(at.server, width, at.few, at.seconds * 2)


def _import(at: Setting) -> Iterator[Group]:
    yield processes.import_time(at.rounds)
    yield processes.import_memory(1)


def _save(at: Setting) -> Iterator[Group]:
    for size, title in ((1000, "1 KB"), (10**6, "1 MB")):
        yield saving.time_to_save(at.server, size, title, at.work, at.rounds)
    size, title = (10**7, "10 MB") if at.is_quick else (10**8, "100 MB")
    yield saving.time_to_save(at.server, size, title, at.work, at.few)
    yield saving.memory_to_save(at.server, size, title, at.work, 1 if at.is_quick else 3)
    yield together.time_to_save_many(at.server, 20 if at.is_quick else 500, 16, at.work, at.few)


def _receive(at: Setting) -> Iterator[Group]:
    yield receiving.throughput(40 if at.is_quick else 300, at.rounds)


def _growth(at: Setting) -> Iterator[Group]:
    for name, counts in _steps(at).items():
        yield from growth.grow(name, counts, at.server, at.work)


def _steps(at: Setting) -> dict[str, list[int]]:
    """How far each thing grows."""
    if at.is_quick:
        return {name: [1000, 10_000] if name == "file" else [10, 100] for name in growth.KINDS}
    powers = {"calls": (2, 5), "in-flight": (2, 5), "file": (3, 9), "batch": (1, 5)}
    return {
        name: [10**power for power in range(first, last + 1)]
        for name, (first, last) in powers.items()
    }


def _scale(at: Setting) -> Iterator[Group]:
    instances, patience = ([10], 1.0) if at.is_quick else ([1, 10, 50, 100, 200], 5.0)
    yield from scale.under_the_limit(instances, patience, at.server)
    accounts, messages = (4, 5) if at.is_quick else (8, 25)
    yield scale.sharded(at.server, accounts, messages, at.work)
    instances, patience = ([10], 1.0) if at.is_quick else ([10, 100, 1000], 60.0)
    yield from watched.costs(instances, patience)


def _mock(at: Setting) -> Iterator[Group]:
    yield mock_server.ready_time(at.few)
    yield from mock_server.throughput(at.few, at.seconds * 4)


PARTS: Mapping[str, Callable[[Setting], Iterable[Group]]] = {
    "calls": _calls,
    "import": _import,
    "save": _save,
    "receive": _receive,
    "growth": _growth,
    "scale": _scale,
    "mock": _mock,
}
"""What is measured, in this order."""
