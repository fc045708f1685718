"""What came of the mutants: a table, a file for programs, and a line for the README."""

import json
import re
import time
from collections import Counter
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.mutants.mutant import Mutant

# Seconds: what is lost at most when the run is killed.
_OFTEN = 20.0
_BEGIN, _END = "<!-- mutants -->", "<!-- /mutants -->"


class State(Enum):
    """What became of a mutant."""

    KILLED = "killed"
    EQUIVALENT = "equivalent"
    SURVIVED = "survived"
    LEFT = "not tried"


@dataclass(frozen=True)
class Result:
    """One mutant and what became of it.

    Attributes:
        why: the test that failed first, or why the mutant changes nothing.
        seconds: how long it took to find that out.
    """

    mutant: Mutant
    state: State
    why: str
    seconds: float = 0.0


def counts(results: list[Result]) -> dict[str, Counter[State]]:
    """Return how many mutants of each family came to what."""
    found: dict[str, Counter[State]] = {}
    for result in sorted(results, key=lambda result: result.mutant.family):
        found.setdefault(result.mutant.family, Counter())[result.state] += 1
    found["all"] = sum(found.values(), Counter())
    return found


def print_table(console: Console, results: list[Result]) -> None:
    """Print a line for each family, and every survivor."""
    table = Table("room", *(("made", *(state.value for state in State))))
    for family, number in counts(results).items():
        row = (number.total(), *(number[state] for state in State))
        table.add_row(family, *map(str, row), end_section=family != "all")
    console.print(table)
    for result in results:
        if result.state is State.SURVIVED:
            print_survivor(console, result)


def print_survivor(console: Console, result: Result) -> None:
    """Print its name on one line, to be searched for."""
    line = f"survived: {result.mutant.name}"
    console.print(line, markup=False, highlight=False, soft_wrap=True)


def merged(before: list[Result], now: list[Result]) -> list[Result]:
    """Return the results of now, and those of before of other families."""
    families = {result.mutant.family for result in now}
    return [result for result in before if result.mutant.family not in families] + now


def read_json(path: Path) -> list[Result]:
    """Read what was written; nothing if there is nothing."""
    if not path.exists():
        return []
    return [
        Result(
            Mutant(each["room"], each["mutant"], ""),
            State(each["state"]),
            each["why"],
            each["seconds"],
        )
        for each in json.loads(path.read_text("utf-8"))
    ]


def write_json(path: Path, results: list[Result]) -> None:
    """Write every result."""
    found = [
        {
            "room": result.mutant.family,
            "mutant": result.mutant.change,
            "state": result.state.value,
            "why": result.why,
            "seconds": round(result.seconds, 2),
        }
        for result in sorted(results, key=lambda result: result.mutant.name)
    ]
    path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


class Record:
    """The results of one run, written as they come. Those of other families stay in the file.

    Args:
        path: the file.
        made: every mutant of the run's families.
    """

    def __init__(self, path: Path, made: list[Mutant]) -> None:
        self._path = path
        self._before = read_json(path)
        self._made = {mutant.name: mutant for mutant in made}
        self._found: dict[str, Result] = {}
        self._written = time.monotonic()

    def __contains__(self, mutant: Mutant) -> bool:
        return mutant.name in self._found

    def add(self, result: Result) -> None:
        """Note a result, and write what there is now and then."""
        self._found[result.mutant.name] = result
        if time.monotonic() - self._written > _OFTEN:
            self.write()

    def keep(self) -> None:
        """Take over what the file says of this run's mutants."""
        for result in self._before:
            name = result.mutant.name
            if name in self._made and result.state in (State.KILLED, State.SURVIVED):
                self._found.setdefault(name, result)

    def results(self) -> list[Result]:
        """Return a result for every mutant."""
        left = (m for name, m in self._made.items() if name not in self._found)
        return [*self._found.values(), *(Result(m, State.LEFT, "") for m in left)]

    def write(self) -> None:
        """Write the file."""
        write_json(self._path, merged(self._before, self.results()))
        self._written = time.monotonic()


def table_of(results: list[Result]) -> str:
    """Return the table in Markdown."""
    lines = [
        "| changed | made | noticed | change nothing | not noticed | not tried |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for family, number in counts(results).items():
        row = (number.total(), *(number[state] for state in State))
        lines.append(f"| {family} | {' | '.join(map(str, row))} |")
    return "\n".join(lines)


def write_table(path: Path, results: list[Result]) -> None:
    """Put the table between the markers of a Markdown file."""
    text = path.read_text("utf-8")
    pattern = re.compile(f"{re.escape(_BEGIN)}.*?{re.escape(_END)}", re.DOTALL)
    filled = f"{_BEGIN}\n{table_of(results)}\n{_END}"
    path.write_text(pattern.sub(lambda _: filled, text), encoding="utf-8")
