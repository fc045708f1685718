"""The beginning of the command `green-api-mock`."""

from __future__ import annotations

import sys

from green_api_mock.installed import missing_packages

_NOT_INSTALLED = 4  # the command's exit code for it


def main() -> int:
    """Run the command, or say in a sentence what it needs."""
    if sentence := missing_packages():
        print(f"green-api-mock: {sentence}", file=sys.stderr)  # noqa: T201 - a command speaks
        return _NOT_INSTALLED
    from green_api_mock.__main__ import main as run  # noqa: PLC0415 - needs them

    return run()
