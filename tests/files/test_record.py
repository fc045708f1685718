"""The record of a directory survives everything that may happen to it or its writer."""

from __future__ import annotations

import gc
import hashlib
import multiprocessing
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from green_api_files import InboxFile, Message, SavedFile, SaveError
from green_api_files._inbox.database import NAME, _is_busy
from green_api_files._inbox.record import AlreadySavedError, Record

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier

ME = 1101000001
A, B = Message("1@c.us", "A" * 16), Message("1@c.us", "B" * 16)


def saved(directory: Path, name: str, content: bytes = b"x") -> SavedFile:
    (directory / name).write_bytes(content)
    return SavedFile(directory / name, len(content), "0" * 64, "image/jpeg")


def path_of(record: Record, message: Message) -> Path | None:
    found = record.find(message)
    return None if found is None else found.path


def test_what_is_recorded_is_found_later(tmp_path: Path) -> None:
    with closing(Record(tmp_path, ME)) as record:
        assert record.find(A) is None
        record.note(A, saved(tmp_path, "a.jpg"))
    with closing(Record(tmp_path, ME)) as record:
        assert record.find(A) == InboxFile(
            tmp_path / "a.jpg", 1, "0" * 64, "image/jpeg", was_there=True
        )
        assert record.find(B) is None
    assert sorted(path.name for path in tmp_path.iterdir()) == [NAME, "a.jpg"]


def test_the_same_id_in_another_chat_is_another_message(tmp_path: Path) -> None:
    with closing(Record(tmp_path, ME)) as record:
        record.note(A, saved(tmp_path, "a.jpg"))
        assert record.find(Message("2@c.us", A.id_message)) is None


def test_the_same_message_of_another_instance_is_another_one(tmp_path: Path) -> None:
    with closing(Record(tmp_path, ME)) as ours, closing(Record(tmp_path, ME + 1)) as theirs:
        ours.note(A, saved(tmp_path, "a.jpg"))
        assert theirs.find(A) is None
        assert not theirs.note(A, saved(tmp_path, "a.jpg"))  # the name is ours
        assert theirs.note(A, saved(tmp_path, "a (2).jpg"))
        assert path_of(ours, A) == tmp_path / "a.jpg"


def test_a_new_one_has_the_version_that_others_will_find(tmp_path: Path) -> None:
    with closing(Record(tmp_path, ME)):
        pass
    connection = sqlite3.connect(tmp_path / NAME)
    assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    connection.close()


@pytest.mark.parametrize(
    ("code", "busy"),
    [
        (sqlite3.SQLITE_BUSY, True),
        (sqlite3.SQLITE_BUSY_RECOVERY, True),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, True),
        (sqlite3.SQLITE_LOCKED, False),
        (sqlite3.SQLITE_CANTOPEN, False),
    ],
)
def test_of_all_refusals_only_those_that_pass_are_waited_out(code: int, *, busy: bool) -> None:
    error = sqlite3.OperationalError()
    error.sqlite_errorcode = code
    assert _is_busy(error) is busy


