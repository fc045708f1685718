"""Schemathesis finds nothing in the control endpoints, nor in the API while they are used."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from itertools import cycle
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.mock.example import CONTRACT_FILE, EXAMPLE, ROOT
from tests.support.schemathesis_run import find_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from green_api_mock.plugin import GreenApiMock

pytestmark = pytest.mark.slow

# Of each operation in each phase. `make contract` tries the API with more; here it is asked while
# somebody else uses the control endpoints.
EXAMPLES = "80"
# A little under what came when this was written: a run that sends less has been weakened.
LEAST_CASES_OF_CONTROL = 500
LEAST_CASES_OF_API = 1500


def tried_out(description: Path, mock: GreenApiMock, folder: Path) -> dict[str, Any]:
    """The numbers of cases of a run with every phase and check, in which nothing was found."""
    result = find_nothing(
        description, mock.url, folder, ROOT / "schemathesis.toml", "--max-examples", EXAMPLES
    )
    health = httpx.get(f"{mock.url}/_mock/health").json()
    assert (health["status"], health["prism"]["restarts"]) == ("ok", 0)
    cases: dict[str, Any] = result["test_cases"]
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
    description = tmp_path / "control.yaml"
    description.write_bytes(httpx.get(f"{green_api_mock.url}/_mock/openapi.yaml").content)
    cases = tried_out(description, green_api_mock, tmp_path)
    assert cases["generated"] >= LEAST_CASES_OF_CONTROL


def test_nothing_is_wrong_with_the_api_while_they_are_used(
    green_api_mock: GreenApiMock, tmp_path: Path
) -> None:
    with control_in_use(green_api_mock) as statuses:
        cases = tried_out(CONTRACT_FILE, green_api_mock, tmp_path)
    assert cases["generated"] >= LEAST_CASES_OF_API
    assert set(statuses) == {200, 201, 204}
