"""Waiting has an end: what a server says, a policy and a file's time limit bound each other."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from green_api_files import RateLimitError, Retry, StorageStatusError
from tests.support.byte_server import Got, StoredFile, Wire, answering, in_turn

if TYPE_CHECKING:
    from pathlib import Path

    from tests.files.conftest import Caller
    from tests.support.byte_server import ByteServer

DATA = os.urandom(700_001)


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited between tries, without the waiting."""
    found: list[float] = []
    sleep = asyncio.sleep
    mine = threading.get_ident()  # the mock of other tests may live in a thread of this process

    def note(seconds: float) -> None:
        found.append(seconds)

    async def note_in_task(seconds: float) -> None:
        if threading.get_ident() != mine:
            await sleep(seconds)
            return
        if seconds:  # 0 lets others run
            found.append(seconds)
        await sleep(0)

    monkeypatch.setattr(time, "sleep", note)
    monkeypatch.setattr(asyncio, "sleep", note_in_task)
    return found


@pytest.mark.parametrize(
    "told",
    [
        *((said, float(said)) for said in ("1", "59", "60")),
        *((said, 60.0) for said in ("61", "86400", "9" * 400)),
        *((said, 0.0) for said in ("", "-5", "1.5", "1e3", "soon", "\u0661")),
        ("Fri, 31 Dec 2999 23:59:59 GMT", 0.0),
    ],
)
def test_a_storage_makes_nobody_wait_longer_than_a_minute(
    caller: Caller, server: ByteServer, tmp_path: Path, pauses: list[float], told: tuple[str, float]
) -> None:
    said, waited = told

    def refuse(_: Got, wire: Wire) -> None:
        text = said.encode()
        wire.send(b"HTTP/1.1 503 X\r\nContent-Length: 0\r\nRetry-After: " + text + b"\r\n\r\n")

    server.put("/file", in_turn(refuse, StoredFile(DATA)))
    assert caller.save(tmp_path).read_bytes() == DATA
    assert len(pauses) == 1
    assert waited <= pauses[0] <= waited + 0.02


def test_a_pause_that_ends_after_the_time_limit_does_not_begin(
    caller: Caller, server: ByteServer, tmp_path: Path, pauses: list[float]
) -> None:
    server.put("/file", answering(503, retry_after="30"))
    with pytest.raises(StorageStatusError):
        caller.save(tmp_path, time_limit=20)
    assert (pauses, len(server.file_requests)) == ([], 1)


# After the first failure of the API half a minute to a minute.
PATIENT = Retry(tries=9, first_delay=60.0, longest_delay=60.0)


def test_a_pause_of_the_api_that_ends_after_the_time_limit_does_not_begin(
    caller: Caller, server: ByteServer, tmp_path: Path, pauses: list[float]
) -> None:
    server.api_answers = [answering(429)] * 9
    with pytest.raises(RateLimitError):
        caller.having(retry=replace(PATIENT, total=3600.0)).save(tmp_path, time_limit=20)
    assert (pauses, len(server.api_requests)) == ([], 1)


def test_a_pause_of_the_api_that_ends_after_the_policy_does_not_begin(
    caller: Caller, server: ByteServer, pauses: list[float]
) -> None:
    server.api_answers = [answering(429)] * 9
    with pytest.raises(RateLimitError):
        caller.having(retry=replace(PATIENT, total=20.0)).link()
    assert (pauses, len(server.api_requests)) == ([], 1)


def test_the_rest_of_a_file_of_another_size_is_not_used(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    def rest_of_a_shorter_one(got: Got, wire: Wire) -> None:
        size = len(DATA) - 1
        place = f"bytes {got.range_start}-{size - 1}/{size}"
        headers = [("Content-Range", place), ("ETag", '"v1"')]
        wire.answer(206, headers, DATA[got.range_start : size])

    cut = StoredFile(DATA, cuts=[400_000])
    server.put("/file", in_turn(cut, rest_of_a_shorter_one, StoredFile(DATA)))
    assert caller.save(tmp_path).read_bytes() == DATA
    assert [got.range_start for got in server.file_requests] == [0, 400_000, 0]
