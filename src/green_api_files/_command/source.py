"""Where messages come from: an argument, a file or the standard input."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from green_api_files import messages_in
from green_api_files._command.reading import InputError, ValueReader

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from green_api_files import Message

_PIECE = 1 << 16


async def messages_from(source: str) -> AsyncIterator[Message]:
    """The messages in a file, or in the standard input for `-`, as soon as they are complete.

    Raises:
        InputError: if it cannot be read or is not JSON.
    """
    name = "the standard input" if source == "-" else source
    reader = ValueReader(name)
    async for data in _pieces(source, name):
        for value in reader.feed(data) if data else reader.finish():
            for message in messages_in([value]):  # a text is no message here either
                yield message


async def _pieces(source: str, name: str) -> AsyncIterator[bytes]:
    """Pieces of the input, the last one of which is empty.

    A thread that does not keep the program from ending reads them: nobody can stop a thread that
    waits for a person to type.
    """
    loop = asyncio.get_running_loop()
    pieces: asyncio.Queue[bytes | OSError] = asyncio.Queue(2)

    def read() -> None:
        piece: bytes | OSError
        try:
            # Not through sys.stdin: at the end Python would wait for its lock.
            with open(
                0 if source == "-" else source, "rb", buffering=0, closefd=source != "-"
            ) as file:
                while piece := file.read(_PIECE):
                    asyncio.run_coroutine_threadsafe(pieces.put(piece), loop).result()
        except OSError as error:
            piece = error
        asyncio.run_coroutine_threadsafe(pieces.put(piece), loop).result()

    threading.Thread(target=read, name="input", daemon=True).start()
    while True:
        piece = await pieces.get()
        if isinstance(piece, OSError):
            raise InputError(f"{name} cannot be read: {piece.strerror}.")
        yield piece
        if not piece:
            return
