"""Copies of the project in which mutants are tried."""

import shutil
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from multiprocessing.context import BaseContext
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from tests.mutants import tracing
from tests.mutants.families import Family, tests_of
from tests.mutants.gate import NOT_FOUND, Outcome, Run, run_gate
from tests.mutants.mutant import Mutant
from tests.mutants.reach import Reach
from tests.mutants.rehearsed import Experience, Rehearsed, Trial
from tests.mutants.report import Result, State
from tests.mutants.sandbox import Sandbox
from tests.mutants.soundness import Soundness
from tests.mutants.stages import Stages
from tests.support.project import PROJECT, state_of_project

if TYPE_CHECKING:
    from collections.abc import Iterator

# A hang guard: following every line makes the tests slower.
_TRACE_SECONDS = 1800.0
_PATIENCE = 3
_KEPT = PROJECT / ".mutants"


class BrokenGateError(Exception):
    """The tests fail where nothing was changed."""


class Workshop:
    """What tries mutants, several at once.

    Args:
        context: starts processes.
        sandboxes: where, each for one mutant at a time.
        quick: leave out the changes of code that need a process of their own.
    """

    def __init__(
        self, context: BaseContext, sandboxes: list[Sandbox], *, quick: bool = False
    ) -> None:
        self._quick = quick
        self._context = context
        self._sandboxes = sandboxes
        self._free: SimpleQueue[Sandbox] = SimpleQueue()
        self._rehearsed: dict[Sandbox, Rehearsed] = {}
        self._experience = Experience()
        self._stages = Stages(context)
        self._reach = Reach()
        self._soundness = Soundness()
        for sandbox in sandboxes:
            self._free.put(sandbox)

    @contextmanager
    def _sandbox(self) -> "Iterator[Sandbox]":
        sandbox = self._free.get()
        try:
            yield sandbox
        finally:
            self._free.put(sandbox)

    def try_out(self, family: Family, mutant: Mutant) -> Result:
        """Return whether a test notices the change, and which one."""
        looks = family.looks(mutant)
        if not looks and family.rehearsed is None:
            return Result(mutant, State.SURVIVED, "no test reaches it")
        before = time.monotonic()
        with self._sandbox() as sandbox:
            failed = self._rehearse(family, mutant, sandbox) or self._look(
                family, mutant, looks, sandbox
            )
        if failed is None:
            return Result(mutant, State.LEFT, "")
        state = State.KILLED if failed else State.SURVIVED
        return Result(mutant, state, failed, time.monotonic() - before)

    def _look(
        self, family: Family, mutant: Mutant, looks: list[Run], sandbox: Sandbox
    ) -> str | None:
        for run in looks:
            outcome = self._stages.outcome(sandbox, family.stage, mutant, self._usual(run))
            if outcome is None:
                if family.stage is not None and self._quick:
                    return None
                whole = family.stage is None
                outcome = self._apart(sandbox, run, mutant, whole=whole)
            if outcome.failed:
                self._reach.learn(mutant, outcome.failed)
                return f"{outcome.failed}{' took too long' * outcome.is_late}"
        return ""

    def _apart(self, sandbox: Sandbox, run: Run, mutant: Mutant, *, whole: bool) -> Outcome:
        while True:
            outcome = Outcome(None, "")
            for part in [run] if whole else self._by_file(run):
                with sandbox.changed(mutant):
                    outcome = self._run(sandbox, part)
                if outcome.failed:
                    break
            failed = outcome.failed
            if failed not in run.tests:
                return outcome
            alone = replace(run, tests=(failed,))
            if self._soundness.confirm(failed, partial(self._passes, sandbox, alone)):
                return outcome

    def _by_file(self, run: Run) -> list[Run]:
        # To start again for each file takes less time than to import what all of them need.
        files: dict[str, list[str]] = {}
        for test in self._soundness.sift(run.tests):
            files.setdefault(test.partition("::")[0], []).append(test)
        return [
            replace(run, tests=tuple(tests), seconds=self._reach.patience(tests))
            for tests in files.values()
        ]

    def _passes(self, sandbox: Sandbox, run: Run) -> bool:
        return self._run(sandbox, run).failed is None

    def _usual(self, run: Run) -> dict[str, float]:
        return {test: self._reach.seconds.get(test, 0.0) for test in run.tests}

    def _rehearse(self, family: Family, mutant: Mutant, sandbox: Sandbox) -> str:
        if family.rehearsed is None:
            return ""
        change, experience = mutant.change, self._experience
        trial = Trial(change, family.rehearsed, experience.likely(change), experience.order(change))
        notice = self._rehearsed[sandbox].noticed(trial)
        if notice.test:
            self._experience.add(mutant.change, notice)
        return notice.test

    def prepare(self, chosen: Iterable[Family]) -> None:
        """Make ready what tries changes of the contract. Without a change it has to pass.

        Raises:
            BrokenGateError: it does not pass.
        """
        runs = [family.rehearsed for family in chosen if family.rehearsed is not None]
        tests = dict.fromkeys(test for run in runs for test in run.tests)
        for sandbox in self._sandboxes if runs else ():
            self._rehearsed[sandbox] = Rehearsed(self._context, sandbox.folder, tuple(tests))
        with ThreadPoolExecutor(len(self._sandboxes)) as pool:
            for failed in pool.map(self._unchanged, runs):
                _passed(Outcome(failed or None, ""))

    def _unchanged(self, run: Run) -> str:
        with self._sandbox() as sandbox:
            process, trial = self._rehearsed[sandbox], Trial("", run)
            # Once more, as the machine may have other things to do.
            return process.noticed(trial).test and process.noticed(trial).test

    def end(self) -> None:
        """End the processes."""
        for process in self._rehearsed.values():
            process.end()
        self._stages.end()

    def trace(self, chosen: list[Family], reach: Reach) -> None:
        """Find out which tests of the rooms reach which lines.

        What was found is kept until something changes that the file of tests may reach.

        Raises:
            BrokenGateError: one of them does not pass.
        """
        _KEPT.mkdir(exist_ok=True)
        kept = {
            tests: _KEPT / f"{_slug(tests)}-{state_of_project(tests)}.json"
            for tests in tests_of(chosen)
        }
        with ThreadPoolExecutor(len(self._sandboxes)) as pool:
            for found in pool.map(self._traced, kept, kept.values()):
                reach.add(found)
        self._reach = reach

    def _traced(self, tests: str, target: Path) -> Path:
        if target.exists():
            return target
        for old in _KEPT.glob(f"{_slug(tests)}-*"):
            old.unlink()
        with self._sandbox() as sandbox:
            folder = sandbox.folder / "trace"
            folder.mkdir()
            environment = {tracing.FOLDER: str(folder), "MUTANT_BASELINE": "1"}
            run = Run((tests,), 10, _TRACE_SECONDS, environment, (tracing.__name__,))
            outcome = self._run(sandbox, run)
            if not (folder / tracing.FOUND).exists():
                _passed(outcome)
            shutil.move(folder / tracing.FOUND, target)
            shutil.rmtree(folder)
        return target

    def _run(self, sandbox: Sandbox, run: Run) -> Outcome:
        outcome = run_gate(self._context, sandbox.folder, run)
        if outcome.failed == NOT_FOUND:  # the cases may have other names with the change
            run = self._of_any_case(run)
            outcome = run_gate(self._context, sandbox.folder, run)
        if outcome.is_late:  # by the change, or because the machine has other things to do
            patient = replace(run, seconds=_PATIENCE * run.seconds)
            outcome = run_gate(self._context, sandbox.folder, patient)
        return outcome

    def _of_any_case(self, run: Run) -> Run:
        tests = tuple(dict.fromkeys(test.partition("[")[0] for test in run.tests))
        cases = [test for test in self._reach.seconds if test.partition("[")[0] in tests]
        return replace(run, tests=tests, seconds=self._reach.patience(cases))


def _slug(tests: str) -> str:
    return tests.replace("/", "-").removesuffix(".py")


def _passed(outcome: Outcome) -> None:
    if outcome.failed:
        raise BrokenGateError(f"{outcome.failed} fails without a change:\n{outcome.log}")
