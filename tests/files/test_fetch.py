"""The bytes of a file without a file: as a stream or at once."""

from __future__ import annotations

import asyncio
import hashlib
import os
import threading
from typing import TYPE_CHECKING, Any

import pytest

from green_api_files import (
    AsyncFileStream,
    AsyncGreenApi,
    ChecksumMismatchError,
    FileChangedError,
    FileNotInMessageError,
    FileStream,
    FileTooLargeError,
    GreenApi,
    SettingsError,
)
from tests.files.conftest import CHAT, MESSAGE, TOKEN, Caller, scenario
from tests.support.byte_server import Got, StoredFile, Wire, in_turn

if TYPE_CHECKING:
    from collections.abc import Callable

    from green_api_mock.plugin import GreenApiMock
    from tests.support.byte_server import ByteServer

DATA = os.urandom(900_000)


def test_what_is_known_of_a_file(caller: Caller, server: ByteServer) -> None:
    server.put("/file", StoredFile(DATA, content_type="image/png"))
    fetched = caller.fetch()
    assert fetched.data == DATA
    assert (fetched.name, fetched.size, fetched.content_type) == (
        "file.png",
        len(DATA),
        "image/png",
    )
    assert len(fetched.pieces) > 1


def test_what_a_storage_does_not_tell_is_unknown(caller: Caller, server: ByteServer) -> None:
    def tell_nothing(_: Got, wire: Wire) -> None:
        wire.head(200)
        wire.send(DATA)
        wire.hang_up()

    server.put("/file", tell_nothing)
    fetched = caller.fetch()
    assert (fetched.size, fetched.content_type, fetched.data) == (None, "", DATA)


def test_an_empty_file_has_no_pieces(caller: Caller, server: ByteServer) -> None:
    server.put("/file", StoredFile(b""))
    assert caller.fetch().pieces == []


def test_a_broken_stream_is_resumed_without_a_trace(caller: Caller, server: ByteServer) -> None:
    server.put("/file", StoredFile(DATA, cuts=[100_000, 500_000]))
    assert caller.fetch().data == DATA


def test_a_storage_without_ranges_is_skipped_through(caller: Caller, server: ByteServer) -> None:
    server.put("/file", StoredFile(DATA, honours_range=False, cuts=[500_000, 400_000]))
    assert caller.fetch().data == DATA


@pytest.mark.parametrize("etag", ['"v2"', None])
def test_a_stream_is_not_put_together_of_two_versions(
    caller: Caller, server: ByteServer, etag: str | None
) -> None:
    server.put("/file", in_turn(StoredFile(DATA, cuts=[500_000]), StoredFile(DATA, etag=etag)))
    with pytest.raises(FileChangedError):
        caller.fetch()


def test_a_stream_is_checked(caller: Caller, server: ByteServer) -> None:
    server.put("/file", StoredFile(DATA))
    assert caller.fetch(sha256=hashlib.sha256(DATA).hexdigest()).data == DATA
    with pytest.raises(ChecksumMismatchError):
        caller.fetch(sha256="0" * 64)
    with pytest.raises(FileTooLargeError):
        caller.fetch(max_bytes=10)


def test_a_stream_that_is_left_early_closes_its_connection(
    caller: Caller, server: ByteServer
) -> None:
    is_left = threading.Event()

    def endless(_: Got, wire: Wire) -> None:
        wire.head(200)
        try:
            while True:
                wire.send(DATA)
        finally:
            is_left.set()

    def leave(stream: FileStream) -> bool:
        with stream as file:
            next(iter(file))
        return is_left.wait(10)

    async def leave_async(stream: AsyncFileStream) -> bool:
        async with stream as file:
            await anext(aiter(file))
        return await asyncio.to_thread(is_left.wait, 10)

    server.put("/file", endless)
    assert use_stream(caller, leave_async if caller.is_async else leave)


def test_everything_at_once(server: ByteServer) -> None:
    server.put("/file", StoredFile(DATA))
    with GreenApi(1, TOKEN, api_url=server.url) as api, api.fetch(CHAT, MESSAGE) as file:
        assert file.read() == DATA
        assert file.read() == b""


def use_stream(caller: Caller, use: Callable[[Any], Any]) -> Any:
    """What `use` makes of a stream; of an asynchronous one it awaits the result."""
    if not caller.is_async:
        with GreenApi(**caller.settings) as api:
            return use(api.fetch(CHAT, MESSAGE))

    async def run() -> Any:
        async with AsyncGreenApi(**caller.settings) as api:
            return await use(api.fetch(CHAT, MESSAGE))

    return asyncio.run(run())


def test_a_stream_can_be_read_without_its_with(caller: Caller, server: ByteServer) -> None:
    server.put("/file", StoredFile(DATA))

    async def iterate(file: AsyncFileStream) -> bytes:
        return b"".join([piece async for piece in file])

    assert use_stream(caller, lambda file: file.read()) == DATA
    assert use_stream(caller, iterate if caller.is_async else b"".join) == DATA


def test_a_stream_goes_on_where_reading_it_stopped(caller: Caller, server: ByteServer) -> None:
    server.put("/file", StoredFile(DATA))

    def two_parts(file: FileStream) -> bytes:
        with file:
            return next(iter(file)) + file.read()

    async def two_parts_async(file: AsyncFileStream) -> bytes:
        async with file:
            return await anext(aiter(file)) + await file.read()

    assert use_stream(caller, two_parts_async if caller.is_async else two_parts) == DATA


def test_a_closed_stream_is_not_an_empty_one(caller: Caller, server: ByteServer) -> None:
    server.put("/file", StoredFile(DATA))

    def late(file: FileStream) -> bytes:
        with file:
            pass
        return file.read()

    async def late_async(file: AsyncFileStream) -> bytes:
        async with file:
            pass
        return await file.read()

    with pytest.raises(SettingsError, match="closed: read it inside its `with`"):
        use_stream(caller, late_async if caller.is_async else late)


@pytest.mark.parametrize("what", ["name", "size", "content_type"])
def test_nothing_is_told_of_a_file_that_nobody_asked_for(what: str) -> None:
    with GreenApi(1, TOKEN) as api, pytest.raises(SettingsError, match="before its `with`"):
        getattr(api.fetch(CHAT, MESSAGE), what)


def test_errors_of_the_api_come_on_entering(green_api_mock: GreenApiMock) -> None:
    with GreenApi(1101000001, TOKEN, api_url=green_api_mock.url) as api:
        file = api.fetch(CHAT, scenario("fileNotInMessage"))
        with pytest.raises(FileNotInMessageError):
            file.__enter__()
