"""From a link to a finished file, over a storage that does everything wrong."""

from __future__ import annotations

import gzip
import hashlib
import os
import threading
import time
import zlib
from email.utils import formatdate
from typing import TYPE_CHECKING

import pytest

from green_api_files import (
    ChecksumMismatchError,
    DownloadError,
    FileTooLargeError,
    LinkExpiredError,
    SaveError,
    SettingsError,
    SizeMismatchError,
    StorageConnectionError,
    StorageStatusError,
    StorageTimeoutError,
    UnexpectedEncodingError,
)
from green_api_files._file.transfer import Transfer
from tests.files.conftest import QUICK
from tests.support.byte_server import Got, StoredFile, Wire, answering, in_turn, link_to

if TYPE_CHECKING:
    from pathlib import Path

    from tests.files.conftest import Caller
    from tests.support.byte_server import ByteServer

DATA = os.urandom(700_001)


def names(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir()) if directory.exists() else []


def test_a_file_is_saved_as_it_is(caller: Caller, server: ByteServer, tmp_path: Path) -> None:
    server.put("/file", StoredFile(DATA, content_type="image/png"))
    path = caller.save(tmp_path / "new" / "inbox")
    assert path == tmp_path / "new" / "inbox" / "file.png"
    assert path.read_bytes() == DATA
    assert names(path.parent) == ["file.png"]


def test_an_empty_file_is_saved(caller: Caller, server: ByteServer, tmp_path: Path) -> None:
    server.put("/file", StoredFile(b""))
    assert caller.save(tmp_path).read_bytes() == b""


def test_a_chunked_body_is_saved(caller: Caller, server: ByteServer, tmp_path: Path) -> None:
    def chunked(_: Got, wire: Wire) -> None:
        wire.head(200, [("Transfer-Encoding", "chunked")])
        for start in range(0, len(DATA), 100_000):
            part = DATA[start : start + 100_000]
            wire.send(b"%x\r\n%s\r\n" % (len(part), part))
        wire.send(b"0\r\n\r\n")

    server.put("/file", chunked)
    assert caller.save(tmp_path).read_bytes() == DATA


