"""Files for those who want their bytes and no file on a disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from green_api_files._file.digest import Digest
from green_api_files.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator

    from green_api_files._file.transfer import Transfer


class _Stream:
    """What is known of a file once its first bytes are there."""

    def __init__(self, transfer: Transfer, name: str | None, sha256: str | None) -> None:
        self._transfer = transfer
        self._name = name
        self._digest = None if sha256 is None else Digest(sha256)
        self._first: bytes | None = None
        self._is_begun = False
        self._is_closed = False

    @property
    def name(self) -> str:
        """A safe name for the file, the one that `save_file` would take."""
        return self._answered().file_name(self._name)

    @property
    def content_type(self) -> str:
        """The media type that the storage tells; empty if it tells none."""
        return self._answered().headers.get("content-type", "")

    @property
    def size(self) -> int | None:
        """The size in bytes that the storage announced; None if it did not."""
        return self._answered().size

    def _answered(self) -> Transfer:
        if not self._is_begun:
            raise SettingsError("Nothing is known of the file before its `with` is entered.")
        return self._transfer

    def _check_open(self) -> None:
        if self._is_closed:
            raise SettingsError("The file is closed: read it inside its `with`.")

    def _checked(self, piece: bytes) -> bytes:
        """Take notice of the next piece, and at the end make sure that it was the right file."""
        if self._digest and piece:
            self._digest.add(piece, self._transfer.position)
        elif self._digest:
            self._digest.checked()
        return piece


class FileStream(_Stream):
    """A file on its way: iterate over it, or `read` it, best inside its `with`.

    A broken connection is resumed without a trace; no byte is given out twice. Without the `with`
    it has to be read to its end, or the connection stays in use.
    """

    def __init__(
        self, transfer: Transfer, pieces: Generator[bytes], name: str | None, sha256: str | None
    ) -> None:
        super().__init__(transfer, name, sha256)
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        """The rest of the file piece by piece, each up to 256 KiB.

        Raises:
            GreenApiError: as `GreenApi.fetch` lists.
        """
        self._begin()
        while piece := self._checked(self._next()):
            yield piece

    def read(self) -> bytes:
        """The rest of the file at once, at most `max_bytes`."""
        return b"".join(self)

    def _begin(self) -> None:
        self._check_open()
        if not self._is_begun:
            self._first = next(self._pieces, b"")
            self._is_begun = True

    def _next(self) -> bytes:
        self._check_open()
        first, self._first = self._first, None
        return next(self._pieces, b"") if first is None else first

    def __enter__(self) -> Self:
        self._begin()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_closed = True
        self._pieces.close()


class AsyncFileStream(_Stream):
    """A file on its way: iterate over it, or `read` it, best inside its `async with`.

    A broken connection is resumed without a trace; no byte is given out twice. Without the
    `async with` it has to be read to its end, or the connection stays in use.
    """

    def __init__(
        self,
        transfer: Transfer,
        pieces: AsyncGenerator[bytes],
        name: str | None,
        sha256: str | None,
    ) -> None:
        super().__init__(transfer, name, sha256)
        self._pieces = pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """The rest of the file piece by piece, each up to 256 KiB or what is there.

        Raises:
            GreenApiError: as `AsyncGreenApi.fetch` lists.
        """
        await self._begin()
        while piece := self._checked(await self._next()):
            yield piece

    async def read(self) -> bytes:
        """The rest of the file at once, at most `max_bytes`."""
        return b"".join([piece async for piece in self])

    async def _begin(self) -> None:
        self._check_open()
        if not self._is_begun:
            self._first = await anext(self._pieces, b"")
            self._is_begun = True

    async def _next(self) -> bytes:
        self._check_open()
        first, self._first = self._first, None
        return await anext(self._pieces, b"") if first is None else first

    async def __aenter__(self) -> Self:
        await self._begin()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._is_closed = True
        await self._pieces.aclose()
