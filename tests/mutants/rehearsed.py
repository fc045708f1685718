"""Tries changes of the contract in forks of a process in which all is ready for the tests.

pytest has started there, what the tests import is imported, and the contract is read. A fork makes
its change in what was read, and then collects and runs tests as always: first, and in a fork of
their own, those that noticed changes of the same kind. Left out are those of operations that do
not have the changed place.
"""

import contextlib
import gc
import importlib
import json
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any

import pytest

from tests.contract.documented import CONTRACT, Contract, Node, Operation
from tests.mutants import warm
from tests.mutants.contract_mutants import FAMILY, RULES, changes
from tests.mutants.gate import Run, child_of, options

# A hang guard, not an expectation.
_SECONDS = 120
# At first, so many functions are tried, and each for so many cases.
_FUNCTIONS = 4
_CASES = 8
_REMEMBERED = 5
# What a test costs beside what it does.
_SECONDS_OF_A_TEST = 0.05
# It compares two readers of YAML, and the file with a change is JSON.
_OF_THE_FILE = "test_the_contract_is_read_as_yaml_1_2"
# Of which operation or schema a test is.
_PARAMETERS = ("operation", "webhook", "schema_name", "json_name")
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
        likely: those that noticed others like it, the likeliest first: functions, and before some
            of them cases of theirs.
        order: the functions that noticed anything, those first that did often and soon.
        is_first: the likely ones alone are tried, and of each function some cases; else, the rest.
    """

    change: str
    run: Run
    likely: list[str] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    is_first: bool = False


@dataclass(frozen=True)
class Notice:
    """What noticed a change.

    Attributes:
        test: its name; nothing if no test did.
        seconds: how long it took.
    """

    test: str = ""
    seconds: float = 0.0


class Experience:
    """Which tests noticed which changes."""

    def __init__(self) -> None:
        self._of_kind: dict[str, dict[str, float]] = {}
        self._cases: dict[str, list[str]] = {}

    def likely(self, change: str) -> list[str]:
        """Return the tests that noticed changes like this one, the likeliest first.

        These are the functions that noticed changes of the same kind, often and soon, and those
        that noticed another change of the same place or beside it.
        """
        functions = [name for kind in _kinds(change) for name in self._ranked(kind)[:2]]
        known = (*_places_of(change), *_kinds(change))
        cases = dict.fromkeys(case for key in known for case in self._cases.get(key, ()))
        functions = list(dict.fromkeys([*functions, *map(_function, cases)]))[:_FUNCTIONS]
        of = {name: [case for case in cases if _function(case) == name] for name in functions}
        return [test for name in functions for test in [*of[name], name]]

    def order(self, change: str) -> list[str]:
        """Return the functions that noticed any change, those first that did often and soon."""
        return self._ranked(_group(change))

    def _ranked(self, kind: str) -> list[str]:
        known = self._of_kind.get(kind, {})
        return sorted(known, key=lambda name: -known[name])

    def add(self, change: str, notice: Notice) -> None:
        """Remember what noticed a change, if a test did."""
        function = _function(notice.test)
        if "::" not in function:
            return
        for kind in (*_kinds(change), _group(change)):
            known = self._of_kind.setdefault(kind, {})
            gain = 1 / (_SECONDS_OF_A_TEST + notice.seconds)
            known[function] = known.get(function, 0.0) + gain
        for key in (*_places_of(change), *_kinds(change)):
            others = [case for case in self._cases.get(key, ()) if case != notice.test]
            self._cases[key] = [notice.test, *others][:_REMEMBERED]


def _places_of(change: str) -> tuple[str, str]:
    pointer = change.rpartition(": ")[0]
    return pointer, pointer.rpartition("/")[0]


def _group(change: str) -> str:
    return RULES if "/x-mock" in change else FAMILY


def _kinds(change: str) -> tuple[str, str]:
    """Return of which kind a change is: the same in things with the same names, and in any."""
    pointer, _, what = change.rpartition(": ")
    parts = pointer.split("/")
    steps = "/".join(step for step in parts if step in _STEPS)
    # Of "a is required" the name stands first, of "drop a" it stands last.
    word, _, more = what.partition(" ")
    general = more if more.startswith("is ") else word
    return f"{steps}//{'/'.join(parts[-2:])}: {what}", f"{steps}: {general}"


def _function(test: str) -> str:
    return test.partition("[")[0]


class Rehearsed:
    """The process, for a copy of the project. It tries one change after the other."""

    def __init__(self, context: BaseContext, project: Path, tests: tuple[str, ...]) -> None:
        self._ours, theirs = context.Pipe()
        process: Any = context.Process  # type: ignore[attr-defined]  # each context has it
        process(target=_serve, args=(project, tests, theirs), daemon=True).start()
        theirs.close()

    def noticed(self, trial: Trial) -> Notice:
        """Return what noticed the change."""
        files = tuple(dict.fromkeys(test.partition("::")[0] for test in trial.likely))
        if files:
            # To collect all tests takes longer than most of them.
            first = replace(trial, run=replace(trial.run, tests=files), is_first=True)
            if (notice := self._noticed(first)).test:
                return notice
        return self._noticed(trial)

    def _noticed(self, trial: Trial) -> Notice:
        self._ours.send(trial)
        return Notice(*self._ours.recv())

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
        self._places = {str(o): _places(contract, _around(o)) for o in _operations(contract)}
        for name in contract.object_names:
            self._places[name] = _places(contract, [f"/components/schemas/{name}"])
        self._trial: Trial
        self._document: Node = {}
        self._answer = -1
        self._began = 0.0

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
            self._trial, self._answer, self._began = trial, writing, time.monotonic()
            signal.alarm(_SECONDS)
            return True
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8") as answer:
            test, _, seconds = answer.read().rpartition("\n")
        _, status = os.waitpid(child, 0)
        if self._file.read_bytes() != self._text:
            self._file.write_bytes(self._text)
        failed = f"the process ended with {status}" if status else test
        self._asked.send((failed, float(seconds or 0)))
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
            vars(shared["CONTRACT"]).clear()  # of what was found out without the change
            vars(shared["CONTRACT"]).update(vars(contract))
            vars(shared["JUDGE"]).update(vars(type(shared["JUDGE"])(shared["CONTRACT"])))
            shared["FACTS"][:] = shared["all_facts"](shared["CONTRACT"])
        except Exception as error:  # noqa: BLE001 - no test could be collected
            self.tell(f"the contract cannot be read: {error!r}")
        session.config.args = list(self._trial.run.tests)
        if warm.__name__ in self._trial.run.plugins:
            os.environ.update(self._trial.run.environment)
            importlib.import_module(warm.__name__).pytest_configure()

    @pytest.hookimpl(tryfirst=True)
    def pytest_pycollect_makeitem(self, collector: pytest.Collector, name: str) -> list[Any] | None:
        """Make no tests of the functions that are not tried."""
        is_wanted = not self._trial.is_first or f"{collector.nodeid}::{name}" in self._trial.likely
        return None if is_wanted else []

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Choose the tests and put them in order."""
        pointer = self._trial.change.rpartition(": ")[0]
        owners = {
            name
            for name, places in self._places.items()
            if any(_is_within(pointer, place) or _is_within(place, pointer) for place in places)
        }
        items[:] = [item for item in items if _may_notice(item, owners)]
        likely, order = self._trial.likely, self._trial.order
        turns = _in_turns(items, list(dict.fromkeys([*likely, *order])))
        items[:] = [
            item
            for turn, item in turns
            if self._trial.is_first is (turn == 0 and _function(item.nodeid) in likely)
        ]

    @pytest.hookimpl
    def pytest_runtest_logstart(self) -> None:
        """Note when a test began."""
        self._began = time.monotonic()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> None:
        """Tell what failed. To describe how takes longer than most tests."""
        if call.excinfo is not None and not call.excinfo.errisinstance(pytest.skip.Exception):
            self.tell(item.nodeid)

    @pytest.hookimpl
    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Tell what cannot be collected."""
        if report.failed:
            self.tell(f"{report.nodeid} (cannot be collected)")

    def tell(self, failed: object) -> None:
        """Send the answer, and end the process: threads of a broken mock must not keep it."""
        text = "" if failed in _NOTHING else str(failed)
        seconds = time.monotonic() - self._began
        os.write(self._answer, f"{text[:2000]}\n{seconds}".encode())
        os._exit(0)


def _in_turns(items: list[pytest.Item], names: list[str]) -> list[tuple[int, pytest.Item]]:
    """Return tests in the order of their names, some of each function, then some more of each.

    Args:
        items: the tests.
        names: of functions and of cases of theirs, the best first. Others come at last.
    """
    ranks = {name: rank for rank, name in enumerate(names)}
    unknown = len(ranks)
    tried = Counter[str]()
    found: list[tuple[bool, int, int, pytest.Item]] = []
    for item in sorted(items, key=lambda item: ranks.get(item.nodeid, unknown)):
        function = _function(item.nodeid)
        rank, turn = ranks.get(function, unknown), tried[function] // _CASES
        found.append((rank == unknown, turn, rank, item))
        tried[function] += 1
    found.sort(key=lambda one: one[:3])
    return [(turn, item) for _, turn, _, item in found]


def _operations(contract: Contract) -> list[Operation]:
    return [*contract.operations, *contract.webhooks]


def _around(operation: Operation) -> list[str]:
    """Return where it stands, and where what it shares with others of its path does."""
    item = operation.pointer.rpartition("/")[0]
    return [operation.pointer, f"{item}/parameters", f"{item}/x-mock"]


def _places(contract: Contract, open_ones: list[str]) -> set[str]:
    """Return these places, and where everything stands that they refer to."""
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
    """Whether a test is of one of these operations or schemas, or of none."""
    if item.name == _OF_THE_FILE:
        return False
    callspec = getattr(item, "callspec", None)
    params = callspec.params if callspec else {}
    of = [str(params[name]) for name in _PARAMETERS if name in params]
    return not of or not owners or not owners.isdisjoint(of)


def _is_within(pointer: str, place: str) -> bool:
    return f"{pointer}/".startswith(f"{place}/")
