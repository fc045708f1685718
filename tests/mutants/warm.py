"""A pytest plugin: the mock of this process asks a Prism that runs already.

Starting one takes longer than most mutants of the front door live, and they do not change it.
"""

import asyncio
import json
import os
from typing import Any

import pytest

from green_api_mock.judge.prism import Prism

PORT = "MUTANT_PRISM_PORT"


class RunningPrism(Prism):
    """Starts nothing, and leaves what runs running."""

    async def start(self) -> None:
        """Do nothing."""

    async def spawn(self) -> None:
        """Do nothing."""

    async def ready(self) -> None:
        """Do nothing."""

    async def stop(self) -> None:
        """Do nothing."""

    async def ask(self, question: list[Any]) -> Any:
        """Ask the one behind the port."""
        reader, writer = await asyncio.open_connection("127.0.0.1", int(os.environ[PORT]))
        try:
            writer.write(json.dumps(question).encode() + b"\n")
            return json.loads(await reader.read())
        finally:
            writer.close()


def pytest_configure() -> None:
    """Put it in the place of the mock's own, for as long as this process lives."""
    patch = pytest.MonkeyPatch()
    patch.setattr("green_api_mock.server.mock.Prism", RunningPrism)
    patch.setattr("green_api_mock.server.mock.find_node", lambda: "not used")
