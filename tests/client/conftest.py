"""Both ways to send, as a fixture."""

from collections.abc import Iterator

import pytest

from tests.client.sending import AsyncSender, Sender


@pytest.fixture(params=[Sender, AsyncSender], ids=["sync", "async"])
def send(request: pytest.FixtureRequest) -> Iterator[Sender]:
    """Send the contract's example through the generated client."""
    sender: Sender = request.param()
    yield sender
    sender.close()
