"""Are the packages of `[mock]` there? It needs none of them, so that it can be asked first."""

from __future__ import annotations

import sys
from importlib.util import find_spec

NOT_INSTALLED = 4
"""The exit code of a command that lacks them."""


def missing_packages() -> str:
    """What to do if packages of the mock are missing; empty if none is."""
    missing = [name for name in ("aiohttp", "yaml") if find_spec(name) is None]
    if not missing:
        return ""
    return (
        f"The mock cannot start without {' and '.join(missing)}. "
        "Install it with: pip install 'green-api-files[mock]'"
    )


def is_complete(command: str) -> bool:
    """Whether nothing is missing. If something is, a line of the command says so."""
    sentence = missing_packages()
    if sentence:
        print(f"{command}: {sentence}", file=sys.stderr)  # noqa: T201 - a command speaks
    return not sentence
