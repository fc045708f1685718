"""`green-api-mock -- COMMAND` gives the command a mock and ends with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from tests.mock.command import END_SECONDS, START_SECONDS, mock_command, run_to_end

pytestmark = pytest.mark.slow

PYTHON = sys.executable


def test_the_command_finds_the_mock_and_its_exit_code_is_the_result() -> None:
    # It is the mock that the command is to ask, whatever was there before.
    known = os.environ | {"GREEN_API_URL": "https://api.example.com"}
    asks = (
        "import os, sys, urllib.request as r;"
        "print(r.urlopen(os.environ['GREEN_API_URL'] + '/_mock/health').status); sys.exit(7)"
    )
    code, output, _ = run_to_end("--port", "0", "--", PYTHON, "-c", asks, env=known)
    assert (code, output) == (7, "200\n")


def test_a_command_that_cannot_be_started_is_said_in_a_sentence() -> None:
    code, _, said = run_to_end("--port", "0", "--", "no-such-command")
    assert code == 127
    assert said.splitlines()[-1].startswith("green-api-mock: no-such-command cannot be started")
    assert "Traceback" not in said


def test_ending_the_mock_ends_the_command_and_leaves_nothing_behind() -> None:
    sleeps = "import time; print('here', flush=True); time.sleep(600)"
    process = subprocess.Popen(
        mock_command("--port", "0", "--", PYTHON, "-c", sleeps),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "here\n"
        children = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGTERM)
        assert process.wait(START_SECONDS) == 128 + signal.SIGTERM
    finally:
        process.kill()
        process.communicate()
    deadline = time.monotonic() + END_SECONDS
    while any(child.is_running() for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [child for child in children if child.is_running()] == []
