"""Which tests reach which lines, and so which of them can notice a change."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from tests.mutants.mutant import Mutant
from tests.mutants.saying import closeness
from tests.support.project import PROJECT

# So many tests come first that noticed other changes in the same file, or speak of it.
_LIKELY = 15
# Hang guards, not expectations.
_START_SECONDS = 20.0
_SLOWER = 5.0


@dataclass
class Reach:
    """What was traced.

    Attributes:
        most: of tests that reach a change, so many seconds are tried.
    """

    most: float = 40.0
    seconds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, dict[int, set[str]]] = field(default_factory=dict)
    _reached: Counter[str] = field(default_factory=Counter)
    _noticed: dict[str, Counter[str]] = field(default_factory=dict)
    _by_name: dict[str, set[str]] = field(default_factory=dict)
    _texts: dict[str, list[str]] = field(default_factory=dict)

    def learn(self, mutant: Mutant, test: str) -> None:
        """Remember which test noticed a change: it may notice others in the same place."""
        for place in (mutant.path, _function(mutant)):
            self._noticed.setdefault(place, Counter())[test] += 1

    def add(self, found: Path) -> None:
        """Add what one run of tests found."""
        told = json.loads(found.read_text("utf-8"))
        self.seconds |= told["seconds"]
        for path, lines in told["lines"].items():
            known = self.lines.setdefault(path, {})
            for line, tests in lines.items():
                known.setdefault(int(line), set()).update(tests)
                self._reached.update(tests)

    def tests(self, mutant: Mutant, owners: Iterable[str]) -> list[str]:
        """Return the owners' tests that can notice the change, the most likely ones first."""
        places = tuple(owners)
        own = [test for test in self._reaching(mutant) if test.startswith(places)]
        every = [test for test in self.seconds if test.startswith(places)]
        # Nobody saw when a module did it: any test may be the one that needs it.
        ranks = self._ranks(own or every)
        noticing = [
            test
            for place in (_function(mutant), mutant.path)
            for test, _ in self._noticed.get(place, Counter[str]()).most_common(_LIKELY)
            if test in ranks
        ]
        # What speaks of it need not reach it: the default of a parameter is read without a call.
        close = {test: closeness(mutant, test) for test in {*own, *every}}
        spoken = self._ranks([test for test, known in close.items() if known])
        said = sorted(spoken, key=lambda test: (-close[test], spoken[test]))[:_LIKELY]
        others = sorted(ranks, key=ranks.__getitem__)
        return self._within(list(dict.fromkeys([*noticing, *said, *others])))

    def _reaching(self, mutant: Mutant) -> set[str]:
        known = self.lines.get(mutant.path, {})
        reached = set[str]().union(*(known.get(line, ()) for line in mutant.lines))
        # What a module does when it is imported, it does for every test that uses it.
        reached = reached or set[str]().union(*known.values())
        return reached.union(*(self._users(name) for name in mutant.names))

    def _ranks(self, tests: Iterable[str]) -> dict[str, float]:
        # The cases of one test are like each other, and what reaches little looks closely at it.
        met: Counter[str] = Counter()
        ranks: dict[str, float] = {}
        for test in sorted(tests, key=lambda test: (self.seconds.get(test, 0.0), test)):
            name = test.partition("[")[0]
            met[name] += 1
            ranks[test] = self.seconds.get(test, 0.0) * met[name] * (1 + self._reached[test])
        return ranks

    def patience(self, tests: Sequence[str]) -> float:
        """Return how long they may take in all, the start of a process included."""
        return _START_SECONDS + _SLOWER * sum(self.seconds.get(test, 0.0) for test in tests)

    @classmethod
    def of(cls, founds: Iterable[Path]) -> Self:
        """Return what several runs found."""
        reach = cls()
        for found in founds:
            reach.add(found)
        return reach

    def _users(self, name: str) -> set[str]:
        """The tests that reach a line with this name."""
        if name not in self._by_name:
            word = re.compile(rf"\b{re.escape(name)}\b")
            self._by_name[name] = {
                test
                for path, lines in self.lines.items()
                for number, line in enumerate(self._text(path), 1)
                if word.search(line)
                for test in lines.get(number, ())
            }
        return self._by_name[name]

    def _text(self, path: str) -> list[str]:
        if path not in self._texts:
            self._texts[path] = (PROJECT / path).read_text("utf-8").splitlines()
        return self._texts[path]

    def _within(self, tests: list[str]) -> list[str]:
        chosen: list[str] = []
        left = self.most
        for test in tests:
            left -= self.seconds.get(test, 0.0)
            if chosen and left < 0:
                break
            chosen.append(test)
        return chosen


def _function(mutant: Mutant) -> str:
    return mutant.change.partition(": ")[0]
