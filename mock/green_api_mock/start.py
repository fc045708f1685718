"""The beginning of the command `green-api-mock`."""

from __future__ import annotations

import os
import sys

from green_api_mock.installed import NOT_INSTALLED, is_complete

_NOBODY_READS = 141  # as a shell counts SIGPIPE


def main() -> int:
    """Run the command, or say in a sentence what it needs."""
    if not is_complete("green-api-mock"):
        return NOT_INSTALLED
    from green_api_mock.cli import main as run  # noqa: PLC0415 - needs what may be missing

    try:
        code = run()
        sys.stdout.flush()
    except BrokenPipeError:
        # Nobody reads the output any longer, as after `head`. What is left of it goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _NOBODY_READS
    return code