def test_what_the_system_refuses_is_told_in_its_words(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    with pytest.raises(SaveError, match=r"^Could not write to .*: Is a directory\.$"):
        Record(tmp_path, ME)


VERSION_1 = """
CREATE TABLE file (
    chat_id TEXT NOT NULL,
    id_message TEXT NOT NULL,
    name TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (chat_id, id_message)
) WITHOUT ROWID;
PRAGMA user_version = 1;
INSERT INTO file VALUES ('1@c.us', 'AAAAAAAAAAAAAAAA', 'a.jpg', 1, '00');
"""


def test_a_record_of_the_version_before_is_carried_on(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / NAME)
    connection.executescript(VERSION_1)
    connection.close()
    (tmp_path / "a.jpg").write_bytes(b"x")
    for _ in range(2):
        with closing(Record(tmp_path, ME)) as record:
            assert path_of(record, A) == tmp_path / "a.jpg"
    (tmp_path / "a.jpg").unlink()
    with closing(Record(tmp_path, ME)) as record, closing(Record(tmp_path, ME + 1)) as theirs:
        assert record.note(A, saved(tmp_path, "a.jpg"))  # now it is known whose it is
        assert theirs.find(A) is None


def test_what_a_killed_process_left_in_a_folder_is_removed(tmp_path: Path) -> None:
    folder = tmp_path / "chat"
    with closing(Record(tmp_path, ME)) as record:
        record.use(Path("chat"))
        folder.mkdir()
        for directory in (tmp_path, folder):
            (directory / ".green-api-files-0123.part").touch()
    with closing(Record(tmp_path, ME)):
        assert list(folder.iterdir()) == []
        assert [path.name for path in tmp_path.glob("*.part")] == []


def test_a_record_that_nobody_closes_is_closed_quietly(tmp_path: Path) -> None:
    Record(tmp_path, ME).find(A)
    gc.collect()
    assert sorted(path.name for path in tmp_path.iterdir()) == [NAME]


@pytest.mark.parametrize("harm", ["removed", "cut", "replaced by a directory"])
def test_a_file_that_is_gone_is_missing(tmp_path: Path, harm: str) -> None:
    with closing(Record(tmp_path, ME)) as record:
        record.note(A, saved(tmp_path, "a.jpg", b"four"))
        (tmp_path / "a.jpg").unlink()
        if harm == "cut":
            (tmp_path / "a.jpg").write_bytes(b"two")
        elif harm != "removed":
            (tmp_path / "a.jpg").mkdir()
        assert record.find(A) is None


def test_a_record_without_its_file_is_missing(tmp_path: Path) -> None:
    # The process died between the record and the file's name.
    with closing(Record(tmp_path, ME)) as record:
        assert record.note(A, SavedFile(tmp_path / "a.jpg", 5, ""))
        assert record.find(A) is None
        assert record.note(A, saved(tmp_path, "a.jpg"))
        assert path_of(record, A) == tmp_path / "a.jpg"


def test_a_name_belongs_to_one_message(tmp_path: Path) -> None:
    # Both found the name free, and neither file has it yet.
    with closing(Record(tmp_path, ME)) as record:
        assert record.claim(A)(SavedFile(tmp_path / "a.jpg", 1, ""))
        claim = record.claim(B)
        assert not claim(SavedFile(tmp_path / "a.jpg", 1, ""))
        assert claim(saved(tmp_path, "a (2).jpg"))
        assert path_of(record, B) == tmp_path / "a (2).jpg"


def test_another_process_that_was_quicker_is_told(tmp_path: Path) -> None:
    with closing(Record(tmp_path, ME)) as ours, closing(Record(tmp_path, ME)) as theirs:
        theirs.claim(A)(saved(tmp_path, "a.jpg"))
        with pytest.raises(AlreadySavedError):
            ours.claim(A)(SavedFile(tmp_path / "a (2).jpg", 1, ""))
        assert path_of(ours, A) == tmp_path / "a.jpg"


@pytest.mark.parametrize(
    ("content", "is_the_same"),
    [(b"same", True), (b"else", False), (b"longer", False), (None, False)],
)
def test_another_process_that_is_quicker_now_is_told(
    tmp_path: Path, content: bytes | None, *, is_the_same: bool
) -> None:
    digest = hashlib.sha256(b"same").hexdigest()
    with closing(Record(tmp_path, ME)) as record:
        claim = record.claim(A)
        assert claim(SavedFile(tmp_path / "a.jpg", 4, digest))
        if content is not None:
            saved(tmp_path, "a.jpg", content)  # before ours got the name
        if is_the_same:
            with pytest.raises(AlreadySavedError):
                claim(SavedFile(tmp_path / "a (2).jpg", 4, digest))
        else:
            assert claim(SavedFile(tmp_path / "a (2).jpg", 4, digest))


def test_threads_may_share_it(tmp_path: Path) -> None:
    messages = [Message("1@c.us", f"{n:016}") for n in range(100)]
    with closing(Record(tmp_path, ME)) as record:

        def note(message: Message) -> None:
            record.note(message, saved(tmp_path, message.id_message))

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(note, messages))
        assert all(record.find(message) for message in messages)


