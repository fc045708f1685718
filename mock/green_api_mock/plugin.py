"""The pytest plugin: the fixture `green_api_mock`.

One mock serves a whole test session, in a thread of the test's process, on a free port. Every
test finds it as new. Under pytest-xdist every worker has its own.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from green_api_mock.app import Mock, Options
    from green_api_mock.arrivals import Arrival

_T = TypeVar("_T")
_START_SECONDS = 90.0
_CALL_SECONDS = 10.0


class GreenApiMock:
    """A running mock, as tests see it.

    Attributes:
        url: the `apiUrl` to give to the code under test.
    """

    def __init__(self, mock: Mock, loop: asyncio.AbstractEventLoop) -> None:
        self._mock = mock
        self._loop = loop
        self.url = mock.url

    @property
    def requests(self) -> list[Arrival]:
        """The requests to the API since the test began, oldest first. The last 1,000 are kept."""
        return [arrival for arrival in self._arrivals() if arrival.kind == "api"]

    @property
    def downloads(self) -> list[Arrival]:
        """The requests for files since the test began, oldest first."""
        return [arrival for arrival in self._arrivals() if arrival.kind == "media"]

    def answer_with(self, name: str, *, times: int = 1, delay_seconds: float = 0.0) -> None:
        """Give the next valid requests this answer, after those ordered before.

        Args:
            name: of an example or a scenario in the contract, or a status such as `"499"`.
            times: how many requests get it.
            delay_seconds: how long the answer is held back.

        Raises:
            LookupError: the contract has no such answer. The text lists those that it has.
            ValueError: a number is out of range.
        """
        from green_api_mock.play import Order  # noqa: PLC0415 - imported when first needed

        if times < 1 or delay_seconds < 0:
            raise ValueError("`times` must be at least 1, and `delay_seconds` at least 0")
        state = self._mock.state
        order = Order(state.find_answer(name), times, delay_seconds)
        self._call(lambda: state.play.orders.append(order))

    def reset(self) -> None:
        """Forget what arrived and what was ordered, as before every test."""
        self._call(self._mock.state.reset)

    def _arrivals(self) -> list[Arrival]:
        return self._call(lambda: self._mock.state.arrivals.after(0))

    def _call(self, function: Callable[[], _T]) -> _T:
        """Run a function where the mock runs, so that it meets no half-done change."""

        async def run() -> _T:
            return function()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(_CALL_SECONDS)


@pytest.fixture(scope="session")
def green_api_mock_contract() -> Path:
    """The contract that the mock serves. Override it to serve another one."""
    from green_api_mock.contract import default_contract  # noqa: PLC0415 - as above

    return default_contract()


@pytest.fixture(scope="session")
def _green_api_mock_server(green_api_mock_contract: Path) -> Iterator[GreenApiMock]:  # pyright: ignore[reportUnusedFunction] - pytest finds it
    try:
        from green_api_mock.app import Options  # noqa: PLC0415 - as above
        from green_api_mock.errors import MockError  # noqa: PLC0415 - as above
    except ImportError as error:
        pytest.fail(
            f"The mock cannot start: {error}. Install it with: pip install 'green-api-files[mock]'",
            pytrace=False,
        )
    thread = _MockThread(Options(green_api_mock_contract, port=0))
    try:
        mock = thread.start()
    except MockError as error:
        pytest.fail(f"The mock cannot start: {error}", pytrace=False)
    try:
        yield mock
    finally:
        thread.stop()


@pytest.fixture
def green_api_mock(_green_api_mock_server: GreenApiMock) -> GreenApiMock:
    """A mock of the API, as new."""
    _green_api_mock_server.reset()
    return _green_api_mock_server


class _MockThread:
    """A mock in an event loop of its own."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._started = Future[GreenApiMock]()
        self._stop: Callable[[], None] = lambda: None
        self._thread = threading.Thread(target=self._run, name="green-api-mock", daemon=True)

    def start(self) -> GreenApiMock:
        """Return when the first request can come.

        Raises:
            MockError: the mock cannot run.
        """
        self._thread.start()
        return self._started.result(_START_SECONDS)

    def stop(self) -> None:
        """End the mock and its thread."""
        self._stop()
        self._thread.join(_CALL_SECONDS)

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:  # noqa: BLE001 - it belongs to the thread that waits
            if not self._started.done():
                self._started.set_exception(error)

    async def _serve(self) -> None:
        from green_api_mock.app import Mock  # noqa: PLC0415 - as above

        told = asyncio.Event()
        loop = asyncio.get_running_loop()

        def stop() -> None:
            loop.call_soon_threadsafe(told.set)

        self._stop = stop
        async with Mock(self._options) as mock:
            self._started.set_result(GreenApiMock(mock, loop))
            await told.wait()
