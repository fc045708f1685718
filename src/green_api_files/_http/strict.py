"""urllib3's pools, with answers that are whole and end in time.

A socket's timeout bounds a silence. A server that sends one byte of a header, a chunk's size or
a body every now and then is never silent, and never done. And Python's own HTTP client takes the
end of the connection for the end of the headers: a cut answer then counts as an empty file, and
half of a redirect's address as an address.
"""

from __future__ import annotations

import http.client
import io
import time
from functools import partial
from typing import TYPE_CHECKING, Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool

from green_api_files._http.exchange import NEVER

if TYPE_CHECKING:
    import socket

    from _typeshed import WriteableBuffer
    from urllib3 import BaseHTTPResponse


class _Pool(HTTPConnectionPool):
    """Hands the deadline of a request to its answer. There is no public way to do so."""

    def _make_request(
        self, conn: Any, *args: Any, deadline: float = NEVER, **options: Any
    ) -> BaseHTTPResponse:
        conn.response_class = partial(StrictResponse, deadline=deadline)
        return super()._make_request(conn, *args, **options)


class _EncryptedPool(_Pool, HTTPSConnectionPool):
    pass


POOL_CLASSES = {"http": _Pool, "https": _EncryptedPool}
"""For `PoolManager.pool_classes_by_scheme`."""


class StrictResponse(http.client.HTTPResponse):
    """Insists on the empty line that ends the headers, on the final answer, and on the deadline.

    Args:
        sock: Where it comes from.
        deadline: When it has to be there, its body included, by `time.monotonic`.
    """

    def __init__(
        self, sock: socket.socket, *args: Any, deadline: float = NEVER, **options: Any
    ) -> None:
        source: Any = _Timed(sock, deadline)
        super().__init__(source, *args, **options)

    def begin(self) -> None:
        """Read status and headers.

        Raises:
            RemoteDisconnected: the connection ends before them.
        """
        reader: Any = self.fp
        watcher: Any = _LineWatcher(reader)
        self.fp = watcher  # it reads no more than lines now
        try:
            super().begin()
            while 101 < self.status < 200:  # noqa: PLR2004 # interim answers, RFC 9110, 15.2
                # Python takes any of them but 100 for the final one.
                unread: Any = None
                self.headers = self.msg = unread
                super().begin()
        finally:
            if self.fp is watcher:
                self.fp = reader
        if watcher.last not in {b"\r\n", b"\n"}:
            raise http.client.RemoteDisconnected("The connection ended within the headers.")


class _LineWatcher:
    """Reads lines and remembers the last one."""

    def __init__(self, reader: io.BufferedIOBase) -> None:
        self._reader = reader
        self.last: bytes

    def readline(self, limit: int) -> bytes:
        self.last = self._reader.readline(limit)
        return self.last

    def close(self) -> None:
        self._reader.close()


class _Timed(io.RawIOBase):
    """What http.client needs of a socket: asks before every read how much time is left."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        super().__init__()
        self._raw: Any = connection.makefile("rb", buffering=0)
        self._connection = connection
        self._silence = connection.gettimeout() or NEVER
        self._deadline = deadline

    def makefile(self, _: str) -> io.BufferedReader:
        return io.BufferedReader(self)

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
