"""Rounds in which the contenders take turns, and what is made of their times.

A machine that is busy for a second slows whoever runs in that second. So each round lets
everyone run once, and a contender is compared with the reference of its own round only.
"""

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What one contender took.

    Attributes:
        name: The contender.
        median: Over the rounds, in the unit of the group.
        low: The lower quartile.
        high: The upper quartile.
        ratio: The median of its ratios to the reference of the same round.
        ratio_low: The lower quartile of these ratios.
        ratio_high: The upper quartile of them.
        figures: What each round gave.
    """

    name: str
    median: float
    low: float
    high: float
    ratio: float
    ratio_low: float
    ratio_high: float
    figures: list[float]


@dataclass(frozen=True)
class Group:
    """One measurement with all its contenders.

    Attributes:
        key: A short name for programs.
        title: What was measured.
        unit: The unit of the rows.
        more_is_better: Whether a larger figure is the better one.
        reference: The name of the row that the ratios refer to.
        rounds: How often each contender ran.
        rows: The results, in the order in which they are to be read.
        notes: What a reader must know to read the figures rightly.
    """

    key: str
    title: str
    unit: str
    more_is_better: bool
    reference: str
    rounds: int
    rows: list[Row]
    notes: str = ""

    def row(self, name: str) -> Row:
        """The row of that name."""
        return next(row for row in self.rows if row.name == name)

    def ratio_between(self, name: str, other: str) -> float:
        """The median of how the two rows relate to each other in each round."""
        pairs = zip(self.row(name).figures, self.row(other).figures, strict=True)
        return statistics.median(figure / base for figure, base in pairs)

    def difference_between(self, name: str, other: str) -> float:
        """The median of how much the first row is above the other in each round."""
        pairs = zip(self.row(name).figures, self.row(other).figures, strict=True)
        return statistics.median(figure - base for figure, base in pairs)


def take_turns(
    contenders: Mapping[str, Callable[[], float]], rounds: int
) -> dict[str, list[float]]:
    """Let every contender run once a round, in an order that moves on by one each round.

    A first round is run and thrown away: it opens connections and fills caches.

    Args:
        contenders: What to run, by name. Each returns its own figure.
        rounds: How many rounds count.
    """
    names = list(contenders)
    figures: dict[str, list[float]] = {name: [] for name in names}
    for number in range(-1, rounds):
        shift = number % len(names)
        for name in names[shift:] + names[:shift]:
            gc.collect()
            figure = contenders[name]()
            if number >= 0:
                figures[name].append(figure)
    return figures


def seconds_for(work: Callable[[], object]) -> float:
    """How many seconds the work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def rows_of(figures: Mapping[str, Sequence[float]], reference: str) -> list[Row]:
    """Medians and quartiles of the figures and of their ratios to the reference."""
    return [_row(name, values, figures[reference]) for name, values in figures.items()]


def _row(name: str, values: Sequence[float], reference: Sequence[float]) -> Row:
    ratios = [value / base if base else 0.0 for value, base in zip(values, reference, strict=True)]
    return Row(name, *_middle(values), *_middle(ratios), list(values))


def _middle(values: Sequence[float]) -> tuple[float, float, float]:
    """The median and both quartiles."""
    if len(values) == 1:
        return values[0], values[0], values[0]
    low, median, high = statistics.quantiles(values, n=4, method="inclusive")
    return median, low, high
