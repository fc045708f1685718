"""What the project promises itself, and whether the figures keep it."""

import operator
from collections.abc import Callable, Mapping
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


def _median(group: str, name: str) -> Callable[[Groups], float]:
    return lambda groups: groups[group].row(name).median


PROMISES = (
    _Promise(
        "One call of the generated client takes at most 1.05 of raw httpx",
        " x", 1.05, AT_MOST, _times("calls-sync", "generated client", "httpx"),
    ),
    _Promise(
        "Importing `green_api_client` takes at most 5 ms more than httpx",
        " ms", 5, AT_MOST, _over("import-time", "green_api_client", "httpx"),
    ),
    _Promise(
        "The mock answers at least 0.5 of bare Prism's requests a second",
        " x", 0.5, AT_LEAST, _times("mock-rate", "green-api-mock", "bare Prism"),
    ),
)  # fmt: skip


def judge(groups: list[Group]) -> list[Goal]:
    """Every promise, beside what was measured."""
    by_key = {group.key: group for group in groups}
    return [promise.judge(by_key) for promise in PROMISES]
