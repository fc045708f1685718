"""The unchanged mocks and the unchanged Prism, for those mutants that change neither."""

import asyncio
import json
import threading
from concurrent.futures import Future
from types import TracebackType
from typing import Self

from green_api_mock.contract import default_contract, read_contract
from green_api_mock.judge.node import find_node, installed_home
from green_api_mock.judge.prism import Prism
from green_api_mock.server.mock import Mock, Options
from tests.files.conftest import TIME_FACTOR

_START_SECONDS = 90.0
_LONGEST_LINE = 1 << 20


class Servers:
    """Runs both in a thread. Use it as a context manager.

    Attributes:
        mock_url: where the mock answers.
        quick_mock_url: where one answers whose time runs fast.
        prism_port: where a Prism with the contract is asked, a question for each connection.
    """

    mock_url: str
    quick_mock_url: str
    prism_port: int

    def __init__(self) -> None:
        self._started = Future[asyncio.Event]()
        self._thread = threading.Thread(target=self._run, name="servers", daemon=True)

    def __enter__(self) -> Self:
        """Return when both can be asked."""
        self._thread.start()
        self._stop = self._started.result(_START_SECONDS)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End both."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:  # noqa: BLE001 - it belongs to the thread that waits
            if not self._started.done():
                self._started.set_exception(error)

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        contract = default_contract()
        prism = Prism(find_node(), installed_home(), read_contract(contract).document)
        await prism.start()

        async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            answer = await prism.ask(json.loads(await reader.readline()))
            writer.write(json.dumps(answer).encode())
            writer.close()

        try:
            listener = await asyncio.start_server(ask, "127.0.0.1", 0, limit=_LONGEST_LINE)
            usual, quick = (
                Mock(Options(contract, port=0, time_factor=factor)) for factor in (1, TIME_FACTOR)
            )
            async with listener, usual, quick:
                stop = asyncio.Event()
                self.mock_url, self.quick_mock_url = usual.url, quick.url
                self.prism_port = listener.sockets[0].getsockname()[1]
                self._started.set_result(stop)
                await stop.wait()
        finally:
            await prism.stop()
