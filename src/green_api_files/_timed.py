"""An end to answers that trickle.

A socket's timeout bounds a silence. A server that sends one byte of a header, a chunk's size or
a body every now and then is never silent, and never done.
"""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING, Any

from green_api_files._deadline import deadline
from green_api_files._heads import WholeHeadResponse

if TYPE_CHECKING:
    import socket

    from _typeshed import WriteableBuffer


class TimedResponse(WholeHeadResponse):
    """Reads until the deadline that held when its reading began, its body included."""

    def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
        source: Any = _Source(sock)
        super().__init__(source, *args, **options)


class _Source:
    """What http.client needs of a socket."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def makefile(self, _: str) -> io.BufferedReader:
        return io.BufferedReader(_Timed(self._connection))


class _Timed(io.RawIOBase):
    """Asks before every read of the socket how much time is left."""

    def __init__(self, connection: socket.socket) -> None:
        super().__init__()
        self._raw: Any = connection.makefile("rb", buffering=0)
        self._connection = connection
        self._silence = connection.gettimeout() or float("inf")
        self._deadline = deadline()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int | None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("The answer did not end in time.")
        if left < self._silence:
            self._connection.settimeout(left)
        read: int | None = self._raw.readinto(buffer)
        return read

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()
