"""`python -m green_api_mock.proxy URL`; `cli.py` has it."""

from __future__ import annotations

import sys

from green_api_mock.installed import NOT_INSTALLED, is_complete


def main() -> int:
    """Run the command, or say in a sentence what it needs."""
    if not is_complete("proxy"):
        return NOT_INSTALLED
    from green_api_mock.proxy.cli import main as run  # noqa: PLC0415 - needs what may be missing

    return run()


if __name__ == "__main__":
    sys.exit(main())
