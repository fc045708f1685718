"""Runs the gate against a copy of the project, in a process of its own that starts warm."""

import contextlib
import gc
import multiprocessing
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path

import pytest
from hypothesis import Phase, settings

# Importing these takes longer than most mutants live, so it is done once, before the forks.
# Nothing of the project is among them.
HEAVY = [
    *("_hypothesis_pytestplugin", "aiohttp.web", "hypothesis", "jsonschema", "httpx"),
    *("openapi_python_client.strings", "pytest", "pytest_asyncio.plugin", "schemathesis"),
    *("schemathesis.pytest.plugin", "schemathesis.specs.openapi.checks", "yaml"),
    "schemathesis.specs.openapi.schemas",
]
PLUGINS = (
    *("-p", "_hypothesis_pytestplugin", "-p", "pytest_asyncio.plugin"),
    *("-p", "schemathesis.pytest.plugin", "-p", "green_api_mock.plugin"),
)
# What pytest says of a test that is not there, and of a conftest.py that cannot be imported.
NOT_FOUND = f"pytest ended with {pytest.ExitCode.USAGE_ERROR!r}"
ROOMS = ("generated_client", "mock", "src", "")


@dataclass(frozen=True)
class Run:
    """One run of tests.

    Attributes:
        tests: files or folders, seen from the project's folder, in their order.
        cases: how many cases each property is tried with.
        seconds: after so many it has failed.
        environment: variables that the tests read.
        plugins: pytest plugins, besides those that the tests always need.
    """

    tests: tuple[str, ...]
    cases: int
    seconds: float
    environment: dict[str, str] = field(default_factory=dict)
    plugins: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What a run came to.

    Attributes:
        failed: the first test that failed; None if all passed.
        is_late: the time was over before that was known.
    """

    failed: str | None
    log: str
    is_late: bool = False


def warm_context() -> BaseContext:
    """Return what starts processes: forks of a warm one, where the system can fork."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(HEAVY)
    return context


def run_gate(context: BaseContext, project: Path, run: Run) -> Outcome:
    """Run tests in a copy of the project."""
    ours, theirs = context.Pipe(duplex=False)
    log = project / "gate.log"
    process = context.Process(target=_in_child, args=(project, run, log, theirs))  # type: ignore[attr-defined]  # each context has it
    process.start()
    theirs.close()
    is_late = False
    try:
        is_late = not ours.poll(run.seconds)
        failed = f"took {run.seconds:.0f} s" if is_late else ours.recv()
    except EOFError:
        failed = "the process died"
    finally:
        process.join(2)
        if process.is_alive():
            process.kill()
            process.join()
        ours.close()
    return Outcome(failed, log.read_text("utf-8", "replace") if log.exists() else "", is_late)


class _FirstFailure:
    """A pytest plugin that remembers what failed first."""

    name: str | None = None

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and self.name is None:
            self.name = report.nodeid

    @pytest.hookimpl
    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed and self.name is None:
            self.name = f"{report.nodeid} (cannot be collected)"


def _in_child(project: Path, run: Run, log: Path, answer: Connection) -> None:
    # pytest collects the garbage several times, and what was there before is none.
    gc.freeze()
    first = _FirstFailure()
    plugins = [part for name in run.plugins for part in ("-p", name)]
    with child_of(project, run.environment | {"CONTRACT_CASES": str(run.cases)}, log):
        code = pytest.main([*options(), *plugins, *run.tests], plugins=[first])
    failed = first.name or (None if code == pytest.ExitCode.OK else f"pytest ended with {code!r}")
    answer.send(failed)
    answer.close()
    # Threads of a broken mock must not keep the process.
    os._exit(0)


def options() -> list[str]:
    """Return pytest's options for all runs."""
    # The plugins were imported before the fork, so pytest cannot rewrite their assertions.
    quiet = ("-q", "-W", "ignore::pytest.PytestAssertRewriteWarning", "-p", "no:cacheprovider")
    return ["-x", *quiet, *PLUGINS]


@contextlib.contextmanager
def child_of(project: Path, environment: dict[str, str], log: Path) -> Iterator[None]:
    """Make this process one in which only the copy of the project exists."""
    _enter(project, environment)
    # That something fails is all that is asked, and to make it smaller can take minutes.
    settings.register_profile("any failure", phases=(Phase.explicit, Phase.generate))
    settings.load_profile("any failure")
    with _writing_to(log):
        yield


def _enter(project: Path, environment: dict[str, str]) -> None:
    own = Path(__file__).parents[2]
    os.chdir(project)
    os.environ.update(environment, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
    os.environ["PYTHONPATH"] = os.pathsep.join(str(project / room) for room in ROOMS)
    sys.dont_write_bytecode = "MUTANT_BASELINE" not in environment
    mine = {str(own / room).rstrip("/") for room in ROOMS}
    theirs = [str(project / room).rstrip("/") for room in ROOMS]
    sys.path[:] = [*theirs, *(path for path in sys.path if path and path not in mine)]
    packages = {path.parent.name for room in ROOMS for path in (own / room).glob("*/*.py")}
    for name in [name for name in sys.modules if name.partition(".")[0] in packages]:
        del sys.modules[name]


@contextlib.contextmanager
def _writing_to(log: Path) -> Iterator[None]:
    with log.open("w", encoding="utf-8") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
        yield
        sys.stdout.flush()
