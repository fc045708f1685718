"""The log has every notification once, whatever died, was rotated or was full in between."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import stat
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from green_api_files import SaveError
from green_api_files._command.watching import position
from green_api_files._command.watching.lock import NAME as LOCK
from green_api_files._command.watching.lock import TakenError, alone
from green_api_files._command.watching.log import NAME, NotificationLog, Place, value_of

if TYPE_CHECKING:
    from pathlib import Path


def told(number: int, **body: Any) -> bytes:
    return json.dumps({"receiptId": number, "body": body}).encode()


def append(directory: Path, *contents: bytes) -> list[bool]:
    """Open the log, add all, and close it; which of them were new."""
    with closing(NotificationLog(directory)) as log:
        return [log.append(content) is not None for content in contents]


def lines(directory: Path) -> list[bytes]:
    return (directory / NAME).read_bytes().splitlines()


A, B, C, D = (told(number, idMessage=name) for number, name in enumerate("ABCD", 1))


def test_it_has_them_as_they_came(tmp_path: Path) -> None:
    odd = b' {"receiptId": 3, "body": {"text": "\xc3\xa9", "number": 1e400}}'
    assert append(tmp_path, A, B, odd) == [True, True, True]
    assert lines(tmp_path) == [A, B, odd]


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_one_of_several_lines_becomes_one_line(tmp_path: Path, end: bytes) -> None:
    told_in_lines = end.join([b"{", b'"receiptId": 1,', b'"body": {}}'])
    assert append(tmp_path, told_in_lines, told_in_lines) == [True, False]
    assert append(tmp_path, told_in_lines) == [False]
    assert [json.loads(line) for line in lines(tmp_path)] == [{"receiptId": 1, "body": {}}]


@pytest.mark.parametrize(
    ("again", "is_new"),
    [
        (B, False),
        (told(1, idMessage="B"), False),  # numbers may begin anew
        (A, False),  # the vendor sends some twice
        (told(3, idMessage="A", messageData="whole now"), True),
        (told(3, idMessage="A", receiptId=2), True),
    ],
)
def test_what_comes_again_is_there_once(tmp_path: Path, again: bytes, *, is_new: bool) -> None:
    append(tmp_path, A, B, told(3, idMessage="A", receiptId=1))
    assert append(tmp_path, again) == [is_new]


def test_what_has_no_id_is_the_same_only_if_it_comes_again_at_once(tmp_path: Path) -> None:
    quota = told(1, typeWebhook="quotaExceeded")
    assert append(tmp_path, quota, quota) == [True, False]
    assert append(tmp_path, quota, told(2, typeWebhook="quotaExceeded")) == [False, True]
    assert append(tmp_path, quota) == [True]


@pytest.mark.parametrize("torn", [A[:1], C[:-1], C, b"\0\0\0", b"\xff"])
def test_what_was_half_written_is_removed_and_nothing_else(tmp_path: Path, torn: bytes) -> None:
    append(tmp_path, A, B)
    with (tmp_path / NAME).open("ab") as log:
        log.write(torn)
    assert append(tmp_path, C) == [True]
    assert lines(tmp_path) == [A, B, C]


def test_a_log_that_begins_torn_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(A[:5])
    assert append(tmp_path, B) == [True]
    assert lines(tmp_path) == [B]


@pytest.mark.parametrize("is_made_anew", [False, True])
@pytest.mark.parametrize("renamed", [f"{NAME}.1", f"{NAME}-20261126"])
def test_a_renamed_log_is_begun_anew_and_remembered(
    tmp_path: Path, renamed: str, *, is_made_anew: bool
) -> None:
    with closing(NotificationLog(tmp_path)) as log:
        log.append(A)
        (tmp_path / NAME).rename(tmp_path / renamed)
        if is_made_anew:
            (tmp_path / NAME).touch()
        assert log.append(A) is None
        log.append(B)
    assert lines(tmp_path) == [B]
    assert append(tmp_path, A) == [False]


def test_lines_go_on_from_a_place_in_a_renamed_file(tmp_path: Path) -> None:
    with closing(NotificationLog(tmp_path)) as log:
        first, second = log.append(A), log.append(B)
        assert second is not None
        third = log.append(C)
        (tmp_path / NAME).rename(tmp_path / f"{NAME}.1")
        fourth = log.append(D)
        assert fourth is not None
        places = [(start, end) for start, end, _ in log.lines(None)]
        assert places == [first, second, third, fourth]
        assert [line.strip() for *_, line in log.lines(second[0])] == [B, C, D]
        assert [line.strip() for *_, line in log.lines(second[1])] == [C, D]
        assert [line.strip() for *_, line in log.lines(fourth[0])] == [D]
        for unknown in (None, Place(0, 0)):
            assert [line.strip() for *_, line in log.lines(unknown)] == [A, B, C, D]


def test_a_full_disk_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(tmp_path, A)
    write = os.write

    def write_some(descriptor: int, data: bytes) -> int:
        if len(data) < len(B):
            raise OSError(28, "No space left on device")
        return write(descriptor, bytes(data[:5]))

    monkeypatch.setattr(os, "write", write_some)
    with pytest.raises(SaveError, match=r"^Could not write to .*: No space left"):
        append(tmp_path, B)
    monkeypatch.undo()
    assert append(tmp_path, B) == [True]
    assert lines(tmp_path) == [A, B]


def test_a_file_of_its_name_that_is_no_log_is_left(tmp_path: Path) -> None:
    for line in (b"mine\n", b"[1]\n", b'{"receipt": 1}\n'):
        (tmp_path / NAME).write_bytes(line)
        with pytest.raises(SaveError, match=r"no log .*, or watch into another directory\.$"):
            NotificationLog(tmp_path)
        assert (tmp_path / NAME).read_bytes() == line
    assert value_of(b"[1]") == value_of(b"{") == {}


def test_nobody_else_reads_the_log_and_everybody_may_lock(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        append(tmp_path, A)
        with alone(tmp_path, 1, "http://modes"):
            pass
    finally:
        os.umask(before)
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in (NAME, LOCK)]
    assert modes == [0o600, 0o644]


def test_a_disk_without_locks_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refuse)
    told = rf"^Could not lock {tmp_path}/{LOCK}: No locks available"
    with pytest.raises(SaveError, match=told), alone(tmp_path, 1, "http://a"):
        pass


def test_the_last_4096_are_compared(tmp_path: Path) -> None:
    many = [told(number, idMessage=str(number)) for number in range(4097)]
    (tmp_path / NAME).write_bytes(b"".join(line + b"\n" for line in many))
    assert append(tmp_path, many[1], many[0]) == [False, True]


def test_what_is_compressed_is_not_read(tmp_path: Path) -> None:
    for program in ("gz", "bz2", "xz", "zst", "zip", "lz4"):
        (tmp_path / f"{NAME}.1.{program}").write_bytes(A + b"\n")
    with closing(NotificationLog(tmp_path)) as log:
        assert log.append(A) is not None
        assert len(list(log.lines(None))) == 1


def test_the_next_version_finds_what_this_one_has_left(tmp_path: Path) -> None:
    with alone(tmp_path, 1, "http://a"), closing(NotificationLog(tmp_path)) as log:
        position.save(tmp_path, log.end)
    assert {path.name for path in tmp_path.iterdir()} == {
        "notifications.jsonl",
        ".green-api-files.watch",
        ".green-api-files.position",
    }


def test_a_place_is_kept_and_may_be_lost(tmp_path: Path) -> None:
    with closing(NotificationLog(tmp_path)) as log:
        place = log.end
    position.save(tmp_path, place)
    assert position.load(tmp_path) == place
    (tmp_path / position.NAME).write_bytes(b"\0")
    assert position.load(tmp_path) is None


def test_there_is_one_watch_of_an_inbox_and_of_an_instance(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    with alone(first, 1, "http://a"):
        with pytest.raises(TakenError), alone(first, 2, "http://a"):
            pass
        with pytest.raises(TakenError), alone(second, 1, "http://a"):
            pass
        with alone(second, 1, "http://b"):
            pass
    with alone(first, 1, "http://a"):
        pass
