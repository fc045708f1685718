"""Everything that runs: the front door, Prism behind it, and their beginning and end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from green_api_mock.api.limits import Limits
from green_api_mock.contract import Contract, read_contract
from green_api_mock.contract.values import set_in
from green_api_mock.errors import MockError
from green_api_mock.hosts import is_loopback
from green_api_mock.judge.node import find_node, installed_home
from green_api_mock.judge.prism import Prism
from green_api_mock.server.sockets import BACKLOG, listen, url_of

if TYPE_CHECKING:
    from pathlib import Path

    from green_api_mock.api.gateway import Gateway
    from green_api_mock.api.session import Session
    from green_api_mock.control.state import State
    from green_api_mock.server.door import FrontDoor

log = logging.getLogger(__name__)

_LOOK_SECONDS = 0.5
# Requests that were under way when the contract changed get their answer from the old one.
_FAREWELL_SECONDS = 2.0
_CLOSE_SECONDS = 1.0


@dataclass(frozen=True)
class Options:
    """How the mock is to run.

    Attributes:
        port: 0 for any free one.
        time_factor: how many seconds of the mock's time pass in one.
        webhook_url: where what waits is delivered to, unless an instance says otherwise.
        webhook_hosts: to which hosts it may be, besides this machine.
    """

    contract: Path
    host: str = "127.0.0.1"
    port: int = 4010
    limits: Limits = field(default_factory=Limits)
    time_factor: float = 1.0
    webhook_url: str = ""
    webhook_hosts: frozenset[str] = frozenset()


class Mock:
    """A running mock. Use it as an asynchronous context manager.

    Raises:
        MockError: it cannot run: the contract, the installation, the port or Prism.
    """

    state: State

    def __init__(self, options: Options) -> None:
        self._options = options
        self._contract = read_contract(options.contract)
        self._seen = _stamp(options.contract)
        _check_limits(self._contract, options.limits)
        self._home, self._node = installed_home(), find_node()
        self._socket = listen(options.host, options.port)
        self._reloading: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return url_of(self._socket)

    async def __aenter__(self) -> Self:
        """Start, and return when the first request can come."""
        prism = self._prism(self._contract)
        try:
            await prism.spawn()
            # Loading the HTTP server takes as long as Prism's start.
            self._door = self._open(prism)
            await prism.ready()
        except BaseException:
            self._socket.close()
            await prism.stop()
            raise
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._door, sock=self._socket, backlog=BACKLOG)
        self._reloading = asyncio.create_task(self._reload_on_change())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop answering, then end Prism."""
        if self._reloading is not None:
            self._reloading.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reloading
        self._server.close()
        self._door.pre_shutdown()
        await self._door.shutdown(_CLOSE_SECONDS)
        await self.state.session.postman.close()
        await self.state.prism.stop()

    def _prism(self, contract: Contract) -> Prism:
        return Prism(self._node, self._home, contract.document)

    def _open(self, prism: Prism) -> FrontDoor:
        # Imported here, while Prism starts: see __aenter__.
        from green_api_mock.api.session import Session  # noqa: PLC0415
        from green_api_mock.control.endpoints import Control  # noqa: PLC0415
        from green_api_mock.control.state import State  # noqa: PLC0415
        from green_api_mock.memory.clock import Clock  # noqa: PLC0415
        from green_api_mock.memory.postman import Postman  # noqa: PLC0415
        from green_api_mock.memory.remembered import Rules  # noqa: PLC0415
        from green_api_mock.page.page import Page  # noqa: PLC0415
        from green_api_mock.server.door import FrontDoor  # noqa: PLC0415

        rules = Rules(
            self._contract.memory, Clock(self._options.time_factor), self._first_members()
        )
        session = Session(Postman(rules, self.url, self._options.webhook_hosts))
        self.state = State(self._gateway(self._contract, prism, session), prism, session)
        control = Control(self.state, loopback_only=is_loopback(self._options.host))
        return FrontDoor(self.state, control, Page())

    def _first_members(self) -> dict[str, dict[str, Any]]:
        """What documents hold at first because of the options."""
        delivery, url = self._contract.memory.delivery, self._options.webhook_url
        if not url:
            return {}
        if delivery is None:
            raise MockError("--webhook-url: the contract delivers nothing (x-mock > delivery).")
        return {delivery.url.document: set_in({}, delivery.url.at, url)}

    def _gateway(self, contract: Contract, prism: Prism, session: Session) -> Gateway:
        from green_api_mock.api.gateway import Gateway  # noqa: PLC0415 - as above

        return Gateway(contract, prism, session, self._options.limits)

    async def _reload_on_change(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            stamp = _stamp(self._options.contract)
            if stamp == self._seen:
                continue
            self._seen = stamp
            try:
                await self._reload()
            except MockError as error:
                self._keep_last(str(error))
            except Exception as error:
                # Whatever a file may hold, the next one must still be looked at.
                log.exception("reading the contract failed")
                self._keep_last(f"The mock failed to read it: {type(error).__name__}")

    def _keep_last(self, reason: str) -> None:
        self.state.contract_error = reason
        log.warning("The last good contract is served: %s", reason)

    async def _reload(self) -> None:
        """Serve the contract as it is on disk now, without a moment of no answer."""
        contract = read_contract(self._options.contract)
        prism = self._prism(contract)
        await prism.start()
        old = self.state.prism
        gone = self.state.session.adopt(contract.memory)
        self.state.gateway = self._gateway(contract, prism, self.state.session)
        self.state.prism = prism
        self.state.revision += 1
        self.state.contract_error = None
        log.warning("The contract was read again.")
        if gone:
            log.warning("It no longer knows these, so they are forgotten: %s.", ", ".join(gone))
        try:
            await asyncio.sleep(_FAREWELL_SECONDS)
        finally:
            await old.stop()


def _check_limits(contract: Contract, limits: Limits) -> None:
    known = {p.name for operation in contract.operations for p in operation.parameters}
    unknown = sorted(set(limits.allowed) - known)
    if unknown:
        raise MockError(
            f"--allow {unknown[0]}: there is no such path parameter. "
            f"There are: {', '.join(sorted(known))}."
        )


def _stamp(path: Path) -> tuple[int, int] | None:
    """What changes when a file does; None for a file that is not there."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
