"""An honest API and storage in one: the link of a message N leads to the file `N.bin`."""

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from bench.torture.loop import Loop

TOKEN = "bde035edae3fc00bc116bd112297908d8145e5ba8decc5d884"  # noqa: S105 - the documentation's
CHAT = "79000001234@c.us"
INSTANCE = 1101000001


def surroundings(url: str, instance: int = INSTANCE) -> dict[str, str]:
    """The environment in which the command finds its instance."""
    return os.environ | {
        "GREEN_API_URL": url,
        "GREEN_API_ID_INSTANCE": str(instance),
        "GREEN_API_TOKEN_INSTANCE": TOKEN,
    }


@dataclass(frozen=True)
class Message:
    """A message with a file.

    Attributes:
        id_message: Its id.
        source: The file as it is on the storage.
    """

    id_message: str
    source: Path

    @property
    def name(self) -> str:
        """The name under which the library saves the file when it is told none."""
        return self.source.name


def make_messages(folder: Path, sizes: list[int], seed: int) -> list[Message]:
    """Messages with files of these sizes, the same ones for the same seed."""
    numbers = random.Random(seed)  # noqa: S311 - contents to compare, no secrets
    messages: list[Message] = []
    folder.mkdir(parents=True, exist_ok=True)
    for size in sizes:
        id_message = f"{numbers.getrandbits(128):032X}"
        source = folder / f"{id_message}.bin"
        source.write_bytes(numbers.randbytes(size))
        messages.append(Message(id_message, source))
    return messages


class Origin:
    """Answers calls with links and links with files.

    Attributes:
        files: The folder that is served.
        links_to: The address that the links lead to, without a slash at the end.
        url: Where it listens.
    """

    def __init__(self, files: Path) -> None:
        self.files = files
        self.links_to = ""
        self.url = ""
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen on a free port."""
        app = web.Application()
        app.router.add_post("/{instance}/downloadFile/{token}", self._link)
        app.router.add_static("/files", self.files)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = self.links_to = f"http://127.0.0.1:{port}"

    async def stop(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _link(self, request: web.Request) -> web.Response:
        body = await request.json()
        return web.json_response({"downloadUrl": f"{self.links_to}/files/{body['idMessage']}.bin"})


@contextmanager
def origin_in(loop: Loop, files: Path) -> Iterator[Origin]:
    """An origin that listens until the block ends."""
    files.mkdir(parents=True, exist_ok=True)
    origin = Origin(files)
    loop.run(origin.start())
    try:
        yield origin
    finally:
        loop.run(origin.stop())
