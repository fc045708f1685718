"""The command `green-api-files`."""

from __future__ import annotations

import sys
from importlib.util import find_spec


def main() -> None:
    """Run the command. Without its extra it says in a sentence how to get it."""
    if find_spec("typer") is None or find_spec("rich") is None:
        sys.exit("The command needs two more packages: pip install 'green-api-files[cli]'")
    try:
        from green_api_files._command.app import run  # noqa: PLC0415 # needs them

        run()
    except KeyboardInterrupt:  # before the command could take care of it
        sys.exit(130)


if __name__ == "__main__":
    main()
