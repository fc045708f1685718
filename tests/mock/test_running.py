"""`green-api-mock -- COMMAND` gives the command a mock and ends with it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from green_api_mock.errors import RunError
from green_api_mock.running import run
from tests.mock.command import END_SECONDS, START_SECONDS, mock_command, run_to_end

PYTHON = sys.executable


@pytest.mark.slow
def test_the_command_finds_the_mock_and_its_exit_code_is_the_result() -> None:
    # It is the mock that the command is to ask, whatever was there before.
    known = os.environ | {"GREEN_API_URL": "https://api.example.com"}
    asks = (
        "import os, sys, urllib.request as r;"
        "print(r.urlopen(os.environ['GREEN_API_URL'] + '/_mock/health').status); sys.exit(7)"
    )
    code, output, _ = run_to_end("--port", "0", "--", PYTHON, "-c", asks, env=known)
    assert (code, output) == (7, "200\n")


@pytest.mark.slow
def test_a_command_that_cannot_be_started_is_said_in_a_sentence() -> None:
    code, _, said = run_to_end("--port", "0", "--", "no-such-command")
    assert code == 127
    assert said.splitlines()[-1].startswith("green-api-mock: no-such-command cannot be started")
    assert "Traceback" not in said


@pytest.mark.slow
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


@pytest.mark.skipif(sys.platform == "win32", reason="has no such shell")
@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("exit 0", 0),
        ("exit 7", 7),
        ("kill -9 $$", 137),
        ('test "$GREEN_API_URL" = http://localhost:1', 0),
        ('test -n "$PATH"', 0),
    ],
)
async def test_a_commands_end_is_told_as_a_shell_tells_it(command: str, code: int) -> None:
    ended = await run(["/bin/sh", "-c", command], "http://localhost:1", asyncio.Event())
    assert ended == code


@pytest.mark.skipif(sys.platform == "win32", reason="has no such shell")
async def test_who_is_told_to_end_tells_the_command() -> None:
    told = asyncio.Event()
    told.set()
    assert await run(["/bin/sleep", "600"], "", told) == 128 + signal.SIGTERM


async def test_what_cannot_be_started_is_named() -> None:
    with pytest.raises(RunError, match=r"^no-such-command cannot be started: .+\.$") as error:
        await run(["no-such-command", "argument"], "", asyncio.Event())
    assert error.value.exit_code == 127
