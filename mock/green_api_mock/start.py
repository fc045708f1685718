"""The beginning of the command `green-api-mock`."""

from __future__ import annotations

from green_api_mock.installed import NOT_INSTALLED, is_complete


def main() -> int:
    """Run the command, or say in a sentence what it needs."""
    if not is_complete("green-api-mock"):
        return NOT_INSTALLED
    from green_api_mock.cli import main as run  # noqa: PLC0415 - needs what may be missing

    return run()
