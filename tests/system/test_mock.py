"""The mock as a process: what it forgets, which clock it shows, and what a reload leaves."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import psutil
import pytest

from green_api_mock.errors import MockError
from green_api_mock.server.mock import Mock, Options
from tests.mock.command import END_SECONDS, running
from tests.mock.example import CONTRACT_FILE, EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.mock.command import RunningCommand

pytestmark = pytest.mark.slow


def ask(mock: RunningCommand, **body: Any) -> httpx.Response:
    return httpx.post(mock.url + EXAMPLE.path(), json=EXAMPLE.body | body)


def reset(mock: RunningCommand) -> None:
    assert httpx.delete(f"{mock.url}/_mock/state").status_code == 204


def eventually(condition: Callable[[], object]) -> None:
    end = time.monotonic() + END_SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_reset_gives_back_the_quota() -> None:
    with running("--quota", "1") as mock:
        used, refused = ask(mock).status_code, ask(mock).status_code
        assert refused != used == 200
        reset(mock)
        assert [ask(mock).status_code for _ in range(2)] == [used, refused]


def test_a_reset_mends_links_that_broke() -> None:
    with running() as mock:
        files = httpx.get(f"{mock.url}/_mock/files").json()["files"]
        scenarios = httpx.get(f"{mock.url}/_mock/scenarios").json()["scenarios"]
        breaking = next(file for file in files if file["fault"] == "expiresHalfway")
        when = next(row["when"] for row in scenarios if row["name"] == breaking["answer"])
        link = mock.url + breaking["path"]

        def breaks() -> bool:
            """Whether the link breaks half-way, and not at once."""
            with pytest.raises(httpx.RemoteProtocolError):
                httpx.get(link)
            return httpx.get(link).status_code == 403

        assert ask(mock, **when).status_code == 200
        assert breaks()
        reset(mock)
        assert breaks()


def test_the_time_is_told_in_utc_wherever_the_mock_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    before = datetime.now(UTC) - timedelta(milliseconds=1)
    with running() as mock:
        answer = httpx.post(mock.url + EXAMPLE.path(), json={}).json()
    told = answer[EXAMPLE.operation.wording.time_field]
    assert told.endswith("Z")
    assert before <= datetime.fromisoformat(told) <= datetime.now(UTC)


def test_a_page_of_another_port_of_this_machine_has_no_access() -> None:
    with running() as mock:
        port = int(mock.url.rpartition(":")[2])
        for origin in (f"http://127.0.0.1:{port + 1}", f"http://localhost:{port}"):
            for method, path in (("GET", "requests"), ("POST", "answers"), ("DELETE", "state")):
                headers = {"Origin": origin}
                answer = httpx.request(method, f"{mock.url}/_mock/{path}", headers=headers)
                assert answer.status_code == 403, (origin, method)


def node_processes(mock: RunningCommand) -> list[psutil.Process]:
    return psutil.Process(mock.process.pid).children(recursive=True)


def test_a_reload_under_load_loses_no_request_and_leaves_no_process(tmp_path: Path) -> None:
    contract = tmp_path / "copy.yaml"
    text = CONTRACT_FILE.read_text(encoding="utf-8")
    contract.write_text(text, encoding="utf-8")
    stop = threading.Event()

    with running("--contract", str(contract)) as mock:
        processes, first = len(node_processes(mock)), mock.prism_pid

        def keep_asking() -> set[int]:
            statuses = set()
            with httpx.Client() as client:
                while not stop.is_set():
                    answer = client.post(mock.url + EXAMPLE.path(), json=EXAMPLE.body)
                    statuses.add(answer.status_code)
            return statuses

        with ThreadPoolExecutor(8) as pool:
            asking = [pool.submit(keep_asking) for _ in range(8)]
            try:
                for version in ("9.9.1", "9.9.2", "9.9.3"):
                    changed = text.replace("\n  version: ", f"\n  version: {version} # ", 1)
                    contract.write_text(changed, encoding="utf-8")
                    eventually(lambda: mock.health()["contract"]["version"] == version)  # noqa: B023
            finally:
                stop.set()
            assert [one.result() for one in asking] == [{200}] * 8
        eventually(lambda: len(node_processes(mock)) == processes)
        assert not psutil.pid_exists(first)
        assert mock.health()["prism"]["restarts"] == 0


def test_an_ordered_answer_counts_for_the_quota_too() -> None:
    with running("--quota", "1") as mock:
        order = {"status": 503, "times": 2}
        assert httpx.post(f"{mock.url}/_mock/answers", json=order).is_success
        assert ask(mock).status_code == 503
        assert EXAMPLE.operation.quota is not None
        assert ask(mock).status_code == EXAMPLE.operation.quota.answer.status
        (waiting,) = httpx.get(f"{mock.url}/_mock/answers").json()["answers"]
        assert waiting["times"] == 1, "the refused request did not get it"


async def test_a_start_that_fails_leaves_no_process() -> None:
    before = psutil.Process().children(recursive=True)
    contract = Path(__file__).parents[1] / "mock" / "six_kinds.yaml"
    options = Options(contract, port=0, webhook_url="http://127.0.0.1:1/")
    with pytest.raises(MockError, match="delivers nothing"):
        async with Mock(options):
            pass
    started = [one for one in psutil.Process().children(recursive=True) if one not in before]
    assert psutil.wait_procs(started, timeout=END_SECONDS)[1] == []
