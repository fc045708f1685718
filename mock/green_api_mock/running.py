"""Runs a command that is given the mock, as a test run in CI is."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from green_api_mock.errors import RunError

if TYPE_CHECKING:
    from collections.abc import Sequence

URL_VARIABLE = "GREEN_API_URL"
"""The environment variable that tells the command where the mock is."""
# What a shell reports for a command that a signal ended.
_SIGNALLED = 128


async def run(command: Sequence[str], url: str, told: asyncio.Event) -> int:
    """Run the command to its end; the result is its exit code.

    Args:
        command: the program and its arguments.
        url: where the mock is.
        told: that the mock itself was told to end. The command is told so too.

    Raises:
        RunError: it cannot be started.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *command, env=os.environ | {URL_VARIABLE: url}
        )
    except OSError as error:
        raise RunError(f"{command[0]} cannot be started: {error.strerror}.") from None
    passing_on = asyncio.create_task(_pass_on(told, process))
    try:
        code = await process.wait()
    finally:
        passing_on.cancel()
    return code if code >= 0 else _SIGNALLED - code


async def _pass_on(told: asyncio.Event, process: asyncio.subprocess.Process) -> None:
    await told.wait()
    process.terminate()
