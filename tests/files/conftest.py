"""Both clients behind one face, so that every case runs on each of them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from green_api_files import AsyncGreenApi, GreenApi, Retry
from tests.support.byte_server import ByteServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from green_api_client.models import FileLink

TOKEN = "c0ffee0ddba11cafe5eed0facade5ca1ab1e0feedface1deca"
CHAT = "79001234567@c.us"
MESSAGE = "A322F800D3F12CD4858CC947DAFB77A2"
QUICK = Retry(first_delay=0.01, longest_delay=0.02)


@dataclass(frozen=True)
class Caller:
    """One of the two clients, opened anew for every call."""

    is_async: bool
    settings: dict[str, Any]

    def having(self, **settings: Any) -> Caller:
        """The same caller with other settings."""
        return replace(self, settings=self.settings | settings)

    def link(self, chat_id: str = CHAT, id_message: str = MESSAGE) -> FileLink:
        """Call `download_file`."""
        if not self.is_async:
            with GreenApi(**self.settings) as api:
                return api.download_file(chat_id, id_message)

        async def run() -> FileLink:
            async with AsyncGreenApi(**self.settings) as api:
                return await api.download_file(chat_id, id_message)

        return asyncio.run(run())

    def save(self, to: Path, id_message: str = MESSAGE, **options: Any) -> Path:
        """Call `save_file`."""
        return self.save_all(to, [id_message], **options)[0]

    def save_all(self, to: Path, ids: list[str], **options: Any) -> list[Path]:
        """Call `save_file` for one message after the other with the same client."""
        if not self.is_async:
            with GreenApi(**self.settings) as api:
                return [api.save_file(CHAT, one, to=to, **options) for one in ids]

        async def run() -> list[Path]:
            async with AsyncGreenApi(**self.settings) as api:
                return [await api.save_file(CHAT, one, to=to, **options) for one in ids]

        return asyncio.run(run())

    def fetch(self, **options: Any) -> Fetched:
        """Call `fetch` and read everything."""
        if not self.is_async:
            with GreenApi(**self.settings) as api, api.fetch(CHAT, MESSAGE, **options) as file:
                return Fetched(file.name, file.size, file.content_type, list(file))

        async def run() -> Fetched:
            async with (
                AsyncGreenApi(**self.settings) as api,
                api.fetch(CHAT, MESSAGE, **options) as file,
            ):
                known = file.name, file.size, file.content_type
                return Fetched(*known, [piece async for piece in file])

        return asyncio.run(run())


@dataclass(frozen=True)
class Fetched:
    """What `fetch` gave."""

    name: str
    size: int | None
    content_type: str
    pieces: list[bytes]

    @property
    def data(self) -> bytes:
        """All bytes."""
        return b"".join(self.pieces)


@pytest.fixture
def server() -> Iterator[ByteServer]:
    """A server that plays the API and the storage."""
    with ByteServer() as server:
        yield server


@pytest.fixture(params=["threads", "tasks"])
def caller(request: pytest.FixtureRequest, server: ByteServer) -> Caller:
    """Each of the two clients, against the byte server, with retries that lose no time."""
    settings = {
        "id_instance": 1101000001,
        "api_token_instance": TOKEN,
        "api_url": server.url,
        "retry": QUICK,
        "requests_per_second": None,
        "timeout": 20.0,
    }
    return Caller(request.param == "tasks", settings)
