"""The mock within the process of a test, as a fixture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.mock.indoors import DEPOTS, Indoors, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def mock() -> AsyncIterator[Indoors]:
    """One that knows depots only, new for each test."""
    async with served(DEPOTS) as mock:
        yield mock
