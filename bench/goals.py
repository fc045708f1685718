"""What the project promises itself, and whether the figures keep it."""

import operator
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from bench.rounds import Group

Groups = Mapping[str, Group]
AT_MOST, AT_LEAST = operator.le, operator.ge


@dataclass(frozen=True)
class Goal:
    """One promise and what was measured.

    Attributes:
        text: The promise, with its limit.
        measured: The figure.
        unit: What stands behind the figure, such as ` ms` or ` x`.
        met: Whether it is kept.
    """

    text: str
    measured: float
    unit: str
    met: bool


@dataclass(frozen=True)
class _Promise:
    text: str
    unit: str
    limit: float
    may_be: Callable[[float, float], bool]
    measure: Callable[[Groups], float]

    def judge(self, groups: Groups) -> Goal:
        figure = self.measure(groups)
        return Goal(self.text, round(figure, 3), self.unit, self.may_be(figure, self.limit))


def _times(group: str, name: str, other: str) -> Callable[[Groups], float]:
    return lambda groups: groups[group].ratio_between(name, other)


def _over(group: str, name: str, other: str) -> Callable[[Groups], float]:
    return lambda groups: groups[group].difference_between(name, other)


def _rise(group: str, name: str, other: str) -> Callable[[Groups], float]:
    return lambda groups: groups[group].row(name).median - groups[group].row(other).median


def _median(group: str, name: str) -> Callable[[Groups], float]:
    return lambda groups: groups[group].row(name).median


HUNDRED_MB = "save-100000000"

PROMISES = (
    _Promise(
        "One call of the generated client takes at most 1.05 of raw httpx",
        " x", 1.05, AT_MOST, _times("calls-sync", "generated client", "httpx"),
    ),
    _Promise(
        "One call of `GreenApi` takes at most 0.8 of raw httpx",
        " x", 0.8, AT_MOST, _times("calls-sync", "GreenApi", "httpx"),
    ),
    _Promise(
        "`AsyncGreenApi`, 32 in flight, makes at least 2 times the official SDK's calls",
        " x", 2.0, AT_LEAST, _times("calls-async-32", "AsyncGreenApi", "official SDK"),
    ),
    _Promise(
        "`AsyncGreenApi`, 32 in flight, makes at least 0.75 of raw aiohttp's calls",
        " x", 0.75, AT_LEAST, _times("calls-async-32", "AsyncGreenApi", "aiohttp"),
    ),
    _Promise(
        "The generated client, 32 in flight, makes at least 5 times the calls over aiohttp",
        " x", 5.0, AT_LEAST,
        _times("calls-async-32", "generated client over aiohttp", "generated client"),
    ),
    _Promise(
        "Importing and making a generated client takes at most 5 ms more than with httpx",
        " ms", 5, AT_MOST,
        _over("import-time", "green_api_client, client made", "httpx, client made"),
    ),
    _Promise(
        "Importing and making a `GreenApi` takes at most 1.0 of the same with httpx",
        " x", 1.0, AT_MOST,
        _times("import-time", "green_api_files, client made", "httpx, client made"),
    ),
    _Promise(
        "100 MB are saved in at most 1.0 of curl's time, by `GreenApi`",
        " x", 1.0, AT_MOST, _times(HUNDRED_MB, "GreenApi", "curl"),
    ),
    _Promise(
        "100 MB are saved in at most 1.0 of curl's time, by `AsyncGreenApi`",
        " x", 1.0, AT_MOST, _times(HUNDRED_MB, "AsyncGreenApi", "curl"),
    ),
    _Promise(
        "Saving 100 MB takes at most 16 MiB over the idle process",
        " MiB", 16, AT_MOST, _median("save-memory-100000000", "AsyncGreenApi"),
    ),
    _Promise(
        "Saving 1 GB takes at most 16 MiB over the idle process",
        " MiB", 16, AT_MOST, _median("growth-file-memory", "1,000,000,000"),
    ),
    _Promise(
        "A batch of 100,000 messages takes at most 16 MiB more than one of 100",
        " MiB", 16, AT_MOST, _rise("growth-batch-memory", "100,000", "100"),
    ),
    _Promise(
        "The mock answers at least 0.8 of bare Prism's requests a second",
        " x", 0.8, AT_LEAST, _times("mock-rate", "green-api-mock", "bare Prism"),
    ),
    _Promise(
        "`watch` receives, logs and deletes at least 1.5 times what the official SDK's loop does",
        " x", 1.5, AT_LEAST, _times("receiving", "watch, each in a durable log", "official SDK"),
    ),
    _Promise(
        "1,000 watched instances take at most 100 MiB",
        " MiB", 100, AT_MOST, _median("scale-watched-memory", "1,000"),
    ),
    _Promise(
        "1,000 watched instances take at most 0.1 of a core while nothing comes",
        " cores", 0.1, AT_MOST, _median("scale-watched-cpu", "1,000"),
    ),
    _Promise(
        "Receiving from a queue of the mock makes at least 0.5 of bare Prism's requests a second",
        " x", 0.5, AT_LEAST, _times("mock-receive-rate", "green-api-mock", "bare Prism"),
    ),
)  # fmt: skip


def judge(groups: list[Group], *, is_partial: bool) -> list[Goal]:
    """Every promise and whether it is kept.

    Args:
        groups: What was measured.
        is_partial: Whether figures may be missing. Else a promise without them is an error.
    """
    by_key = {group.key: group for group in groups}
    goals: list[Goal] = []
    for promise in PROMISES:
        with suppress(*((KeyError, StopIteration) if is_partial else ())):
            goals.append(promise.judge(by_key))
    return goals
