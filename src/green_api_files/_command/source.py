"""Where messages come from: files and the standard input."""

from __future__ import annotations

import asyncio
import threading
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from green_api_files import messages_in
from green_api_files._command.reading import Fault, Found, ValueReader

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Sequence

    from green_api_files import Message

_PIECE = 1 << 16
_AHEAD = 2  # pieces that are read while the messages before are worked on
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with the input: it cannot be read, or is nothing that holds a message."""

    kind: Literal["unreadable", "unrecognised"]
    where: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}: {self.why}"


@dataclass
class Input:
    """What was found in the input beside messages.

    Attributes:
        report: Is told of everything that is wrong.
        has_recognised: Whether something was understood, whether it holds messages or not.
        unreadable: How many parts are no JSON, and how many sources cannot be read.
        unrecognised: How many values are none of GREEN-API.
    """

    report: Callable[[Trouble], object]
    has_recognised: bool = field(default=False, init=False)
    unreadable: int = field(default=0, init=False)
    unrecognised: int = field(default=0, init=False)

    @property
    def is_wrong(self) -> bool:
        """Whether something could not be read, or all that could be is none of GREEN-API."""
        return self.unreadable > 0 or (self.unrecognised > 0 and not self.has_recognised)

    async def messages(self, sources: Sequence[str]) -> AsyncGenerator[Message]:
        """The messages in files, or in the standard input for `-`, as soon as they are complete.

        What is wrong is reported and passed over.
        """
        for source in sources:
            name = "the standard input" if source == "-" else source
            try:
                async with aclosing(self._messages_in(source, name)) as messages:
                    async for message in messages:
                        yield message
            except OSError as error:
                self._trouble("unreadable", name, f"it cannot be read: {error.strerror}")

    async def _messages_in(self, source: str, name: str) -> AsyncGenerator[Message]:
        reader, is_empty = ValueReader(), True
        async with aclosing(_pieces(source)) as pieces:
            async for data in pieces:
                if is_empty and data.startswith(_GZIP):
                    self._trouble("unreadable", name, f"it is compressed: {_UNPACK.format(source)}")
                    return
                is_empty = is_empty and not data.strip()
                for found in reader.feed(data) if data else reader.finish():
                    if isinstance(found, Fault):
                        self._trouble("unreadable", f"{name}, line {found.line}", found.why)
                        continue
                    for message in self._understood(found, name):
                        yield message
        if is_empty:
            self._trouble("unrecognised", name, "there is nothing in it")

    def _understood(self, found: Found, name: str) -> list[Message]:
        strange: list[object] = []
        messages = list(messages_in([found.value], unrecognised=strange.append))
        for _ in strange:
            where = f"{name}, line {found.line}"
            self._trouble("unrecognised", where, "this is no notification, journal or message")
        self.has_recognised |= bool(messages or not strange)
        return messages

    def _trouble(self, kind: Literal["unreadable", "unrecognised"], where: str, why: str) -> None:
        setattr(self, kind, getattr(self, kind) + 1)
        self.report(Trouble(kind, where, why))


_UNPACK = "give what `zcat {0}` writes to `--from -`"


async def _pieces(source: str) -> AsyncGenerator[bytes]:
    """Pieces of the input, the last one of which is empty.

    A thread that does not keep the program from ending reads them: nobody can stop a thread that
    waits for a person to type.

    Raises:
        OSError: if it cannot be read.
    """
    loop = asyncio.get_running_loop()
    pieces: asyncio.Queue[bytes | OSError] = asyncio.Queue()
    room = threading.Semaphore(_AHEAD)
    is_done = threading.Event()

    def hand_over(piece: bytes | OSError) -> bool:
        room.acquire()
        if is_done.is_set():
            return False
        with suppress(RuntimeError):  # the loop ended in this moment
            loop.call_soon_threadsafe(pieces.put_nowait, piece)
        return True

    def read() -> None:
        try:
            # Not through sys.stdin: at the end Python would wait for its lock.
            with open(
                0 if source == "-" else source, "rb", buffering=0, closefd=source != "-"
            ) as file:
                while (piece := file.read(_PIECE)) and hand_over(piece):
                    pass
        except OSError as error:
            hand_over(error)
        else:
            hand_over(b"")

    threading.Thread(target=read, daemon=True).start()
    try:
        while True:
            piece = await pieces.get()
            room.release()
            if isinstance(piece, OSError):
                raise piece
            yield piece
            if not piece:
                return
    finally:
        is_done.set()
        room.release()
