"""Hostile names, wherever they come from, become harmless ones inside the directory."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from itertools import cycle
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from green_api_files import AsyncGreenApi, GreenApi
from tests.files.conftest import CHAT
from tests.security.hostile_names import DEVICES, hostile_names
from tests.support.byte_server import StoredFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.files.conftest import Caller
    from tests.support.byte_server import ByteServer, Got, Wire

    Behaviour = Callable[[Got, Wire], None]

pytestmark = pytest.mark.slow

NAMES = hostile_names()
CONTENT = b"content"
# What no file system and no shell takes for a part of a name.
FORBIDDEN = {*'/\\<>:"|?*', *map(chr, range(32)), *map(chr, range(127, 160))}


class Everywhere(dict[str, "Behaviour"]):
    """The file is behind every path, as HTTP clients shorten paths that hold dots."""

    def get(self, key: str, default: Behaviour | None = None) -> Behaviour:  # type: ignore[override] # there is always one
        return super().get(key) or default or StoredFile(CONTENT)


def test_the_corpus_is_large_enough() -> None:
    assert len(NAMES) >= 500


def assert_harmless(path: Path, directory: Path) -> None:
    assert path.parent == directory
    assert not path.is_symlink()
    name = path.name
    assert name.isprintable()
    assert not FORBIDDEN & set(name)
    assert 1 <= len(name.encode()) <= 255
    assert name == name.strip(" .")
    assert not name.startswith(("-", "~"))
    assert name.partition(".")[0].rstrip(" ").upper() not in DEVICES
    assert path.read_bytes() == CONTENT


def by_the_webhook(name: str, _server: ByteServer) -> str | None:
    return name


def by_a_header_of_the_storage(name: str, server: ByteServer) -> str | None:
    # The encoded form of RFC 6266 can hold what no header can hold as it is.
    encoded = quote(name.encode("utf-8", "surrogatepass")[:1_000], safe="")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{encoded}"}
    server.put("/file", StoredFile(CONTENT, headers=headers))
    server.links = defaultdict(lambda: "/file")
    return None


def by_the_link(name: str, server: ByteServer) -> str | None:
    encoded = quote(name.encode("utf-8", "surrogatepass")[:1_000], safe="")
    server.links = defaultdict(lambda: f"/files/{encoded}")
    return None


def save_every_name(caller: Caller, server: ByteServer, directory: Path) -> list[Path]:
    """Save a file for every name, each name on one of the ways by which names come."""
    server.behaviours = Everywhere()

    def orders() -> Iterator[tuple[str, str | None]]:
        ways = cycle([by_the_webhook, by_a_header_of_the_storage, by_the_link])
        for number, (name, way) in enumerate(zip(NAMES, ways, strict=False)):
            yield f"{number:032X}", way(name, server)

    if not caller.is_async:
        with GreenApi(**caller.settings) as api:
            return [api.save_file(CHAT, id_, to=directory, name=name) for id_, name in orders()]

    async def run() -> list[Path]:
        async with AsyncGreenApi(**caller.settings) as api:
            return [
                await api.save_file(CHAT, id_, to=directory, name=name) for id_, name in orders()
            ]

    return asyncio.run(run())


def test_no_name_leads_out_of_the_directory(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    directory = tmp_path / "a" / "b" / "inbox"
    paths = save_every_name(caller, server, directory)
    for path in paths:
        assert_harmless(path, directory)
    assert set(paths) == set(directory.iterdir())
    assert len(set(paths)) == len(NAMES)
    around = {path for path in tmp_path.rglob("*") if directory not in path.parents}
    assert around == {tmp_path / "a", tmp_path / "a" / "b", directory}
