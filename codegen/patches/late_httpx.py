"""httpx is imported by who sends with it."""

from codegen.patches.apply import Edit, Patch

PATCH = Patch(
    name="late_httpx",
    why="Whoever builds requests and reads answers for an HTTP client of their own needs no httpx, "
    "which takes longer to import than all the rest of this package.",
    upstream="No thread is known.",
    edits=(
        Edit(
            template="package_init.py.jinja",
            old="""\
from .client import AuthenticatedClient, Client

""",
            new="""\
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .client import AuthenticatedClient, Client

""",
        ),
        Edit(
            template="package_init.py.jinja",
            old="""\
    "Client",
)
""",
            new="""\
    "Client",
)

if not TYPE_CHECKING:  # to a type checker this would mean that every name is there

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from . import client  # noqa: PLC0415 # it imports httpx

        return getattr(client, name)
""",
        ),
        Edit(
            template="endpoint_macros.py.jinja",
            old="""\
client: AuthenticatedClient,
""",
            new="""\
client: "AuthenticatedClient",
""",
        ),
        Edit(
            template="endpoint_macros.py.jinja",
            old="""\
client: AuthenticatedClient | Client,
""",
            new="""\
client: "AuthenticatedClient | Client",
""",
        ),
    ),
)
