"""Bodies that arrive compressed, although nobody asked for it."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PIECE = 1 << 18  # a bomb is unpacked in pieces of this size, each counted against the limit
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


class CodingError(Exception):
    """A body is compressed in a way that cannot be read."""


class Decoder:
    """Turns the bytes of the wire into those of the body. This one has nothing to unpack."""

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing at the end of what was fed."""
        return True

    def feed(self, data: bytes) -> Iterable[bytes]:
        """Give out what `data` unpacks to, in pieces of a bounded size.

        Raises:
            CodingError: if it cannot be unpacked.
        """
        return (data,)


class Inflate(Decoder):
    """gzip (RFC 1952, also of several members) and deflate (RFC 1950)."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(_GZIP_OR_ZLIB)

    def feed(self, data: bytes) -> Iterator[bytes]:
        try:
            while data:
                if self._stream.eof:
                    self._stream = zlib.decompressobj(_GZIP_OR_ZLIB)
                if piece := self._stream.decompress(data, _PIECE):
                    yield piece
                data = self._stream.unconsumed_tail or self._stream.unused_data
        except zlib.error:
            raise CodingError("it says that it is compressed, but cannot be unpacked") from None

    @property
    def is_complete(self) -> bool:
        return self._stream.eof


def decoder_for(content_encoding: str) -> Decoder:
    """The decoder for a `Content-Encoding`.

    Raises:
        CodingError: if it is one that nobody asked for and only few can read.
    """
    encoding = content_encoding.strip().lower()
    if encoding in {"", "identity"}:
        return Decoder()
    if encoding in {"gzip", "x-gzip", "deflate"}:
        return Inflate()
    raise CodingError(f"it is compressed in a way that was not asked for: {encoding[:40]!r}")
