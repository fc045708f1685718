"""Answers whose headers are cut off.

Python's own HTTP client takes the end of the connection for the end of the headers: a cut
answer then counts as an empty file, and half of a redirect's address as an address.
"""

from __future__ import annotations

import http.client
from typing import TYPE_CHECKING, Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

if TYPE_CHECKING:
    import io


class _LineWatcher:
    """Reads lines and remembers the last one."""

    def __init__(self, reader: io.BufferedIOBase) -> None:
        self._reader = reader
        self.last = b""

    def readline(self, limit: int = -1) -> bytes:
        self.last = self._reader.readline(limit)
        return self.last

    def close(self) -> None:
        self._reader.close()


class _WholeHeadResponse(http.client.HTTPResponse):
    """Insists on the empty line that ends the headers."""

    def begin(self) -> None:
        reader: Any = self.fp
        watcher: Any = _LineWatcher(reader)
        self.fp = watcher  # it reads no more than lines now
        try:
            super().begin()
        finally:
            if self.fp is watcher:
                self.fp = reader
        if watcher.last.strip(b"\r\n") or not watcher.last:
            raise http.client.RemoteDisconnected("The connection ended within the headers.")


class _Connection(HTTPConnection):
    response_class = _WholeHeadResponse


class _EncryptedConnection(HTTPSConnection):
    response_class = _WholeHeadResponse


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection  # pyright: ignore[reportAssignmentType] # urllib3's own class too


class _EncryptedPool(HTTPSConnectionPool):
    ConnectionCls = _EncryptedConnection  # pyright: ignore[reportAssignmentType] # as above


POOL_CLASSES = {"http": _Pool, "https": _EncryptedPool}
"""For `PoolManager.pool_classes_by_scheme`."""
