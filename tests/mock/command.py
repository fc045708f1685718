"""The command `green-api-mock`, as a process of its own."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator

# Hang guards, not expectations: a loaded machine is slow.
START_SECONDS = 60
END_SECONDS = 20


@dataclass
class RunningCommand:
    process: subprocess.Popen[str]
    url: str
    prism_pid: int

    def health(self) -> dict[str, Any]:
        answer: dict[str, Any] = httpx.get(f"{self.url}/_mock/health", timeout=START_SECONDS).json()
        return answer


def mock_command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "green_api_mock", *arguments]


def run_to_end(*arguments: str, env: dict[str, str] | None = None) -> tuple[int, str, str]:
    """Run the command that is expected to end by itself: exit code, stdout and stderr."""
    result = subprocess.run(
        mock_command(*arguments),
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        check=False,
        env=env,
    )
    return result.returncode, result.stdout, result.stderr


@contextmanager
def running(*arguments: str) -> Iterator[RunningCommand]:
    """The command, started and ready; ended afterwards if it still runs."""
    process = subprocess.Popen(
        mock_command("--port", "0", *arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    guard = threading.Timer(START_SECONDS, process.kill)
    guard.start()
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        guard.cancel()
        assert line.startswith("ready: "), f"{line!r}, stderr: {_rest(process)}"
        url = line.removeprefix("ready: ").strip()
        health = httpx.get(f"{url}/_mock/health", timeout=START_SECONDS).json()
        yield RunningCommand(process, url, health["prism"]["pid"])
    finally:
        guard.cancel()
        if process.poll() is None:
            process.terminate()
        try:
            process.communicate(timeout=END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise


def _rest(process: subprocess.Popen[str]) -> str:
    process.kill()
    return process.communicate()[1]
