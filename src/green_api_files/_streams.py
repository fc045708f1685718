"""Files for those who want their bytes and no file on a disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from green_api_files._saving import Digest

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator

    from green_api_files._saving import Wanted
    from green_api_files._transfer import Transfer


class _Stream:
    """What is known of a file once its first bytes are there."""

    def __init__(self, wanted: Wanted, transfer: Transfer) -> None:
        self._wanted = wanted
        self._transfer = transfer
        self._digest = Digest(wanted.sha256)
        self._first = b""

    @property
    def name(self) -> str:
        """A safe name for the file, the one that `save_file` would take."""
        return self._wanted.file_name(self._transfer)

    @property
    def content_type(self) -> str:
        """The media type that the storage tells; empty if it tells none."""
        return self._transfer.headers.get("content-type", "")

    @property
    def size(self) -> int | None:
        """The size in bytes that the storage announced; None if it did not."""
        return self._transfer.size


class FileStream(_Stream):
    """A file on its way: iterate over it, or `read` it, inside its `with`.

    A broken connection is resumed without a trace; no byte is given out twice.
    """

    def __init__(self, wanted: Wanted, transfer: Transfer, pieces: Generator[bytes]) -> None:
        super().__init__(wanted, transfer)
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        """The rest of the file piece by piece, each up to 256 KiB.

        Raises:
            GreenApiError: as `GreenApi.fetch` lists.
        """
        piece, self._first = self._first, b""
        while piece:
            self._digest.add(piece, self._transfer.position)
            yield piece
            piece = next(self._pieces, b"")
        self._digest.checked()

    def read(self) -> bytes:
        """The rest of the file at once, at most `max_bytes`."""
        return b"".join(self)

    def __enter__(self) -> Self:
        self._first = next(self._pieces, b"")
        return self

    def __exit__(self, *_: object) -> None:
        self._pieces.close()


class AsyncFileStream(_Stream):
    """A file on its way: iterate over it, or `read` it, inside its `async with`.

    A broken connection is resumed without a trace; no byte is given out twice.
    """

    def __init__(self, wanted: Wanted, transfer: Transfer, pieces: AsyncGenerator[bytes]) -> None:
        super().__init__(wanted, transfer)
        self._pieces = pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """The rest of the file piece by piece, each up to 256 KiB or what is there.

        Raises:
            GreenApiError: as `AsyncGreenApi.fetch` lists.
        """
        piece, self._first = self._first, b""
        while piece:
            self._digest.add(piece, self._transfer.position)
            yield piece
            piece = await anext(self._pieces, b"")
        self._digest.checked()

    async def read(self) -> bytes:
        """The rest of the file at once, at most `max_bytes`."""
        return b"".join([piece async for piece in self])

    async def __aenter__(self) -> Self:
        self._first = await anext(self._pieces, b"")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._pieces.aclose()
