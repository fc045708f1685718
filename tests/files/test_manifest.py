"""The record of a directory survives everything that may happen to it or its writer."""

from __future__ import annotations

import hashlib
import multiprocessing
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from green_api_files import Message, SavedFile, SaveError
from green_api_files._command.manifest import NAME, AlreadySavedError, Manifest

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier
    from pathlib import Path

A, B = Message("1@c.us", "A" * 16), Message("1@c.us", "B" * 16)


def saved(directory: Path, name: str, content: bytes = b"x") -> SavedFile:
    (directory / name).write_bytes(content)
    return SavedFile(name, len(content), "0" * 64)


def test_what_is_recorded_is_found_later(tmp_path: Path) -> None:
    with Manifest(tmp_path) as manifest:
        assert manifest.find(A) is None
        manifest.note(A, saved(tmp_path, "a.jpg"))
    with Manifest(tmp_path) as manifest:
        assert manifest.find(A) == tmp_path / "a.jpg"
        assert manifest.find(B) is None
    assert sorted(path.name for path in tmp_path.iterdir()) == [NAME, "a.jpg"]


def test_the_same_id_in_another_chat_is_another_message(tmp_path: Path) -> None:
    with Manifest(tmp_path) as manifest:
        manifest.note(A, saved(tmp_path, "a.jpg"))
        assert manifest.find(Message("2@c.us", A.id_message)) is None


@pytest.mark.parametrize("harm", ["removed", "cut", "replaced by a directory"])
def test_a_file_that_is_gone_is_missing(tmp_path: Path, harm: str) -> None:
    with Manifest(tmp_path) as manifest:
        manifest.note(A, saved(tmp_path, "a.jpg", b"four"))
        (tmp_path / "a.jpg").unlink()
        if harm == "cut":
            (tmp_path / "a.jpg").write_bytes(b"two")
        elif harm != "removed":
            (tmp_path / "a.jpg").mkdir()
        assert manifest.find(A) is None


def test_a_record_without_its_file_is_missing(tmp_path: Path) -> None:
    # The process died between the record and the file's name.
    with Manifest(tmp_path) as manifest:
        assert manifest.note(A, SavedFile("a.jpg", 5, ""))
        assert manifest.find(A) is None
        assert manifest.note(A, saved(tmp_path, "a.jpg"))
        assert manifest.find(A) == tmp_path / "a.jpg"


def test_a_name_belongs_to_one_message(tmp_path: Path) -> None:
    # Both found the name free, and neither file has it yet.
    with Manifest(tmp_path) as manifest:
        assert manifest.claim(A)(SavedFile("a.jpg", 1, ""))
        claim = manifest.claim(B)
        assert not claim(SavedFile("a.jpg", 1, ""))
        assert claim(saved(tmp_path, "a (2).jpg"))
        assert manifest.find(B) == tmp_path / "a (2).jpg"


def test_another_process_that_was_quicker_is_told(tmp_path: Path) -> None:
    with Manifest(tmp_path) as ours, Manifest(tmp_path) as theirs:
        theirs.claim(A)(saved(tmp_path, "a.jpg"))
        with pytest.raises(AlreadySavedError):
            ours.claim(A)(SavedFile("a (2).jpg", 1, ""))
        assert ours.find(A) == tmp_path / "a.jpg"


@pytest.mark.parametrize(("content", "is_the_same"), [(b"same", True), (b"else", False)])
def test_another_process_that_is_quicker_now_is_told(
    tmp_path: Path, content: bytes, *, is_the_same: bool
) -> None:
    digest = hashlib.sha256(b"same").hexdigest()
    with Manifest(tmp_path) as manifest:
        claim = manifest.claim(A)
        assert claim(SavedFile("a.jpg", 4, digest))
        saved(tmp_path, "a.jpg", content)  # before ours got the name
        if is_the_same:
            with pytest.raises(AlreadySavedError):
                claim(SavedFile("a (2).jpg", 4, digest))
        else:
            assert claim(SavedFile("a (2).jpg", 4, digest))


def test_threads_may_share_it(tmp_path: Path) -> None:
    messages = [Message("1@c.us", f"{n:016}") for n in range(100)]
    with Manifest(tmp_path) as manifest:

        def record(message: Message) -> None:
            manifest.note(message, saved(tmp_path, message.id_message))

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(record, messages))
        assert all(manifest.find(message) for message in messages)


def open_and_close(folders: list[Path], meeting: Barrier) -> None:
    """Open the record of each folder at the same moment as another process."""
    for folder in folders:
        meeting.wait(60)
        with Manifest(folder):
            pass


def test_several_processes_may_open_a_new_one_at_the_same_moment(tmp_path: Path) -> None:
    folders = [tmp_path / str(number) for number in range(40)]
    context = multiprocessing.get_context("spawn")
    meeting = context.Barrier(4)
    processes = [context.Process(target=open_and_close, args=(folders, meeting)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * len(processes)


def test_a_directory_is_made(tmp_path: Path) -> None:
    with Manifest(tmp_path / "a" / "b"):
        assert (tmp_path / "a" / "b").is_dir()


def test_a_damaged_record_is_told(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"this is no database" * 100)
    with pytest.raises(SaveError, match="Delete it to begin anew"):
        Manifest(tmp_path)


def test_a_record_of_the_future_is_told(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / NAME)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(SaveError, match="newer version"):
        Manifest(tmp_path)


def test_a_directory_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    with pytest.raises(SaveError, match="is a file"):
        Manifest(tmp_path / "a")
