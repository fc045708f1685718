"""A pytest plugin: the mock of this process uses a Prism that runs already.

Starting one takes longer than most mutants of the front door live, and they do not change it.
"""

import os
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

PORT = "MUTANT_PRISM_PORT"


class RunningPrism:
    """Has the face of the mock's Prism, and starts nothing."""

    pid = None
    restarts = 0

    def __init__(self, *_: Any) -> None:
        self.port = int(os.environ[PORT])
        self.on_port: Callable[[int | None], None] = lambda _port: None

    async def start(self) -> None:
        """Tell where it listens."""
        self.on_port(self.port)

    async def stop(self) -> None:
        """Leave it running."""
        self.on_port(None)


def pytest_configure() -> None:
    """Put it in the place of the mock's own, for as long as this process lives."""
    patch = pytest.MonkeyPatch()
    patch.setattr("green_api_mock.app.Prism", RunningPrism)
    patch.setattr("green_api_mock.app.find_node", lambda: "not used")
