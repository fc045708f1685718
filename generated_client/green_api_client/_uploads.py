# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
"""Bodies with files in them, which are read while they are sent."""

from __future__ import annotations

import asyncio
import io
import math
import mimetypes
import os
import re
from pathlib import Path
from typing import IO, TYPE_CHECKING

from ._bodies import Body, encoded
from .types import Stream

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Iterator

    from .types import File, FileContent, RequestFiles

_PIECE = 1 << 16  # bytes that are read at once


def file_body(file: File, media_type: str) -> Body:
    """The bytes of a file."""
    stream = _Parts([file.payload])
    return Body(stream, {"Content-Type": file.mime_type or media_type} | stream.headers)


def multipart_body(parts: RequestFiles, secret_members: Collection[str] = ()) -> Body:
    """Fields and files as a form (RFC 7578)."""
    boundary = os.urandom(16).hex()
    pieces: list[FileContent] = []
    secrets: list[tuple[str, str]] = []
    for name, (file_name, content, media_type) in parts:
        kind = media_type or mimetypes.guess_type(file_name or "")[0] or "application/octet-stream"
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{_in_quotes(name)}"'
        if file_name:
            head += f'; filename="{_in_quotes(file_name)}"'
        pieces += [f"{head}\r\nContent-Type: {kind}\r\n\r\n", content, "\r\n"]
        if name in secret_members and isinstance(content, (str, bytes)):
            secrets.append((name, content if isinstance(content, str) else content.decode()))
    stream = _Parts([*pieces, f"--{boundary}--\r\n"])
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    return Body(stream, headers | stream.headers, secrets)


class _Parts(Stream):
    """Bytes, texts and files one after another. They are read anew where a redirect asks."""

    def __init__(self, contents: list[FileContent]) -> None:
        self._parts = [_Part(content) for content in contents]
        self._size = sum(part.size for part in self._parts)

    @property
    def headers(self) -> dict[str, str]:
        """How a receiver knows where the body ends."""
        if self._size == math.inf:
            return {"Transfer-Encoding": "chunked"}
        return {"Content-Length": str(self._size)}

    def __iter__(self) -> Iterator[bytes]:
        for part in self._parts:
            yield from part.pieces()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces = iter(self)
        # Disks block, so that other tasks would have to wait for them.
        while piece := await asyncio.to_thread(next, pieces, b""):
            yield piece


class _Part:
    """One part: how many bytes it has, infinitely many where nobody can know, and the bytes."""

    def __init__(self, content: FileContent) -> None:
        self._content = encoded(content) if isinstance(content, str) else content
        self._is_used_up = False
        self.size: float
        if isinstance(self._content, bytes):
            self.size = len(self._content)
        elif isinstance(self._content, os.PathLike):
            self.size = Path(self._content).stat().st_size
        elif isinstance(self._content, io.TextIOBase):
            raise TypeError("The file is open for text. Open it in binary mode: open(path, 'rb').")
        elif self._content.seekable():
            self._start = self._content.tell()
            self.size = self._content.seek(0, os.SEEK_END) - self._start
            self._content.seek(self._start)
        else:
            self.size = math.inf

    def pieces(self) -> Iterator[bytes]:
        """The bytes.

        Raises:
            ValueError: if a file became shorter than it was when its size was told, or is asked
                for again and can be read only once.
        """
        if isinstance(self._content, bytes):
            if self._content:
                yield self._content
        elif isinstance(self._content, os.PathLike):
            with Path(self._content).open("rb") as file:
                yield from self._read(file)
        else:
            if self.size < math.inf:
                self._content.seek(self._start)
            elif self._is_used_up:
                raise ValueError("The file was sent already, and cannot be read again.")
            self._is_used_up = True
            yield from self._read(self._content)

    def _read(self, file: IO[bytes]) -> Iterator[bytes]:
        left = self.size
        while left and (piece := file.read(int(min(_PIECE, left)))):
            left -= len(piece)
            yield piece
        if 0 < left < math.inf:
            raise ValueError(f"A file became {left} bytes shorter while it was sent.")


def _in_quotes(text: str) -> str:
    """A name as browsers write it between quotes (HTML, multipart/form-data encoding algorithm)."""
    return re.sub('[\r\n"]', lambda match: f"%{ord(match[0]):02X}", text)
