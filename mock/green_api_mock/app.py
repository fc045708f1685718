"""Everything that runs: the front door, Prism behind it, and their beginning and end."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import socket
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from green_api_mock.arrivals import Arrivals
from green_api_mock.contract import Contract, read_contract
from green_api_mock.errors import MockError, PortError
from green_api_mock.hosts import is_loopback
from green_api_mock.limits import Gate, Limits
from green_api_mock.node import find_node, installed_home
from green_api_mock.play import Play
from green_api_mock.prism import Prism
from green_api_mock.state import State
from green_api_mock.upstream import Upstream

if TYPE_CHECKING:
    from pathlib import Path

    from green_api_mock.api import Api
    from green_api_mock.server import FrontDoor

log = logging.getLogger(__name__)

_BACKLOG = 1024
_LOOK_SECONDS = 0.5
# Requests that were under way when the contract changed get their answer from the old one.
_FAREWELL_SECONDS = 2.0
_CLOSE_SECONDS = 1.0


@dataclass(frozen=True)
class Options:
    """How the mock is to run.

    Attributes:
        port: 0 for any free one.
    """

    contract: Path
    host: str = "127.0.0.1"
    port: int = 4010
    limits: Limits = field(default_factory=Limits)


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
        host, port = self._socket.getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    async def __aenter__(self) -> Self:
        """Start, and return when the first request can come."""
        prism = self._prism(self._contract)
        try:
            await prism.spawn()
            # Loading the HTTP server takes as long as a third of Prism's start.
            self._door = self._open(prism)
            await prism.listening()
        except BaseException:
            self._socket.close()
            await prism.stop()
            raise
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._door, sock=self._socket, backlog=_BACKLOG)
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
        self.state.api.upstream.close()
        await self.state.prism.stop()

    def _prism(self, contract: Contract) -> Prism:
        return Prism(self._node, self._home, json.dumps(contract.document).encode())

    def _open(self, prism: Prism) -> FrontDoor:
        from green_api_mock.control import Control  # noqa: PLC0415 - see __aenter__
        from green_api_mock.page.page import Page  # noqa: PLC0415 - see __aenter__
        from green_api_mock.server import FrontDoor  # noqa: PLC0415 - see __aenter__

        api = self._api(self._contract, prism)
        self.state = State(api, prism, Arrivals())
        control = Control(self.state, loopback_only=is_loopback(self._options.host))
        page = Page(self._home.package("swagger-ui-dist"))
        return FrontDoor(api, self.state.arrivals, control, page)

    def _api(self, contract: Contract, prism: Prism) -> Api:
        from green_api_mock.api import Api  # noqa: PLC0415 - see __aenter__

        upstream = Upstream()
        prism.on_port = upstream.use
        return Api(contract, upstream, Play(), Gate(self._options.limits))

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
                self.state.contract_error = str(error)
                log.warning("The last good contract is served: %s", error)

    async def _reload(self) -> None:
        """Serve the contract as it is on disk now, without a moment of no answer."""
        contract = read_contract(self._options.contract)
        prism = self._prism(contract)
        api = self._api(contract, prism)
        await prism.start()
        old_prism, old_api = self.state.prism, self.state.api
        self.state.prism, self.state.api, self._door.api = prism, api, api
        self.state.revision += 1
        self.state.contract_error = None
        log.warning("The contract was read again.")
        try:
            await asyncio.sleep(_FAREWELL_SECONDS)
        finally:
            old_api.upstream.close()
            await old_prism.stop()


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


def listen(host: str, port: int) -> socket.socket:
    """A listening socket.

    Raises:
        PortError: the port is taken or not allowed, or the host is not this machine.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise PortError(f"There is no address {host!r} on this machine: {error}") from None
    try:
        # A port whose last connections linger can be taken again. Windows does so by itself,
        # and takes the option as a leave to share a port that is in use.
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise PortError(
            f"Port {port} of {host} cannot be used: {error.strerror}. "
            "Name another one with --port, or --port 0 for any free one."
        ) from None
    listener.setblocking(False)  # noqa: FBT003 - the library's own signature
    return listener
