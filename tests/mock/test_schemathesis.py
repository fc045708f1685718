"""Schemathesis finds nothing in the control endpoints, nor in the API while they are used."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from tests.mock.example import CONTRACT_FILE, EXAMPLE, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from green_api_mock.plugin import GreenApiMock

CONTROL_FILE = ROOT / "mock" / "green_api_mock" / "control.yaml"
SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
# A hang guard, not an expectation.
SECONDS = 300
# A little under what came when this was written: a run that sends less has been weakened.
LEAST_CASES_OF_CONTROL = 500
LEAST_CASES_OF_API = 300


def tried_out(description: Path, mock: GreenApiMock, report: Path) -> dict[str, Any]:
    """The numbers of cases of a run with every phase and check, in which nothing was found."""
    command: list[str | Path] = [
        SCHEMATHESIS,
        *("--config-file", ROOT / "schemathesis.toml"),
        *("run", description, "--url", mock.url, "--max-examples", "300"),
        *("--report", "json", "--report-json-path", report),
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
    assert run.returncode == 0, f"{description.name}:\n{run.stdout}{run.stderr}"
    result: dict[str, Any] = json.loads(report.read_text("utf-8"))
    cases: dict[str, Any] = result["test_cases"]
    operations = result["operations"]
    assert (cases["with_failures"], cases["errored"]) == (0, 0), cases
    assert operations["tested"] == operations["total"], operations
    health = httpx.get(f"{mock.url}/_mock/health").json()
    assert (health["status"], health["prism"]["restarts"]) == ("ok", 0)
    return cases


@contextmanager
def control_in_use(mock: GreenApiMock) -> Iterator[list[int]]:
    """Ask every control endpoint in turn, all the time; the statuses of the answers."""
    usual = {"answer": EXAMPLE.operation.default.name, "times": 3}
    calls: tuple[tuple[str, str, Any], ...] = (
        *(("GET", name, None) for name in ("health", "requests", "scenarios", "files", "contract")),
        ("POST", "answers", usual),
        ("DELETE", "state", None),
    )
    statuses, over = list[int](), threading.Event()

    def ask() -> None:
        with httpx.Client(base_url=f"{mock.url}/_mock/") as client:
            for method, path, body in cycle(calls):
                statuses.append(client.request(method, path, json=body).status_code)
                if over.wait(0.02):
                    return

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield statuses
    finally:
        over.set()
        thread.join()


def test_nothing_is_wrong_with_the_control_endpoints(
    green_api_mock: GreenApiMock, tmp_path: Path
) -> None:
    cases = tried_out(CONTROL_FILE, green_api_mock, tmp_path / "report.json")
    assert cases["generated"] >= LEAST_CASES_OF_CONTROL


def test_nothing_is_wrong_with_the_api_while_they_are_used(
    green_api_mock: GreenApiMock, tmp_path: Path
) -> None:
    with control_in_use(green_api_mock) as statuses:
        cases = tried_out(CONTRACT_FILE, green_api_mock, tmp_path / "report.json")
    assert cases["generated"] >= LEAST_CASES_OF_API
    assert set(statuses) == {200, 201, 204}
