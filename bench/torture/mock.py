"""The mock, in a loop of this process."""

from collections.abc import Iterator
from contextlib import contextmanager

from bench.torture.loop import Loop
from green_api_mock.api.limits import Limits
from green_api_mock.contract import default_contract
from green_api_mock.server.mock import Mock, Options


@contextmanager
def mock_in(loop: Loop, *, time_factor: float) -> Iterator[str]:
    """A mock that answers until the block ends, and knows only messages that came; its address.

    Args:
        loop: Where it runs.
        time_factor: How many seconds of its time pass in one.
    """
    options = Options(
        default_contract(), port=0, limits=Limits(strict=True), time_factor=time_factor
    )
    mock = Mock(options)
    loop.run(mock.__aenter__())
    try:
        yield mock.url
    finally:
        loop.run(mock.__aexit__())
