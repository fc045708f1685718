"""Both clients behind one face, so that every case runs on each of them."""

from __future__ import annotations

import asyncio
import os
import shutil
import ssl
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from green_api_files import AsyncGreenApi, GreenApi, GreenApiError, Retry, SavedFile
from green_api_mock.contract.scenarios import scenario_table
from tests.mock.command import running
from tests.mock.example import EXAMPLE
from tests.support.byte_server import ByteServer, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from green_api_client.models import FileLink
    from green_api_mock.plugin import GreenApiMock

TOKEN = "c0ffee0ddba11cafe5eed0facade5ca1ab1e0feedface1deca"
CHAT = "79001234567@c.us"
MESSAGE = "A322F800D3F12CD4858CC947DAFB77A2"
QUICK = Retry(first_delay=0.01, longest_delay=0.02)
TIME_FACTOR = 50  # so that nobody waits for an empty queue


@dataclass(frozen=True)
class Caller:
    """One of the two clients, opened anew for every call."""

    is_async: bool
    settings: dict[str, Any]
    reading: Reading = field(default_factory=Reading)

    def having(self, **settings: Any) -> Caller:
        """The same caller with other settings."""
        return replace(self, settings=self.settings | settings)

    def call(self, method: str, *arguments: Any) -> Any:
        """Call a method."""
        if not self.is_async:
            with GreenApi(**self.settings) as api:
                return getattr(api, method)(*arguments)

        async def run() -> Any:
            async with AsyncGreenApi(**self.settings) as api:
                return await getattr(api, method)(*arguments)

        return asyncio.run(run())

    def link(self, chat_id: str = CHAT, id_message: str = MESSAGE) -> FileLink:
        """Call `download_file`."""
        link: FileLink = self.call("download_file", chat_id, id_message)
        return link

    def save(self, to: Path, id_message: str = MESSAGE, **options: Any) -> SavedFile:
        """Call `save_file`."""
        return self.save_all(to, [id_message], **options)[0]

    def save_all(self, to: Path, ids: list[str], **options: Any) -> list[SavedFile]:
        """Call `save_file` for one message after the other with the same client."""
        told = options.pop("progress", None)

        def progress(received: int, total: int | None) -> None:
            self.reading.tell(received)
            if told is not None:
                told(received, total)

        options["progress"] = progress
        if not self.is_async:
            with GreenApi(**self.settings) as api:
                return [api.save_file(CHAT, one, to=to, **options) for one in ids]

        async def run() -> list[SavedFile]:
            async with AsyncGreenApi(**self.settings) as api:
                return [await api.save_file(CHAT, one, to=to, **options) for one in ids]

        return asyncio.run(run())

    def try_all(self, ids: list[str]) -> None:
        """Fetch the file of one message after the other with the same client, come what may."""
        if not self.is_async:
            with GreenApi(**self.settings) as api:
                for one in ids:
                    with suppress(GreenApiError):
                        api.fetch(CHAT, one).read()
            return

        async def run() -> None:
            async with AsyncGreenApi(**self.settings) as api:
                for one in ids:
                    with suppress(GreenApiError):
                        await api.fetch(CHAT, one).read()

        asyncio.run(run())

    def fetch(self, **options: Any) -> Fetched:
        """Call `fetch` and read everything."""
        if not self.is_async:
            with GreenApi(**self.settings) as api, api.fetch(CHAT, MESSAGE, **options) as file:
                pieces = list(map(self._read(), file))
                return Fetched(file.name, file.size, file.content_type, pieces)

        async def run() -> Fetched:
            async with (
                AsyncGreenApi(**self.settings) as api,
                api.fetch(CHAT, MESSAGE, **options) as file,
            ):
                known, read = (file.name, file.size, file.content_type), self._read()
                return Fetched(*known, [read(piece) async for piece in file])

        return asyncio.run(run())

    def _read(self) -> Callable[[bytes], bytes]:
        """What tells of each piece of one stream, and gives it back."""
        position = 0

        def read(piece: bytes) -> bytes:
            nonlocal position
            position += len(piece)
            self.reading.tell(position)
            return piece

        return read


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


def settings_for(url: str, **more: Any) -> dict[str, Any]:
    """Arguments of a client whose retries lose no time and whose rate is not limited."""
    return {
        "id_instance": 1101000001,
        "api_token_instance": TOKEN,
        "api_url": url,
        "retry": QUICK,
        "requests_per_second": None,
        "timeout": 20.0,
        **more,
    }


@pytest.fixture(params=["threads", "tasks"])
def caller(request: pytest.FixtureRequest, server: ByteServer) -> Caller:
    """Each of the two clients, against the byte server, with retries that lose no time."""
    server.reading.begin()
    return Caller(request.param == "tasks", settings_for(server.url), server.reading)


@pytest.fixture(params=["threads", "tasks"])
def mock_caller(request: pytest.FixtureRequest, green_api_mock: GreenApiMock) -> Caller:
    """Each of the two clients, against the mock."""
    return Caller(request.param == "tasks", settings_for(green_api_mock.url))


@pytest.fixture(scope="session")
def quick_mock() -> Iterator[str]:
    """The address of a mock whose time runs fast: of our own, or that ``QUICK_MOCK_URL`` names."""
    if given := os.environ.get("QUICK_MOCK_URL"):
        yield given
        return
    with running("--time-factor", str(TIME_FACTOR)) as command:
        yield command.url


@cache
def _scenarios() -> list[Any]:
    return list(scenario_table(EXAMPLE.contract))


def scenario(name: str) -> str:
    """The id of the message that the mock answers with this scenario of the contract."""
    found = next(row for row in _scenarios() if row["name"] == name)
    return str(found["when"]["idMessage"])


@dataclass(frozen=True)
class Certificate:
    """A certificate of this machine that nobody has signed."""

    path: Path
    server_context: ssl.SSLContext


@pytest.fixture
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate for 127.0.0.1."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl makes the certificate, and is not on this machine")
    folder = tmp_path_factory.mktemp("certificate")
    path, key = folder / "certificate.pem", folder / "key.pem"
    command = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=here"
    files = ["-keyout", str(key), "-out", str(path), "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run([openssl, *command.split(), *files], check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path, key)
    return Certificate(path, context)