def open_and_close(folders: list[Path], meeting: Barrier) -> None:
    """Open the record of each folder at the same moment as another process."""
    for folder in folders:
        meeting.wait(60)
        with closing(Record(folder, ME)):
            pass


@pytest.mark.slow
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
    with closing(Record(tmp_path / "a" / "b", ME)):
        assert (tmp_path / "a" / "b").is_dir()


def test_a_damaged_record_is_told(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"this is no database" * 100)
    with pytest.raises(SaveError, match="Delete it to begin anew"):
        Record(tmp_path, ME)


@pytest.mark.parametrize(
    ("version", "words"), [(99, "newer version"), (2, r"no such table: folder\.$")]
)
def test_a_record_of_the_future_or_without_its_tables_is_told(
    tmp_path: Path, version: int, words: str
) -> None:
    connection = sqlite3.connect(tmp_path / NAME)
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    with pytest.raises(SaveError, match=words):
        Record(tmp_path, ME)


def test_a_directory_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    with pytest.raises(SaveError, match="is a file"):
        Record(tmp_path / "a", ME)


def test_a_file_that_was_gone_and_then_saved_is_no_longer_gone(tmp_path: Path) -> None:
    with closing(Record(tmp_path, ME)) as record:
        record.note_gone(A, "No such file.")
        gone = record.gone(A, 60)
        assert gone is not None
        assert gone.reason == "No such file."
        record.note(A, saved(tmp_path, "a.jpg"))
        assert record.gone(A, 60) is None


def test_what_was_gone_this_very_moment_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", lambda: 1_700_000_000.0)
    odd = Message(A.chat_id, A.id_message, download_url="https://a.example/\ud800")
    with closing(Record(tmp_path, ME)) as record:
        record.note_gone(odd, "No such file.")
        assert record.gone(odd, 1) is not None
        assert record.gone(odd, 0) is None


def test_a_clock_that_is_set_back_keeps_nothing_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Record(tmp_path, ME)) as record:
        record.note_gone(A, "No such file.")
        before = time.time() - 10
        monkeypatch.setattr(time, "time", lambda: before)
        assert record.gone(A, 60) is None


def test_a_folder_in_use_is_noted_once_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted = []
    with closing(Record(tmp_path, ME)) as record, closing(sqlite3.connect(tmp_path / NAME)) as db:
        for passed in (0, 86_399, 86_400):
            monkeypatch.setattr(time, "time", lambda now=2e9 + passed: now)
            record.use(Path("a"))
            record.use(Path())
            noted += db.execute("SELECT path, used - 2e9 FROM folder").fetchall()
    assert noted == [("a", 0), ("a", 0), ("a", 86_400)]


def test_while_another_process_makes_it_a_log_it_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = sqlite3.OperationalError()
    busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
    connect, refusals = sqlite3.connect, [busy, busy]

    def connecting(*arguments: Any, **settings: Any) -> sqlite3.Connection:
        if refusals:
            raise refusals.pop()
        connection: sqlite3.Connection = connect(*arguments, **settings)
        return connection

    monkeypatch.setattr(sqlite3, "connect", connecting)
    with closing(Record(tmp_path, ME)) as record:
        assert record.find(A) is None
    assert refusals == []


@pytest.mark.parametrize(("days", "is_swept"), [(0, True), (2.9, True), (3.1, False), (4, False)])
def test_a_folder_is_swept_for_three_days_after_its_last_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: float, *, is_swept: bool
) -> None:
    folder, now = tmp_path / "of that day", time.time()
    with closing(Record(tmp_path, ME)) as record:
        monkeypatch.setattr(time, "time", lambda: now - 5 * 86_400)
        record.use(Path("older"))
        monkeypatch.setattr(time, "time", lambda: now - days * 86_400)
        record.use(Path("of that day"))
        monkeypatch.setattr(time, "time", lambda: now)
    Record(tmp_path, ME).close()
    folder.mkdir()
    (folder / ".green-api-files-0123.part").touch()
    Record(tmp_path, ME).close()
    assert (list(folder.iterdir()) == []) is is_swept
