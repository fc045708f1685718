"""A source of messages is read ahead by a thread, to its end and no further than is needed."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from green_api_files._command.source import _pieces

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_source_of_many_pieces_is_read_to_its_end(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(os.urandom(1_000_000))
    assert b"".join([piece async for piece in _pieces(str(source))]) == source.read_bytes()


async def test_a_source_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError if sys.platform != "win32" else PermissionError):
        await anext(_pieces(str(tmp_path)))


@pytest.mark.skipif(sys.platform == "win32", reason="has no file without an end")
async def test_who_wants_no_more_ends_the_thread() -> None:
    before = set(threading.enumerate())
    pieces = _pieces("/dev/zero")
    assert await anext(pieces)
    (thread,) = set(threading.enumerate()) - before
    await pieces.aclose()
    async with asyncio.timeout(20):  # against hanging
        await asyncio.to_thread(thread.join, 15)
    assert not thread.is_alive()
