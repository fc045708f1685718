"""A pytest plugin that notes which lines each test reaches, also in processes that it starts."""

import json
import os
from collections.abc import Generator
from pathlib import Path

import coverage
import pytest

FOLDER = "MUTANT_TRACE"
"""The variable that names the folder for what is found."""

FOUND = "reach.json"
_TEST = "MUTANT_TEST"
# So many tests may fail, as those of a time do when the machine is busy.
_MAY_FAIL = 3
_SETTINGS = """
[run]
parallel = true
sigterm = true
concurrency = thread
disable_warnings = no-data-collected,couldnt-parse
data_file = {folder}/data
context = ${{{test}}}
include =
    {project}/codegen/*
    {project}/generated_client/*
    {project}/mock/*
    {project}/src/*
"""


class Tracer:
    """Follows the tests of one run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        settings = folder / "settings.ini"
        text = _SETTINGS.format(folder=folder, project=Path.cwd(), test=_TEST)
        settings.write_text(text, "utf-8")
        (folder / "sitecustomize.py").write_text(
            "import coverage\ncoverage.process_startup()\n", "utf-8"
        )
        os.environ[_TEST] = ""
        # For the processes that the tests start.
        os.environ["COVERAGE_PROCESS_START"] = str(settings)
        os.environ["PYTHONPATH"] = f"{folder}{os.pathsep}{os.environ['PYTHONPATH']}"
        self._coverage = coverage.Coverage(config_file=str(settings))
        self._coverage.start()
        self._seconds: dict[str, float] = {}
        self._failed: set[str] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Tell what is reached from now on by the name of the test."""
        os.environ[_TEST] = item.nodeid
        self._coverage.switch_context(item.nodeid)
        result = yield
        self._coverage.switch_context("")
        return result

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add up how long the parts of a test take, and note what fails."""
        if report.failed:
            self._failed.add(report.nodeid)
        self._seconds[report.nodeid] = self._seconds.get(report.nodeid, 0.0) + report.duration

    @pytest.hookimpl
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write what was found, if not too much failed. What failed is no judge of a change."""
        self._coverage.stop()
        if session.shouldstop or session.shouldfail:
            return
        self._coverage.save()
        self._coverage.combine()
        data = self._coverage.get_data()
        lines = {
            str(Path(file).relative_to(Path.cwd())): {
                str(line): [name for name in names if name and name not in self._failed]
                for line, names in data.contexts_by_lineno(file).items()
            }
            for file in data.measured_files()
        }
        found = {"seconds": self._seconds, "lines": lines}
        (self._folder / FOUND).write_text(json.dumps(found), "utf-8")


def pytest_configure(config: pytest.Config) -> None:
    """Begin to follow."""
    config.option.maxfail = _MAY_FAIL + 1
    config.pluginmanager.register(Tracer(Path(os.environ[FOLDER])))
