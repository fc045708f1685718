"""Bodies that a storage compresses although it was asked not to."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Protocol

from green_api_files.errors import SizeMismatchError, UnexpectedEncodingError

if TYPE_CHECKING:
    from collections.abc import Iterator

_PIECE = 1 << 18  # a bomb is unpacked in pieces of this size, each counted against the limit
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


class Decoder(Protocol):
    """Turns the bytes of the wire into those of the file."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Give out what `data` unpacks to, in pieces of a bounded size."""
        ...

    def finish(self) -> None:
        """Check that nothing is missing."""
        ...


class Plain:
    """Nothing to unpack."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        yield data

    def finish(self) -> None:
        pass


class Inflate:
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
            raise UnexpectedEncodingError(
                "The storage says that the file is compressed, but it cannot be unpacked."
            ) from None

    def finish(self) -> None:
        if not self._stream.eof:
            raise SizeMismatchError(
                "The compressed file ends too early.", expected=None, received=0
            )


def decoder_for(content_encoding: str) -> Decoder:
    """The decoder for a `Content-Encoding`.

    Raises:
        UnexpectedEncodingError: if it is one that nobody asked for and only few can read.
    """
    encoding = content_encoding.strip().lower()
    if encoding in {"", "identity"}:
        return Plain()
    if encoding in {"gzip", "x-gzip", "deflate"}:
        return Inflate()
    raise UnexpectedEncodingError(
        f"The storage compresses the file in a way that was not asked for: {encoding[:40]!r}."
    )
