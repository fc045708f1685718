"""What an inbox knows: which message's file is where, and which files are gone.

A small SQLite database beside the files. A file is recorded when it is complete and durable, just
before it gets its name: whenever the process dies, the record is either not there, or names a
file that is there, or names one that is not, and then the message is fetched again. What was done
is known by the file alone, never by an id that was seen.
"""

from __future__ import annotations

import hashlib
import time
from collections import defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from green_api_files._disk.temporary import remove_litter
from green_api_files._inbox.database import Database
from green_api_files._inbox.file import InboxFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path, PurePath

    from green_api_files._disk.saved import SavedFile
    from green_api_files._messages import Message

_DAY = 86_400.0
_SWEPT = 3 * _DAY  # for so long after its last use a folder may hold what a killed process left


class AlreadySavedError(Exception):
    """Another process has saved the same file meanwhile."""


class Gone(NamedTuple):
    """A file that was not available."""

    reason: str
    at: float


class Record:
    """The record of a directory, which is made if it is missing. Several processes may share it.

    What killed processes left in its folders is removed.

    Args:
        directory: Where the files are.
        id_instance: Whose messages are saved.

    Raises:
        SaveError: if it cannot be read or written.
    """

    def __init__(self, directory: Path, id_instance: int) -> None:
        self._directory = directory
        self._id_instance = id_instance
        self._database = Database(directory)
        self._in_use: defaultdict[PurePath, float] = defaultdict(float)
        self._sweep()

    def find(self, message: Message) -> InboxFile | None:
        """The file of `message`, if it was saved and is still there.

        Raises:
            SaveError: if the record cannot be read.
        """
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT path, size, sha256, content_type FROM saved "
                "WHERE id_instance IN (?, 0) AND chat_id = ? AND id_message = ?",
                self._key(message),
            ).fetchone()
        if row is None or not self._has(row[0], row[1]):
            return None
        path, size, sha256, content_type = row
        return InboxFile(self._directory / path, size, sha256, content_type, was_there=True)

    def claim(self, message: Message) -> Callable[[SavedFile], bool]:
        """For `record` of `save_file`: notes the file under the first name that no other has.

        What it gives tells whether the file may have the name it is told of, and raises
        AlreadySavedError if another process saved the same file meanwhile, and SaveError.
        """
        tried: Path | None = None

        def claimed(saved: SavedFile) -> bool:
            nonlocal tried
            if tried is not None:
                # The name was free a moment ago, and then somebody was quicker.
                is_there = self._holds(tried, saved)
            else:
                is_there = self.find(message) is not None
            if is_there:
                raise AlreadySavedError
            if not self.note(message, saved):
                return False
            tried = saved.path
            return True

        return claimed

    def note(self, message: Message, saved: SavedFile) -> bool:
        """Note the file of `message`, unless another message has its name.

        Returns:
            Whether it was noted.

        Raises:
            SaveError: if it cannot be noted.
        """
        key, path = self._key(message), self._within(saved.path)
        with self._database.writing() as connection:
            owner = connection.execute(
                "SELECT id_instance, chat_id, id_message FROM saved WHERE path = ?", (path,)
            ).fetchone()
            if owner not in {None, key, (0, *key[1:])}:
                return False
            for table in ("saved", "gone"):
                connection.execute(
                    f"DELETE FROM {table} "  # noqa: S608 # one of two words
                    "WHERE id_instance IN (?, 0) AND chat_id = ? AND id_message = ?",
                    key,
                )
            connection.execute(
                "INSERT INTO saved VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*key, path, saved.size, saved.sha256, saved.content_type),
            )
            return True

    def gone(self, message: Message, within: float) -> Gone | None:
        """Whether the file of `message` was not available within the last `within` seconds.

        A message that tells another link than it did then may have a file now.

        Raises:
            SaveError: if the record cannot be read.
        """
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT reason, at, link FROM gone "
                "WHERE id_instance = ? AND chat_id = ? AND id_message = ?",
                self._key(message),
            ).fetchone()
        if row is None or not 0 <= time.time() - row[1] < within:
            return None
        tells_more = message.download_url is not None and _digest(message) != row[2]
        return None if tells_more else Gone(row[0], row[1])

    def note_gone(self, message: Message, reason: str) -> None:
        """Note that the file of `message` is not available.

        Raises:
            SaveError: if it cannot be noted.
        """
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO gone VALUES (?, ?, ?, ?, ?, ?)",
                (*self._key(message), _digest(message), reason, time.time()),
            )

    def use(self, folder: PurePath) -> None:
        """Note that a file will be saved in `folder`, so that it is known where to look for litter.

        Raises:
            SaveError: if it cannot be noted.
        """
        now = time.time()
        if not folder.parts or now - self._in_use[folder] < _DAY:
            return  # what is left beside the record is looked for at every start
        with self._database.writing() as connection:
            row = (folder.as_posix(), now)
            connection.execute("INSERT OR REPLACE INTO folder VALUES (?, ?)", row)
        self._in_use[folder] = now

    def close(self) -> None:
        """Close it."""
        self._database.close()

    def _sweep(self) -> None:
        remove_litter(self._directory)
        with self._database.reading() as connection:
            folders = connection.execute("SELECT path, used FROM folder").fetchall()
        for path, _ in folders:
            remove_litter(self._directory / path)
        before = time.time() - _SWEPT
        if any(used < before for _, used in folders):
            with self._database.writing() as connection:
                connection.execute("DELETE FROM folder WHERE used < ?", (before,))

    def _has(self, path: str, size: int) -> bool:
        try:
            return (self._directory / path).stat().st_size == size
        except OSError:
            return False

    def _holds(self, name: Path, saved: SavedFile) -> bool:
        """Whether there is a file of this name with just the content of `saved`."""
        try:
            if name.stat().st_size != saved.size:
                return False
            with name.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == saved.sha256
        except OSError:
            return False

    def _key(self, message: Message) -> tuple[int, str, str]:
        return self._id_instance, message.chat_id, message.id_message

    def _within(self, path: Path) -> str:
        return PurePosixPath(path.relative_to(self._directory)).as_posix()


def _digest(message: Message) -> str:
    """The link that a message tells, in a form that gives nobody the file."""
    return hashlib.sha256((message.download_url or "").encode(errors="replace")).hexdigest()
