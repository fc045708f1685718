"""The pytest plugin: the fixture `green_api_mock`.

One mock serves a whole test session, in a thread of the test's process, on a free port. Every
test finds it as new. Under pytest-xdist every worker has its own.
"""

from __future__ import annotations

import asyncio
import base64
import itertools
import threading
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Mapping

    from green_api_mock.api.arrivals import Arrival
    from green_api_mock.server.mock import Mock, Options

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
        self._tests = 0
        self.url = mock.url

    @property
    def instance(self) -> int:
        """A number of this test's own: no other test with this fixture has it, and no scenario.

        Raises:
            LookupError: the contract has no number that tells callers apart.
        """
        contract = self._mock.state.contract
        if not contract.example_caller.isdecimal():
            raise LookupError("The contract names no number under x-mock > per.")
        of_scenarios = {
            scenario.when.get(contract.per)
            for operation in contract.operations
            for scenario in operation.scenarios
        }
        numbers = itertools.count(int(contract.example_caller) + 1)
        free = (number for number in numbers if str(number) not in of_scenarios)
        return next(itertools.islice(free, self._tests, None))

    @property
    def requests(self) -> list[Arrival]:
        """The requests to the API since the test began, oldest first. The last 1,000 are kept."""
        return [arrival for arrival in self._arrivals() if arrival.kind == "api"]

    @property
    def downloads(self) -> list[Arrival]:
        """The requests for files since the test began, oldest first."""
        return [arrival for arrival in self._arrivals() if arrival.kind == "media"]

    def answer_with(  # noqa: PLR0913 - all but the first are named, and each is a field of an order
        self,
        name: str | int | None = None,
        *,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
        body: Any = None,
        fault: str | None = None,
        times: int | None = None,
        delay_seconds: float | None = None,
        operation: str | None = None,
        instance: int | str | None = None,
    ) -> None:
        """Give the next valid requests this answer, after those ordered before.

        Args:
            name: of an example or a scenario in the contract, or a status such as `"499"`. A
                scenario brings its delay and its times.
            status: of an answer that the contract does not have.
            headers: of that answer.
            body: of that answer: a text, or a JSON value.
            fault: `connectionReset`, `cutBody`, `garbage` or `silence`, instead of an answer;
                `cutBody` also beside one.
            times: how many requests get it; once unless the scenario says otherwise.
            delay_seconds: how long the answer is held back.
            operation: the operationId that it is for; every one that has the answer if left out.
            instance: the instance that it is for; any if left out.

        Raises:
            LookupError: the contract has no such answer or operation. The text lists those that
                it has.
            ValueError: a value is out of range, or the values do not go together.
        """
        from green_api_mock.api.orders import read_orders  # noqa: PLC0415 - when first needed

        state = self._mock.state
        given = {
            "answer": name,
            "status": status,
            "headers": None if headers is None else dict(headers),
            "body": body,
            "fault": fault,
            "times": times,
            "delaySeconds": delay_seconds,
            "operation": operation,
            state.contract.per: instance,
        }
        order = {field: value for field, value in given.items() if value is not None}
        self._call(lambda: state.session.orders.add(read_orders(state.contract, order)))

    def trigger(
        self,
        name: str,
        *,
        file: str | os.PathLike[str] | None = None,
        set: Mapping[str, Any] | None = None,  # noqa: A002 - as the control API calls it
        times: int = 1,
        instance: int | str | None = None,
    ) -> Any:
        """Let something come.

        Args:
            name: an example of a webhook in the contract.
            file: that comes with it; a sample of the right kind if left out.
            set: other values, such as `{"place.in.it": "value"}`; None takes away what is there.
            times: how many come.
            instance: who receives it; the one of the contract's example if left out.

        Returns:
            What came, as the contract's queue gives it; the last one of several.

        Raises:
            LookupError: the contract has no such trigger. The text lists those that it has.
            ValueError: a value cannot be right.
            OSError: the file cannot be read.
        """
        from green_api_mock.memory.triggering import read_trigger  # noqa: PLC0415 - when first needed

        state = self._mock.state
        wanted: dict[str, Any] = {"trigger": name, "set": set or {}, "times": times}
        if file is not None:
            path = Path(file)
            content = base64.b64encode(path.read_bytes()).decode()
            wanted["file"] = {"name": path.name, "base64": content}
        order = read_trigger(state.contract.memory, wanted, state.contract.per)
        caller = str(state.contract.example_caller if instance is None else instance)
        return self._call(lambda: state.trigger(order, caller, self.url))[-1]

    def reset(self, instance: int | str | None = None) -> None:
        """Forget what arrived and what was ordered, as before every test.

        Args:
            instance: forget only what is of this one.
        """
        named = None if instance is None else str(instance)
        self._call(lambda: self._mock.state.session.forget(named))

    def next_test(self) -> None:
        """Be as new, with another instance."""
        self.reset()
        self._tests += 1

    def _arrivals(self) -> list[Arrival]:
        return self._call(lambda: self._mock.state.session.arrivals.after(0))

    def _call(self, function: Callable[[], _T]) -> _T:
        """Run a function where the mock runs, so that it meets no half-done change."""

        async def run() -> _T:
            return function()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(_CALL_SECONDS)


@pytest.fixture(scope="session")
def green_api_mock_contract() -> Path:
    """The contract that the mock serves. Override it to serve another one."""
    from green_api_mock.installed import missing_packages  # noqa: PLC0415 - as above

    if sentence := missing_packages():
        pytest.fail(sentence, pytrace=False)
    from green_api_mock.contract import default_contract  # noqa: PLC0415 - as above

    return default_contract()


@pytest.fixture(scope="session")
def green_api_mock_time_factor() -> float:
    """How many seconds of the mock's time pass in one. Override it for a mock that waits less."""
    return 1.0


@pytest.fixture(scope="session")
def _green_api_mock_server(  # pyright: ignore[reportUnusedFunction] - pytest finds it
    green_api_mock_contract: Path, green_api_mock_time_factor: float
) -> Iterator[GreenApiMock]:
    try:
        from green_api_mock.errors import MockError  # noqa: PLC0415 - as above
        from green_api_mock.server.mock import Options  # noqa: PLC0415 - as above
    except ImportError as error:
        pytest.fail(
            f"The mock cannot start: {error}. Install it with: pip install 'green-api-files[mock]'",
            pytrace=False,
        )
    thread = _MockThread(
        Options(green_api_mock_contract, port=0, time_factor=green_api_mock_time_factor)
    )
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
    _green_api_mock_server.next_test()
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
        from green_api_mock.server.mock import Mock  # noqa: PLC0415 - as above

        told = asyncio.Event()
        loop = asyncio.get_running_loop()

        def stop() -> None:
            loop.call_soon_threadsafe(told.set)

        self._stop = stop
        async with Mock(self._options) as mock:
            self._started.set_result(GreenApiMock(mock, loop))
            await told.wait()
