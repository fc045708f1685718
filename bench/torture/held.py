"""`watch` holds its poll for a day, in fast motion: what it takes, and how often it asks.

In the mock's time, that is. Now and then something comes, as on a quiet day.
"""

import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench import memory
from bench.account import RECEIVE, Account
from bench.torture.loop import loop_in_thread
from bench.torture.mock import mock_in
from bench.torture.tally import Tally
from bench.torture.watching import INSTANCE, PATIENCE_SECONDS, Watched, count_end

TIME_FACTOR = 500
LOOK_SECONDS = 1800.0 / TIME_FACTOR  # half an hour of the mock's
LARGEST = 20_000
QUARTERS = 4
MORE_MEBIBYTES = 2.0
# The pool keeps the connections that were once needed at the same moment. What is not closed after
# a poll or a file would be there a hundred times.
MORE_DESCRIPTORS = 2
SLOWER = 0.7  # to the fastest quarter; a busy machine is no drift


@dataclass(frozen=True)
class Look:
    """What was seen at a moment.

    Attributes:
        polls: How many there were in a second since the last look.
        mebibytes: Of memory.
        descriptors: Of files and connections.
    """

    polls: float
    mebibytes: float
    descriptors: int


def held(hours: int, work: Path) -> Tally:
    """Watch for so many hours of the mock's time."""
    tally = Tally(f"watch: {hours} hours of held polls")
    with loop_in_thread() as loop, mock_in(loop, time_factor=TIME_FACTOR) as url:
        account = Account(url, INSTANCE)
        watched = Watched(account, url, work / "inbox", LARGEST, "bench.torture.hurried")
        process = watched.start()
        _until(lambda: RECEIVE in account.calls)
        looks: list[Look] = []
        last = 0
        for _ in range(2 * hours):
            watched.some_come()
            begin = time.monotonic()
            time.sleep(LOOK_SECONDS)
            polls = [row["number"] for row in account.requests_after(last, RECEIVE)]
            last = max([last, *polls])
            tally.tries += len(polls)
            looks.append(
                Look(
                    len(polls) / (time.monotonic() - begin),
                    memory.resident(process.pid) / memory.MEBIBYTE,
                    memory.descriptors(process.pid),
                )
            )
        process.send_signal(signal.SIGTERM)
        count_end(process, signal.SIGTERM, tally)
        watched.look(tally)
    _judge(looks, tally)
    return tally


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _judge(looks: list[Look], tally: Tally) -> None:
    """Compare the quarters of the time."""
    size = len(looks) // QUARTERS
    quarters = [looks[size * number : size * (number + 1)] for number in range(QUARTERS)]
    rates = [median(look.polls for look in quarter) for quarter in quarters]
    held = [max(look.mebibytes for look in quarter) for quarter in quarters]
    opened = [max(look.descriptors for look in quarter) for quarter in quarters]
    tally.facts += [
        f"polls in a second, by quarters: {_shown(rates)}",
        f"memory in MiB: {_shown(held)}",
        f"descriptors: {_shown(opened)}",
    ]
    for is_wrong, sentence in (
        (rates[-1] < SLOWER * max(rates), "it asked less and less often"),
        (held[-1] > held[0] + MORE_MEBIBYTES, "its memory grew"),
        (opened[-1] > opened[0] + MORE_DESCRIPTORS, "its descriptors grew"),
    ):
        if is_wrong:
            tally.wrong += 1
            tally.note(sentence)


def _shown(figures: Sequence[float]) -> str:
    return ", ".join(f"{figure:.3g}" for figure in figures)
