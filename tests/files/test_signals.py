"""Told once the command ends in order, told twice at once, with what a shell expects."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from green_api_files._command import signals

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="has no such signals")

SCRIPT = """
import asyncio, os, signal, sys
from green_api_files._command import signals
async def work():
    try:
        os.kill(os.getpid(), signal.Signals[sys.argv[1]])
        await asyncio.sleep(20)
    finally:
        print("in order", flush=True)
        if len(sys.argv) > 2:
            os.kill(os.getpid(), signal.Signals[sys.argv[2]])
            await asyncio.sleep(20)
try:
    signals.run(work)
except signals.Told as told:
    print(told, flush=True)
    sys.exit(told.exit_code)
"""


@pytest.mark.parametrize(
    ("names", "code", "words"),
    [
        (("SIGINT",), 130, "Interrupted."),
        (("SIGHUP",), 129, "Ended by SIGHUP."),
        (("SIGTERM",), 143, "Ended by SIGTERM."),
        (("SIGINT", "SIGTERM"), 143, None),
    ],
)
def test_what_a_shell_is_told(names: tuple[str, ...], code: int, words: str | None) -> None:
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, *names], capture_output=True, check=False, timeout=60
    )
    assert run.returncode == code, run.stderr
    assert run.stdout.decode().splitlines() == ["in order", *([words] if words else [])]
    assert signal.Signals[names[-1]] + 128 == code


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGHUP", 129), ("SIGTERM", 143)])
def test_told_twice_it_ends_with_the_same_code(
    monkeypatch: pytest.MonkeyPatch, name: str, code: int
) -> None:
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)

    async def work() -> None:
        signal.raise_signal(signal.Signals[name])
        signal.raise_signal(signal.Signals[name])

    before = signal.signal(signal.Signals[name], lambda *_: None)  # else it would end the tests
    try:
        with pytest.raises(signals.Told) as told:
            signals.run(work)
    finally:
        signal.signal(signal.Signals[name], before)
    assert (ended, told.value.exit_code) == ([code], code)
