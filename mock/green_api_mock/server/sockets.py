"""The address that a server listens on."""

from __future__ import annotations

import socket
import sys

from green_api_mock.errors import PortError

BACKLOG = 1024


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
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise PortError(
            f"Port {port} of {host} cannot be used: {error.strerror}. "
            "Name another one with --port, or --port 0 for any free one."
        ) from None
    listener.setblocking(False)  # noqa: FBT003 - the library's own signature
    return listener


def url_of(listener: socket.socket) -> str:
    """Where a server with this socket answers."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
