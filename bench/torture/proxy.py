"""A TCP proxy that treats what a server answers as a bad network, or worse, would."""

import asyncio
import random
import socket
import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

from bench.torture.loop import Loop

PIECE = 16384
FOREVER = 3600.0
# Where in the answers of one connection the fault comes. Early ones meet headers and calls.
SPAN = 400_000


class BrokenWire(Exception):  # noqa: N818 - it tells the proxy to end the connection
    """The connection ends here."""


class Wire:
    """One connection's way back to the client. This one is honest.

    Attributes:
        strikes: How often the fault has come.
    """

    def __init__(self, writer: asyncio.StreamWriter, chance: random.Random) -> None:
        self._writer = writer
        self._chance = chance
        self._passed = 0
        self._at = self._next_place()
        self.strikes = 0

    def _next_place(self) -> int:
        # Half of the faults come early, as half of the files are small.
        return self._passed + self._chance.choice(
            [self._chance.randrange(1, 2000), self._chance.randrange(1, SPAN)]
        )

    async def send(self, piece: bytes) -> None:
        """Pass a piece of the answer on.

        Raises:
            BrokenWire: The connection is to end.
        """
        place = self._at - self._passed
        if place < len(piece):
            self.strikes += 1
            await self._strike(piece, max(place, 0))
            self._at = self._next_place()
        else:
            await self._pass(piece)

    async def _strike(self, piece: bytes, _place: int) -> None:
        """Pass the piece on in which the fault is to come, `_place` bytes from its start."""
        await self._pass(piece)

    async def _pass(self, piece: bytes) -> None:
        self._passed += len(piece)
        self._writer.write(piece)
        await self._writer.drain()


class Cut(Wire):
    """Ends in the middle as if all was said."""

    async def _strike(self, piece: bytes, place: int) -> None:
        await self._pass(piece[:place])
        raise BrokenWire


class Reset(Wire):
    """Ends in the middle with a reset."""

    async def _strike(self, piece: bytes, place: int) -> None:
        await self._pass(piece[:place])
        connection: socket.socket = self._writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()
        raise BrokenWire


class Stall(Wire):
    """Falls silent in the middle and keeps the connection open."""

    async def _strike(self, piece: bytes, place: int) -> None:
        await self._pass(piece[:place])
        await asyncio.sleep(FOREVER)


class Delay(Wire):
    """Hesitates before every piece."""

    async def _pass(self, piece: bytes) -> None:
        self.strikes += 1
        await asyncio.sleep(self._chance.random() * 0.03)
        await super()._pass(piece)


class Throttle(Wire):
    """Lets small drops through only."""

    async def _pass(self, piece: bytes) -> None:
        for start in range(0, len(piece), 2048):
            self.strikes += 1
            await asyncio.sleep(0.0005)
            await super()._pass(piece[start : start + 2048])


class Reorder(Wire):
    """Lets two pieces change places."""

    async def _strike(self, piece: bytes, place: int) -> None:
        await self._pass(piece[place:] + piece[:place])


class Corrupt(Wire):
    """Changes one byte."""

    async def _strike(self, piece: bytes, place: int) -> None:
        changed = piece[place] ^ self._chance.randrange(1, 256)
        await self._pass(piece[:place] + bytes([changed]) + piece[place + 1 :])


class Duplicate(Wire):
    """Sends a piece twice."""

    async def _strike(self, piece: bytes, place: int) -> None:
        await self._pass(piece + piece[place:])


FAULTS: Mapping[str, type[Wire]] = {
    "cut": Cut,
    "reset": Reset,
    "stalled": Stall,
    "delayed": Delay,
    "throttled": Throttle,
    "reordered": Reorder,
    "corrupted": Corrupt,
    "duplicated": Duplicate,
}
"""What may happen on the way, by the name that the table shows."""


class Proxy:
    """Stands between the library and a server.

    Attributes:
        url: Where it listens.
        next_wire: Is asked for the kind of each new connection.
        strikes: How often faults have come on connections that have ended.
    """

    def __init__(self, upstream: str, seed: int) -> None:
        host, port = upstream.removeprefix("http://").split(":")
        self._upstream = host, int(port)
        self._chance = random.Random(seed)  # noqa: S311 - faults, no secrets
        self._server: asyncio.Server | None = None
        self._serving: set[asyncio.Task[None] | None] = set()  # the loop itself would forget them
        self.url = ""
        self.strikes = 0
        self.next_wire: Callable[[random.Random], type[Wire]] = lambda _chance: Wire

    async def start(self) -> None:
        """Listen on a free port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"

    async def stop(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        self._serving.add(task)
        wire = self.next_wire(self._chance)(writer, random.Random(self._chance.random()))  # noqa: S311 - see above
        with suppress(ConnectionError, BrokenWire, asyncio.CancelledError):
            upstream_reader, upstream_writer = await asyncio.open_connection(*self._upstream)
            asking = asyncio.create_task(_pass_on(reader, upstream_writer))
            try:
                while piece := await upstream_reader.read(PIECE):
                    await wire.send(piece)
            finally:
                asking.cancel()
                upstream_writer.close()
        self.strikes += wire.strikes
        writer.close()
        self._serving.discard(task)


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while piece := await reader.read(PIECE):
            writer.write(piece)
            await writer.drain()
        writer.close()  # the client hung up


@contextmanager
def proxy_in(loop: Loop, upstream: str, seed: int) -> Iterator[Proxy]:
    """A proxy that listens until the block ends."""
    proxy = Proxy(upstream, seed)
    loop.run(proxy.start())
    try:
        yield proxy
    finally:
        loop.run(proxy.stop())
