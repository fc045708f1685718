"""A pytest plugin: the mock of this process uses a Prism that runs already.

Starting one takes longer than most mutants of the front door live, and they do not change it.
"""

import os

import pytest

from green_api_mock.prism import Prism

PORT = "MUTANT_PRISM_PORT"


class RunningPrism(Prism):
    """Starts nothing, and leaves what runs running."""

    async def start(self) -> None:
        """Tell where it listens."""
        await self.listening()

    async def spawn(self) -> None:
        """Do nothing."""

    async def listening(self) -> None:
        """Tell where it listens."""
        self.port = int(os.environ[PORT])
        self.on_port(self.port)

    async def stop(self) -> None:
        """Do nothing."""


def pytest_configure() -> None:
    """Put it in the place of the mock's own, for as long as this process lives."""
    patch = pytest.MonkeyPatch()
    patch.setattr("green_api_mock.app.Prism", RunningPrism)
    patch.setattr("green_api_mock.app.find_node", lambda: "not used")
