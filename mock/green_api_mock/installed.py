"""Are the packages of `[mock]` there? It needs none of them, so that it can be asked first."""

from __future__ import annotations

from importlib.util import find_spec


def missing_packages() -> str:
    """What to do if packages of the mock are missing; empty if none is."""
    missing = [name for name in ("aiohttp", "yaml") if find_spec(name) is None]
    if not missing:
        return ""
    return (
        f"The mock cannot start without {' and '.join(missing)}. "
        "Install it with: pip install 'green-api-files[mock]'"
    )
