"""Tries changes of the contract in forks of a process in which all is ready for the tests.

pytest has started there, what the tests import is imported, and the contract is read. A fork makes
its change in what was read, and then collects and runs tests as always: first those that noticed
changes of the same kind. Left out are those of operations that do not have the changed place.
"""

import contextlib
import gc
import importlib
import json
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from tests.contract.documented import CONTRACT, Contract, Node, Operation
from tests.mutants import warm
from tests.mutants.contract_mutants import changes
from tests.mutants.gate import Run, child_of, options

# A hang guard, not an expectation.
_SECONDS = 120
_REMEMBERED = 5
_AT_FIRST = 2
# It compares two readers of YAML, and the file with a change is JSON.
_OF_THE_FILE = "test_the_contract_is_read_as_yaml_1_2"
# How pytest ends when nothing failed; no test may be of the operations that matter.
_NOTHING = (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
# The steps of a place that say of which kind it is.
_STEPS = {
    *("paths", "webhooks", "servers", "parameters", "headers", "schemas", "schema", "responses"),
    *("requestBody", "examples", "content", "properties", "items", "anyOf", "oneOf", "allOf"),
    *("additionalProperties", "x-mock", "x-deviations", "scenarios", "limits", "validation"),
}


@dataclass(frozen=True)
class Trial:
    """One change to try.

    Attributes:
        change: what its mutant says of it; nothing for no change.
        run: the tests that may notice it.
        likely: those that noticed others like it, the likeliest first.
    """

    change: str
    run: Run
    likely: list[str] = field(default_factory=list)


class Experience:
    """Which tests noticed which changes."""

    def __init__(self) -> None:
        self._of_kind: dict[str, dict[str, list[float]]] = {}
        self._at: dict[str, list[str]] = {}

    def likely(self, change: str) -> list[str]:
        """Return the tests that noticed changes like this one, the likeliest first.

        These are tests that noticed another change of the same place or beside it, and the names
        of those that noticed changes of the same kind elsewhere, often and soon.
        """
        found = [test for place in _places_of(change) for test in self._at.get(place, ())]
        known = self._of_kind.get(_kind(change), {})
        names = sorted(known, key=lambda name: fmean(known[name]) / len(known[name]))
        return list(dict.fromkeys(found + names[:_REMEMBERED]))

    def add(self, change: str, failed: str, seconds: float) -> None:
        """Remember which test noticed a change, and after how long."""
        known = self._of_kind.setdefault(_kind(change), {})
        known.setdefault(_function(failed), []).append(seconds)
        for place in _places_of(change):
            others = [test for test in self._at.get(place, ()) if test != failed]
            self._at[place] = [failed, *others][:_REMEMBERED]


def _places_of(change: str) -> tuple[str, str]:
    pointer = change.rpartition(": ")[0]
    return pointer, pointer.rpartition("/")[0]


def _kind(change: str) -> str:
    pointer, _, what = change.rpartition(": ")
    steps = [step for step in pointer.split("/") if step in _STEPS]
    return f"{'/'.join(steps)}: {what.partition(' ')[0]}"


def _function(test: str) -> str:
    return test.partition("[")[0]


class Rehearsed:
    """The process, for a copy of the project. It tries one change after the other."""

    def __init__(self, context: BaseContext, project: Path, tests: tuple[str, ...]) -> None:
        self._ours, theirs = context.Pipe()
        process: Any = context.Process  # type: ignore[attr-defined]  # each context has it
        process(target=_serve, args=(project, tests, theirs), daemon=True).start()
        theirs.close()

    def failed(self, trial: Trial) -> str:
        """Return the test that noticed the change; nothing if none did."""
        files = dict.fromkeys(test.partition("::")[0] for test in trial.likely)
        # To collect all tests takes longer than most of them.
        first = [*files, *trial.run.tests][:_AT_FIRST]
        rest = [test for test in trial.run.tests if test not in first]
        return self._failed(trial, first) or self._failed(trial, rest)

    def _failed(self, trial: Trial, tests: list[str]) -> str:
        if not tests:
            return ""
        self._ours.send(replace(trial, run=replace(trial.run, tests=tuple(dict.fromkeys(tests)))))
        return str(self._ours.recv())

    def end(self) -> None:
        """End the process."""
        self._ours.close()


def _serve(project: Path, tests: tuple[str, ...], asked: Connection) -> None:
    with child_of(project, {"CONTRACT_CASES": "10"}, project / "rehearsed.log"):
        for name in _imported(project, tests):
            importlib.import_module(name)
        stage = _Stage(project, asked)
        # Every run's, so that pytest has read what they share.
        code = pytest.main([*options(), *tests], plugins=[stage])
        stage.tell(code)
    os._exit(0)


def _imported(project: Path, tests: tuple[str, ...]) -> Iterator[str]:
    """Yield the names of the modules that tests import, and their own."""
    client = project / "generated_client"
    for path in sorted(client.rglob("*.py")):
        yield ".".join(path.relative_to(client).with_suffix("").parts).removesuffix(".__init__")
    yield "green_api_mock.server.mock"
    yield from (test.removesuffix(".py").replace("/", ".") for test in tests)


class _Stage:
    """A pytest plugin that stops the process before the tests are collected."""

    def __init__(self, project: Path, asked: Connection) -> None:
        self._asked = asked
        self._file = project / CONTRACT.name
        self._text = self._file.read_bytes()
        contract = Contract(self._file)
        self._changes = changes(contract)
        self._places = {str(o): _places(contract, o) for o in _operations(contract)}
        self._trial: Trial
        self._document: Node = {}
        self._answer = -1
        self._failed = ""

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> None:
        """Fork for each change that is asked for. Only a fork comes back from here."""
        gc.collect()
        gc.freeze()
        with contextlib.suppress(EOFError):
            while not self._is_fork(self._asked.recv()):
                pass
            self._change(session)
            return
        os._exit(0)

    def _is_fork(self, trial: Trial) -> bool:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            self._trial, self._answer = trial, writing
            signal.alarm(_SECONDS)
            return True
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8") as answer:
            failed = answer.read()
        _, status = os.waitpid(child, 0)
        if self._file.read_bytes() != self._text:
            self._file.write_bytes(self._text)
        self._asked.send(f"the process ended with {status}" if status else failed)
        return False

    def _change(self, session: pytest.Session) -> None:
        known = [vars(one) for one in session.config.pluginmanager.get_plugins() if vars(one)]
        shared = next(one for one in known if {"CONTRACT", "FACTS", "JUDGE"} <= one.keys())
        self._document = shared["CONTRACT"].document
        if self._trial.change:
            self._changes[self._trial.change].make(self._document)
            # For the servers that may start.
            self._file.write_text(json.dumps(self._document, ensure_ascii=False), "utf-8")
        try:
            # Whoever imported these has them as they are changed.
            contract = type(shared["CONTRACT"])(self._file, self._document)
            vars(shared["CONTRACT"]).update(vars(contract))
            vars(shared["JUDGE"]).update(vars(type(shared["JUDGE"])(shared["CONTRACT"])))
            shared["FACTS"][:] = shared["all_facts"](shared["CONTRACT"])
        except Exception as error:  # noqa: BLE001 - no test could be collected
            self.tell(f"the contract cannot be read: {error!r}")
        session.config.args = list(self._trial.run.tests)
        if warm.__name__ in self._trial.run.plugins:
            os.environ.update(self._trial.run.environment)
            importlib.import_module(warm.__name__).pytest_configure()

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Choose the tests and put them in order."""
        pointer = self._trial.change.rpartition(": ")[0]
        owners = {
            name
            for name, places in self._places.items()
            if any(_is_within(pointer, place) or _is_within(place, pointer) for place in places)
        }
        ranks = {name: rank for rank, name in enumerate(self._trial.likely)}

        def rank(item: pytest.Item) -> int:
            names = (item.nodeid, _function(item.nodeid))
            return min(ranks.get(name, len(ranks)) for name in names)

        items[:] = sorted((item for item in items if _may_notice(item, owners)), key=rank)

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Tell what failed."""
        if report.failed:
            self.tell(report.nodeid)

    @pytest.hookimpl
    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Tell what cannot be collected."""
        if report.failed:
            self.tell(f"{report.nodeid} (cannot be collected)")

    def tell(self, failed: object) -> None:
        """Send the answer, and end the process: threads of a broken mock must not keep it."""
        text = "" if failed in _NOTHING else str(failed)
        os.write(self._answer, text.encode()[:4096])
        os._exit(0)


def _operations(contract: Contract) -> list[Operation]:
    return [*contract.operations, *contract.webhooks]


def _places(contract: Contract, operation: Operation) -> set[str]:
    """Return where it stands, and where everything does that it refers to."""
    item = operation.pointer.rpartition("/")[0]
    open_ones = [operation.pointer, f"{item}/parameters", f"{item}/x-mock"]
    found = set[str]()
    while open_ones:
        place = open_ones.pop()
        if place not in found:
            found.add(place)
            open_ones += _references(_there(contract, place))
    return found


def _there(contract: Contract, place: str) -> Any:
    try:
        return contract.at(place)
    except KeyError:
        return None


def _references(node: Any) -> list[str]:
    """Return where everything in a node refers to."""
    if isinstance(node, list):
        return [place for one in node for place in _references(one)]
    if not isinstance(node, dict):
        return []
    own = [node["$ref"].removeprefix("#")] if isinstance(node.get("$ref"), str) else []
    return own + [place for one in node.values() for place in _references(one)]


def _may_notice(item: pytest.Item, owners: set[str]) -> bool:
    """Whether a test is of one of these operations, or of none."""
    if item.name == _OF_THE_FILE:
        return False
    callspec = getattr(item, "callspec", None)
    operation = callspec.params.get("operation") if callspec else None
    return operation is None or not owners or str(operation) in owners


def _is_within(pointer: str, place: str) -> bool:
    return f"{pointer}/".startswith(f"{place}/")
