"""Answers whose headers are cut off.

Python's own HTTP client takes the end of the connection for the end of the headers: a cut
answer then counts as an empty file, and half of a redirect's address as an address.
"""

from __future__ import annotations

import http.client
from typing import TYPE_CHECKING, Any

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


class WholeHeadResponse(http.client.HTTPResponse):
    """Insists on the empty line that ends the headers."""

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
        finally:
            if self.fp is watcher:
                self.fp = reader
        if watcher.last.strip(b"\r\n") or not watcher.last:
            raise http.client.RemoteDisconnected("The connection ended within the headers.")