def test_a_body_that_ends_with_the_connection_is_saved(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    def close_delimited(_: Got, wire: Wire) -> None:
        wire.head(200, [("Connection", "close")])
        wire.send(DATA)
        wire.hang_up()

    server.put("/file", close_delimited)
    assert caller.save(tmp_path).read_bytes() == DATA


def test_a_broken_connection_is_resumed_where_it_broke(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    server.put("/file", StoredFile(DATA, cuts=[200_000, 300_000]))
    assert caller.save(tmp_path).read_bytes() == DATA
    first, second, third = server.file_requests
    assert "range" not in first.headers
    assert (second.range_start, third.range_start) == (200_000, 500_000)
    assert second.headers["if-range"] == '"v1"'


def test_a_reset_connection_is_resumed(caller: Caller, server: ByteServer, tmp_path: Path) -> None:
    def reset_half_way(_: Got, wire: Wire) -> None:
        wire.head(200, [("Content-Length", str(len(DATA))), ("ETag", '"v1"')])
        wire.send(DATA[:300_000])
        wire.reset()

    server.put("/file", in_turn(reset_half_way, StoredFile(DATA)))
    assert caller.save(tmp_path).read_bytes() == DATA


def test_a_storage_without_ranges_is_read_from_the_start(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    server.put("/file", StoredFile(DATA, honours_range=False, cuts=[400_000]))
    assert caller.save(tmp_path).read_bytes() == DATA


def test_a_file_that_changed_meanwhile_is_read_from_the_start(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    other = os.urandom(500_000)
    server.put("/file", in_turn(StoredFile(DATA, cuts=[400_000]), StoredFile(other, etag='"v2"')))
    assert caller.save(tmp_path).read_bytes() == other


def test_a_part_of_another_version_is_not_used(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    # It ignores If-Range and sends the rest of what is there now.
    other = os.urandom(len(DATA))

    def rest_of_another(got: Got, wire: Wire) -> None:
        part = other[got.range_start :]
        total = f"bytes {got.range_start}-{len(other) - 1}/{len(other)}"
        wire.answer(206, [("Content-Range", total), ("ETag", '"v2"')], part)

    server.put(
        "/file",
        in_turn(StoredFile(DATA, cuts=[400_000]), rest_of_another, StoredFile(other, etag='"v2"')),
    )
    assert caller.save(tmp_path).read_bytes() == other


@pytest.mark.parametrize("offset", [-5, 5])
def test_a_part_from_the_wrong_place_is_not_used(
    caller: Caller, server: ByteServer, tmp_path: Path, offset: int
) -> None:
    # Nobody tells how long the file is, so that only the place of the part can be wrong.
    def begin(_: Got, wire: Wire) -> None:
        wire.head(200, [("Transfer-Encoding", "chunked"), ("ETag", '"v1"')])
        wire.send(b"%x\r\n%b\r\n" % (400_000, DATA[:400_000]))
        wire.reading.wait_for(400_000)
        wire.hang_up()

    def from_the_wrong_place(got: Got, wire: Wire) -> None:
        start = got.range_start + offset
        place = f"bytes {start}-{len(DATA) - 1}/*"
        wire.answer(206, [("Content-Range", place), ("ETag", '"v1"')], DATA[start:])

    server.put("/file", in_turn(begin, from_the_wrong_place, StoredFile(DATA)))
    assert caller.save(tmp_path).read_bytes() == DATA
    assert server.file_requests[1].range_start == 400_000


def test_a_range_that_cannot_be_satisfied_starts_the_file_anew(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    shorter = DATA[:1000]
    server.put(
        "/file",
        in_turn(StoredFile(DATA, cuts=[400_000]), answering(416), StoredFile(shorter, etag='"2"')),
    )
    assert caller.save(tmp_path).read_bytes() == shorter


@pytest.mark.parametrize("etag", ['W/"v1"', None])
def test_without_a_strong_validator_nothing_is_resumed(
    caller: Caller, server: ByteServer, tmp_path: Path, etag: str | None
) -> None:
    server.put("/file", StoredFile(DATA, etag=etag, cuts=[400_000]))
    assert caller.save(tmp_path).read_bytes() == DATA
    assert "range" not in server.file_requests[1].headers


@pytest.mark.parametrize(("age", "resumes"), [(3600, True), (0, False)])
def test_a_date_validates_only_if_it_is_older_than_its_second(
    caller: Caller, server: ByteServer, tmp_path: Path, age: int, *, resumes: bool
) -> None:
    now = time.time()
    dates = {
        "Last-Modified": formatdate(now - age, usegmt=True),
        "Date": formatdate(now, usegmt=True),
    }
    server.put("/file", StoredFile(DATA, etag=None, headers=dates, cuts=[400_000]))
    assert caller.save(tmp_path).read_bytes() == DATA
    assert ("range" in server.file_requests[1].headers) is resumes


def test_a_file_that_becomes_empty_leaves_no_old_bytes(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    server.put("/file", in_turn(StoredFile(DATA, cuts=[400_000]), StoredFile(b"", etag='"2"')))
    assert caller.save(tmp_path).read_bytes() == b""


def test_progress_resets_the_count_of_failures(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    server.put("/file", StoredFile(DATA, cuts=[60_000] * 10))
    assert caller.save(tmp_path).read_bytes() == DATA
    assert len(server.file_requests) == 11


def test_without_progress_it_gives_up_and_leaves_nothing(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    server.put("/file", StoredFile(DATA, honours_range=False, cuts=[1000] * 100))
    with pytest.raises(StorageConnectionError):
        caller.save(tmp_path)
    assert len(server.file_requests) == 4
    assert names(tmp_path) == []


def test_a_trickle_of_progress_comes_to_an_end(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    server.put("/file", StoredFile(DATA, cuts=[1] * 1000))
    with pytest.raises(StorageConnectionError):
        caller.save(tmp_path)
    assert len(server.file_requests) == 50


def test_retries_can_be_switched_off(caller: Caller, server: ByteServer, tmp_path: Path) -> None:
    server.put("/file", StoredFile(DATA, cuts=[1000]))
    with pytest.raises(StorageConnectionError):
        caller.having(retry=None).save(tmp_path)
    assert len(server.file_requests) == 1
    assert names(tmp_path) == []


def test_a_short_body_is_noticed(caller: Caller, server: ByteServer, tmp_path: Path) -> None:
    def short(_: Got, wire: Wire) -> None:
        wire.head(200, [("Content-Length", "1000")])
        wire.send(b"x" * 999)
        wire.hang_up()

    server.put("/file", short)
    with pytest.raises(StorageConnectionError):
        caller.save(tmp_path)
    assert names(tmp_path) == []


def test_more_than_a_part_announces_is_noticed(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    def too_much(got: Got, wire: Wire) -> None:
        rest = DATA[got.range_start :] + b"more"
        total = f"bytes {got.range_start}-{len(DATA) - 1}/{len(DATA)}"
        wire.answer(206, [("Content-Range", total), ("ETag", '"v1"')], rest)

    server.put("/file", in_turn(StoredFile(DATA, cuts=[400_000]), too_much, StoredFile(DATA)))
    assert caller.save(tmp_path).read_bytes() == DATA

    cut = StoredFile(DATA, cuts=[400_000] * 100)
    server.put("/file", lambda got, wire: (too_much if got.range_start else cut)(got, wire))
    with pytest.raises(DownloadError):
        caller.save(tmp_path / "again")
    assert names(tmp_path / "again") == []


def test_a_silent_storage_is_given_up_in_time(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    def stall(_: Got, wire: Wire) -> None:
        wire.head(200, [("Content-Length", "1000")])
        wire.send(b"x" * 10)
        wire.wait()

    server.put("/file", stall)
    with pytest.raises(StorageTimeoutError):
        caller.having(timeout=0.2, retry=None).save(tmp_path)
    assert names(tmp_path) == []


def test_a_stalled_body_is_resumed(caller: Caller, server: ByteServer, tmp_path: Path) -> None:
    def stall(_: Got, wire: Wire) -> None:
        wire.head(200, [("Content-Length", str(len(DATA))), ("ETag", '"v1"')])
        wire.send(DATA[:1000])
        wire.wait()

    server.put("/file", in_turn(stall, StoredFile(DATA)))
    assert caller.having(timeout=0.3).save(tmp_path).read_bytes() == DATA
    assert server.file_requests[1].range_start == 1000


def test_an_endless_trickle_ends_with_the_time_limit(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    def trickle(_: Got, wire: Wire) -> None:
        wire.head(200, [("Content-Length", "100000")])
        for _second in range(600):
            wire.send(b"x")
            wire.wait(0.05)

    server.put("/file", trickle)
    with pytest.raises(StorageTimeoutError):
        caller.save(tmp_path, time_limit=2.0)
    assert names(tmp_path) == []


def test_an_endless_body_ends_with_max_bytes(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    def endless(_: Got, wire: Wire) -> None:
        wire.head(200)
        while True:
            wire.send(DATA)

    server.put("/file", endless)
    with pytest.raises(FileTooLargeError) as caught:
        caller.save(tmp_path, max_bytes=5_000_000)
    assert caught.value.size is None
    assert names(tmp_path) == []


def test_an_announced_size_over_max_bytes_is_not_read(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    server.put("/file", StoredFile(DATA))
    with pytest.raises(FileTooLargeError, match=f": {len(DATA)} bytes") as caught:
        caller.save(tmp_path, max_bytes=len(DATA) - 1)
    assert caught.value.size == len(DATA)
    assert len(server.file_requests) == 1
    assert caller.save(tmp_path, max_bytes=len(DATA)).read_bytes() == DATA


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "deflate"])
def test_a_compressed_file_is_unpacked(
    caller: Caller, server: ByteServer, tmp_path: Path, encoding: str
) -> None:
    packed = zlib.compress(DATA) if encoding == "deflate" else gzip.compress(DATA)
    server.put("/file", StoredFile(packed, headers={"Content-Encoding": encoding}, cuts=[300_000]))
    assert caller.save(tmp_path).read_bytes() == DATA
    assert server.file_requests[0].headers["accept-encoding"] == "identity"


def test_several_gzip_members_are_one_file(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    packed = gzip.compress(DATA[:1000]) + gzip.compress(DATA[1000:])
    server.put("/file", StoredFile(packed, headers={"Content-Encoding": "gzip"}))
    assert caller.save(tmp_path).read_bytes() == DATA


def test_a_decompression_bomb_ends_with_max_bytes(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    bomb = gzip.compress(bytes(50_000_000))
    server.put("/file", StoredFile(bomb, headers={"Content-Encoding": "gzip"}))
    with pytest.raises(FileTooLargeError):
        caller.save(tmp_path, max_bytes=1_000_000)
    assert names(tmp_path) == []


@pytest.mark.parametrize(("encoding", "data"), [("br", b"abc"), ("gzip", b"not gzip at all")])
def test_what_cannot_be_unpacked_is_refused(
    caller: Caller, server: ByteServer, tmp_path: Path, encoding: str, data: bytes
) -> None:
    server.put("/file", StoredFile(data, headers={"Content-Encoding": encoding}))
    with pytest.raises(UnexpectedEncodingError):
        caller.save(tmp_path)
    assert names(tmp_path) == []


def test_a_compressed_file_that_ends_early_is_noticed(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    server.put("/file", StoredFile(gzip.compress(DATA)[:-9], headers={"Content-Encoding": "gzip"}))
    with pytest.raises(SizeMismatchError):
        caller.save(tmp_path)
    assert names(tmp_path) == []


@pytest.mark.parametrize("status", [403, 404, 410])
def test_an_expired_link_is_renewed_once_and_the_file_goes_on(
    caller: Caller, server: ByteServer, tmp_path: Path, status: int
) -> None:
    server.put("/old", in_turn(StoredFile(DATA, cuts=[300_000]), answering(status)))
    server.put("/new", StoredFile(DATA))
    server.api_answers = [link_to(server.url + "/old"), link_to(server.url + "/new")]
    assert caller.save(tmp_path).read_bytes() == DATA
    assert len(server.api_requests) == 2
    assert server.file_requests[-1].range_start == 300_000


def test_a_fresh_link_that_is_expired_too_ends_it(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    server.put("/file", answering(403))
    with pytest.raises(LinkExpiredError) as caught:
        caller.save(tmp_path)
    assert caught.value.status == 403
    assert len(server.api_requests) == 2
    assert names(tmp_path) == []


def test_a_storage_that_fails_for_a_while_is_asked_again(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    server.put("/file", in_turn(answering(503), answering(500), StoredFile(DATA)))
    assert caller.save(tmp_path).read_bytes() == DATA


def test_a_storage_may_say_how_long_to_wait(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    server.put("/file", in_turn(answering(429, retry_after="1"), StoredFile(DATA)))
    started = time.monotonic()
    assert caller.save(tmp_path).read_bytes() == DATA
    assert time.monotonic() - started >= 1


def test_what_a_storage_asks_for_holds_for_its_next_answer_only() -> None:
    transfer = Transfer(
        allow_http=False,
        max_bytes=9,
        retry=QUICK,
        time_limit=600,
        silence=60,
        restartable=True,
        id_message="A" * 16,
    )
    transfer.use_link("https://h/a")
    with pytest.raises(StorageStatusError) as caught:
        transfer.answered(503, {"retry-after": "30"})
    assert transfer.failed(caught.value) == 30
    assert transfer.failed(StorageConnectionError("It broke off.")) <= QUICK.longest_delay


def test_the_rest_of_a_refusal_is_not_waited_for(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    def refuse(_: Got, wire: Wire) -> None:
        wire.head(404, [("Content-Length", "1000")])
        wire.send(b"x")
        wire.wait()

    server.put("/file", refuse)
    with pytest.raises(LinkExpiredError):
        caller.having(timeout=5).save(tmp_path, time_limit=5)


@pytest.mark.parametrize("status", [204, 206, 400, 401, 418])
def test_other_statuses_of_the_storage_end_it(
    caller: Caller, server: ByteServer, tmp_path: Path, status: int
) -> None:
    server.put("/file", answering(status))
    with pytest.raises(StorageStatusError) as caught:
        caller.save(tmp_path)
    assert caught.value.status == status
    assert len(server.file_requests) == 1


def test_a_refused_connection_to_the_storage_is_told(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    server.api_answers = [link_to("http://127.0.0.1:9/file")]
    with pytest.raises(StorageConnectionError, match=r"127\.0\.0\.1:9"):
        caller.save(tmp_path)


def test_headers_without_end_are_a_typed_error(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    def endless_headers(_: Got, wire: Wire) -> None:
        wire.send(b"HTTP/1.1 200 OK\r\n")
        for n in range(100_000):
            wire.send(b"X-%d: %s\r\n" % (n, b"x" * 1000))

    server.put("/file", endless_headers)
    with pytest.raises(StorageConnectionError):
        caller.having(retry=None).save(tmp_path)


@pytest.mark.parametrize(
    "answer",
    [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nA", b"HTTP/1.1 302 X\r\nLocation: /fi"],
)
def test_what_is_no_http_is_a_typed_error(
    caller: Caller, server: ByteServer, tmp_path: Path, answer: bytes
) -> None:
    def garbage(_: Got, wire: Wire) -> None:
        wire.send(answer)
        wire.hang_up()

    server.put("/file", garbage)
    with pytest.raises(StorageConnectionError):
        caller.save(tmp_path)
    assert names(tmp_path) == []


def test_a_right_checksum_is_accepted_in_any_case(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    server.put("/file", StoredFile(DATA, honours_range=False, cuts=[400_000]))
    digest = hashlib.sha256(DATA).hexdigest()
    assert caller.save(tmp_path, sha256=digest.upper()).read_bytes() == DATA


def test_a_wrong_checksum_leaves_nothing(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    server.put("/file", StoredFile(DATA))
    with pytest.raises(ChecksumMismatchError) as caught:
        caller.save(tmp_path, sha256="0" * 64)
    assert caught.value.actual == hashlib.sha256(DATA).hexdigest()
    assert names(tmp_path) == []


def test_a_checksum_that_is_none_is_refused_before_any_request(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    with pytest.raises(SettingsError):
        caller.save(tmp_path, sha256="abc")
    assert server.requests == []


def test_progress_is_told(caller: Caller, server: ByteServer, tmp_path: Path) -> None:
    server.put("/file", StoredFile(DATA))
    told: list[tuple[int, int | None]] = []
    caller.save(tmp_path, progress=lambda received, total: told.append((received, total)))
    assert told[-1] == (len(DATA), len(DATA))
    assert [received for received, _ in told] == sorted(received for received, _ in told)


def test_progress_falls_back_when_the_file_begins_anew(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    server.put("/file", StoredFile(DATA, honours_range=False, cuts=[699_999]))
    told: list[int] = []
    caller.save(tmp_path, progress=lambda received, _: told.append(received))
    assert told != sorted(told)
    assert told[-1] == len(DATA)


def test_a_callback_that_raises_leaves_nothing(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    server.put("/file", StoredFile(DATA))

    def stop(*_: object) -> None:
        raise KeyError("enough")

    with pytest.raises(KeyError, match="enough"):
        caller.save(tmp_path, progress=stop)
    with pytest.raises(KeyError, match="enough"):
        caller.save(tmp_path, record=stop)
    assert names(tmp_path) == []


def test_the_record_is_kept_before_the_file_appears(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    server.put("/file", StoredFile(DATA))
    seen: list[tuple[str, int, str, bool]] = []
    caller.save(
        tmp_path,
        name="a.bin",
        record=lambda r: seen.append((r.name, r.size, r.sha256, (tmp_path / r.name).exists())),
    )
    assert seen == [("a.bin", len(DATA), hashlib.sha256(DATA).hexdigest(), False)]


def test_nothing_is_overwritten(caller: Caller, server: ByteServer, tmp_path: Path) -> None:
    server.put("/file", StoredFile(DATA))
    (tmp_path / "a.bin").write_bytes(b"mine")
    paths = caller.save_all(tmp_path, ["A" * 16, "B" * 16, "C" * 16], name="a.bin")
    assert [path.name for path in paths] == ["a (2).bin", "a (3).bin", "a (4).bin"]
    assert (tmp_path / "a.bin").read_bytes() == b"mine"
    assert all(path.read_bytes() == DATA for path in paths)


def test_a_file_is_overwritten_when_asked(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    server.put("/file", StoredFile(DATA))
    (tmp_path / "a.bin").write_bytes(b"old")
    assert caller.save(tmp_path, name="a.bin", overwrite=True) == tmp_path / "a.bin"
    assert (tmp_path / "a.bin").read_bytes() == DATA
    assert names(tmp_path) == ["a.bin"]


def test_a_failure_does_not_touch_the_file_to_overwrite(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    server.put("/file", StoredFile(DATA, cuts=[5]))
    (tmp_path / "a.bin").write_bytes(b"old")
    with pytest.raises(StorageConnectionError):
        caller.having(retry=None).save(tmp_path, name="a.bin", overwrite=True)
    assert (tmp_path / "a.bin").read_bytes() == b"old"
    assert names(tmp_path) == ["a.bin"]


def test_a_directory_that_is_a_file_is_told(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    (tmp_path / "inbox").write_text("")
    with pytest.raises(SaveError, match="is a file") as caught:
        caller.save(tmp_path / "inbox")
    assert isinstance(caught.value, OSError)
    assert server.requests == []


def test_a_directory_that_is_removed_meanwhile_is_told(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    target = tmp_path / "inbox"

    def remove(got: Got, wire: Wire) -> None:
        for path in target.iterdir():
            path.unlink()
        target.rmdir()
        StoredFile(DATA)(got, wire)

    server.put("/file", remove)
    with pytest.raises(SaveError, match="inbox"):
        caller.save(target)


def test_a_full_disk_is_told_and_leaves_nothing(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    resource = pytest.importorskip("resource", reason="only Unix limits the size of files")
    server.put("/file", StoredFile(DATA))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(SaveError, match=f"^Could not write to {tmp_path}: ") as caught:
            caller.save(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.errno
    assert names(tmp_path) == []


def test_a_new_file_has_the_usual_permissions(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    server.put("/file", StoredFile(DATA))
    ordinary = tmp_path / "ordinary"
    ordinary.touch()
    assert caller.save(tmp_path / "to").stat().st_mode == ordinary.stat().st_mode


def test_many_threads_may_share_a_client(server: ByteServer, tmp_path: Path) -> None:
    from green_api_files import GreenApi  # noqa: PLC0415 # the twin has a test of its own

    server.put("/file", StoredFile(DATA))
    paths: list[Path] = []
    with GreenApi(1, "secret0000", api_url=server.url, requests_per_second=None) as api:

        def work() -> None:
            paths.append(api.save_file("1@c.us", "A" * 16, to=tmp_path, name="x.bin"))

        threads = [threading.Thread(target=work) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len({path.name for path in paths}) == 16
    assert all(path.read_bytes() == DATA for path in paths)
    assert len(names(tmp_path)) == 16
