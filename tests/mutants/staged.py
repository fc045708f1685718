"""Tries changes of the code in forks of a process that is about to run the tests.

pytest has started there, the project is imported and the tests are collected. A fork makes its
change in the functions that are there, and runs the tests that reach it. What it starts or imports
reads the changed file. What cannot be changed there (see `live`) is for a process of its own.
"""

import contextlib
import gc
import os
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path
from types import CodeType
from typing import Any

import pytest

from tests.mutants.forks import Fork, Hangs, fork
from tests.mutants.gate import Outcome, Run, child_of, options
from tests.mutants.live import Live, watched
from tests.mutants.sandbox import changed
from tests.mutants.soundness import Soundness

# How often a test is given the time that it usually takes. A hang guard, not an expectation.
_SLOWER = 3.0
_LONGEST = 15.0
_PATIENCE = 2.0
_LOG = "staged.log"


class BrokenStageError(Exception):
    """Nothing can be tried."""


@dataclass(frozen=True)
class Trial:
    """One change to try.

    Attributes:
        path: the changed file, seen from the project's folder.
        before: its text without the change.
        after: its text with the change.
        tests: how long each test may take, in the order in which they run.
        seconds: how long all of them may take.
    """

    path: str
    before: str
    after: str
    tests: dict[str, float]
    seconds: float

    @classmethod
    def of(cls, path: str, texts: tuple[str, str], tests: dict[str, float]) -> "Trial":
        """Return the trial by tests that usually take so many seconds."""
        limits = {test: 2 + min(_LONGEST, _SLOWER * usual) for test, usual in tests.items()}
        return cls(path, *texts, limits, 20 + _SLOWER * sum(tests.values()))


class Staged:
    """The process, for a copy of the project. It tries one change after the other."""

    def __init__(self, context: BaseContext, project: Path, run: Run) -> None:
        self._ours, theirs = context.Pipe()
        process: Any = context.Process  # type: ignore[attr-defined]  # each context has it
        process(target=_serve, args=(project, run, theirs), daemon=True).start()
        theirs.close()
        self._log = project / _LOG
        self._soundness = Soundness()

    def outcome(self, trial: Trial) -> Outcome | None:
        """Run the tests; None if the change cannot be made there.

        A test counts only if it passes there without a change.
        """
        while True:
            tests = {test: trial.tests[test] for test in self._soundness.sift(trial.tests)}
            outcome = self._asked(replace(trial, tests=tests))
            failed = outcome.failed if outcome else None
            if failed not in tests:
                return outcome
            alone = replace(trial, after=trial.before, tests={failed: tests[failed]})
            if self._soundness.confirm(failed, partial(self._passes, alone)):
                return outcome

    def _passes(self, trial: Trial) -> bool:
        outcome = self._asked(trial)
        return outcome is not None and outcome.failed is None

    def _asked(self, trial: Trial) -> Outcome | None:
        outcome = self._answer(trial)
        if outcome is None or not outcome.is_late or outcome.failed not in trial.tests:
            return outcome
        # The machine may have other things to do.
        patient = {test: _PATIENCE * seconds for test, seconds in trial.tests.items()}
        alone = replace(trial, tests={outcome.failed: patient[outcome.failed]})
        again = self._answer(alone)
        if again and again.failed:
            return again
        return self._answer(replace(trial, tests=patient, seconds=_PATIENCE * trial.seconds))

    def _answer(self, trial: Trial) -> Outcome | None:
        try:
            self._ours.send(trial)
            answer: str | tuple[str] = self._ours.recv()
        except (EOFError, OSError):
            text = self._log.read_text("utf-8", "replace")
            raise BrokenStageError(f"The tests cannot be collected:\n{text}") from None
        return _outcome(answer)

    def end(self) -> None:
        """End the process."""
        self._ours.close()


def _serve(project: Path, run: Run, asked: Connection) -> None:
    scratch = project.with_name(f"{project.name}-scratch")
    plugins = [part for name in run.plugins for part in ("-p", name)]
    environment = run.environment | {"CONTRACT_CASES": str(run.cases)}
    with child_of(project, environment, project / _LOG):
        stage = _Stage(project, asked, watched())
        pytest.main([*options(), "--basetemp", str(scratch), *plugins, *run.tests], plugins=[stage])
    os._exit(0)


class _Stage:
    """A pytest plugin that stops the process before the first test."""

    def __init__(self, project: Path, asked: Connection, ran: dict[int, CodeType]) -> None:
        self._project, self._asked, self._ran = project, asked, ran
        self._trial: Trial
        self._path: Path
        self._fork: Fork

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> None:
        """Fork for each change that is asked for. Only a fork comes back from here."""
        live = Live(self._project, self._ran)
        items = {item.nodeid: item for item in session.items}
        gc.collect()
        gc.freeze()
        with contextlib.suppress(EOFError):
            while not self._is_fork(self._asked.recv()):
                pass
            if not live.change(self._path, self._trial.before, self._trial.after):
                self._fork.end(_NOT_HERE)
            session.items[:] = [items[test] for test in self._trial.tests if test in items]
            return
        os._exit(0)

    def _is_fork(self, trial: Trial) -> bool:
        self._trial, self._path = trial, self._project / trial.path
        answer = fork(changed(self._path, trial.after), trial.seconds)
        if isinstance(answer, Fork):
            self._fork = answer
            return True
        # As it is known at the other end, where the project's own classes are others.
        self._asked.send((answer.name,) if isinstance(answer, Hangs) else answer)
        return False

    @pytest.hookimpl
    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Tell that a test begins."""
        self._fork.goes_on(nodeid, self._trial.tests[nodeid])

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Tell what failed."""
        if report.failed:
            self._fork.end(report.nodeid)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, exitstatus: int) -> None:
        """Tell that nothing failed."""
        self._fork.end("" if exitstatus in _NOTHING else f"pytest ended with {exitstatus!r}")


_NOT_HERE = "cannot be made here"
# No test of those that reach a change may be collected here.
_NOTHING = (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)


def _outcome(answer: str | tuple[str]) -> Outcome | None:
    if answer == _NOT_HERE:
        return None
    return (
        Outcome(answer or None, "")
        if isinstance(answer, str)
        else Outcome(*answer, "", is_late=True)
    )
