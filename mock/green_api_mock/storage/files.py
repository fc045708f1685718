"""The files behind the links: small real samples, and large ones made while they are sent."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

_SAMPLES = Path(__file__).with_name("samples")
_OTHER_SIZE = 64 * 1024
_OTHER_TYPE = "application/octet-stream"
_TYPES = {
    "png": ("sample.png", "image/png"),
    "jpg": ("sample.jpg", "image/jpeg"),
    "jpeg": ("sample.jpg", "image/jpeg"),
    "ogg": ("sample.ogg", "audio/ogg"),
    "oga": ("sample.ogg", "audio/ogg"),
    "mp3": ("sample.mp3", "audio/mpeg"),
    "mp4": ("sample.mp4", "video/mp4"),
    "pdf": ("sample.pdf", "application/pdf"),
}


class File(Protocol):
    """Something that can be sent in parts."""

    @property
    def size(self) -> int:
        """In bytes."""
        ...

    @property
    def etag(self) -> str:
        """With its quotation marks."""
        ...

    @property
    def media_type(self) -> str:
        """Of the content."""
        ...

    def chunks(self, start: int, end: int) -> Iterator[bytes]:
        """The bytes from `start` up to, but without, `end`."""
        ...


@dataclass(frozen=True)
class SampleFile:
    """A sample, held in memory."""

    content: bytes
    media_type: str

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.content)

    @property
    def etag(self) -> str:
        """The content's MD5, as the storages give it."""
        return f'"{hashlib.md5(self.content, usedforsecurity=False).hexdigest()}"'

    def chunks(self, start: int, end: int) -> Iterator[bytes]:
        """The bytes from `start` up to, but without, `end`."""
        yield self.content[start:end]


@dataclass(frozen=True)
class GeneratedFile:
    """A file of any size that is never held anywhere.

    Its bytes repeat with a prime period, so that a file put together at a wrong offset differs
    from this one.
    """

    size: int
    media_type: str

    @property
    def etag(self) -> str:
        """Not an MD5: the storages give none for large files either."""
        return f'"{self.size:032x}-1"'

    def chunks(self, start: int, end: int) -> Iterator[bytes]:
        """The bytes from `start` up to, but without, `end`."""
        pattern = _pattern()
        period = len(pattern) // 2
        while start < end:
            # Any slice of at most one period lies within two of them.
            offset = start % period
            length = min(period, end - start)
            yield pattern[offset : offset + length]
            start += length


def file_for(name: str, size: int | None = None) -> File:
    """The file behind a link's last part.

    Args:
        name: its extension chooses the sample.
        size: of a generated file in bytes; None for a sample.
    """
    sample, media_type = _TYPES.get(name.rpartition(".")[2].lower(), ("", _OTHER_TYPE))
    if size is not None or not sample:
        return GeneratedFile(_OTHER_SIZE if size is None else size, media_type)
    return _sample(sample, media_type)


@lru_cache
def _sample(name: str, media_type: str) -> SampleFile:
    return SampleFile((_SAMPLES / name).read_bytes(), media_type)


@lru_cache
def _pattern() -> bytes:
    """Two periods of bytes without any inner repetition."""
    prime = 262_139  # the largest prime under 256 KiB
    return hashlib.shake_128(b"green-api-mock").digest(prime) * 2
