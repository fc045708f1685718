"""Everything that runs: the front door, Prism behind it, and their beginning and end."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from green_api_mock.contract import read_contract
from green_api_mock.errors import PortError
from green_api_mock.node import find_node, installed_home
from green_api_mock.play import Play
from green_api_mock.prism import Prism
from green_api_mock.server import Api, FrontDoor
from green_api_mock.upstream import Upstream

if TYPE_CHECKING:
    from pathlib import Path

_BACKLOG = 1024


@dataclass(frozen=True)
class Options:
    """How the mock is to run.

    Attributes:
        port: 0 for any free one.
    """

    contract: Path
    host: str = "127.0.0.1"
    port: int = 4010


class Mock:
    """A running mock. Use it as an asynchronous context manager."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._contract = read_contract(options.contract)
        home, node = installed_home(), find_node()
        self._upstream = Upstream()
        document = json.dumps(self._contract.document).encode()
        self._prism = Prism(node, home, document)
        self._prism.on_port = self._upstream.use
        self._socket = listen(options.host, options.port)

    @property
    def url(self) -> str:
        """Where it answers."""
        host, port = self._socket.getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    async def __aenter__(self) -> Self:
        """Start, and return when the first request can come."""
        try:
            await self._prism.start()
        except BaseException:
            self._socket.close()
            raise
        self._door = FrontDoor(Api(self._contract, self._upstream, Play()))
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._door, sock=self._socket, backlog=_BACKLOG)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop answering, then end Prism."""
        self._server.close()
        self._door.pre_shutdown()
        await self._door.shutdown(1.0)
        self._upstream.close()
        await self._prism.stop()


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
