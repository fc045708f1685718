"""What a directory holds already: which message's file has which name.

A small SQLite database beside the files. A file is recorded when it is complete and durable, just
before it gets its name: whenever the process dies, the record is either not there, or names a
file that is there, or names one that is not, and then the message is fetched again.
"""

from __future__ import annotations

import hashlib
import random
import sqlite3
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING, Self

from green_api_files._disk.temporary import make_directory
from green_api_files.errors import SaveError

if TYPE_CHECKING:
    from pathlib import Path

    from green_api_files import Message, SavedFile

NAME = ".green-api-files.sqlite3"

_VERSION = 1
_PATIENCE = 60.0  # seconds to wait for another process that writes
_PRIMARY_CODE = 0xFF  # the part of SQLite's code that says what is wrong; the rest says where

_REFUSED_BY_THE_SYSTEM = frozenset(
    {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL}
)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS file (
    chat_id TEXT NOT NULL,
    id_message TEXT NOT NULL,
    name TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (chat_id, id_message)
) WITHOUT ROWID
"""


class AlreadySavedError(Exception):
    """Another process has saved the same file meanwhile."""


def _is_busy(error: BaseException) -> bool:
    """Whether another process has the database at this moment."""
    return isinstance(error, sqlite3.OperationalError) and (
        error.sqlite_errorcode & _PRIMARY_CODE == sqlite3.SQLITE_BUSY
    )


class Manifest:
    """The record of a directory, which is made if it is missing. Several processes may share it.

    Args:
        directory: Where the files are.

    Raises:
        SaveError: if it cannot be read or written.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._path = directory / NAME
        self._lock = threading.Lock()
        try:
            make_directory(directory)
        except FileExistsError as error:
            message = f"{directory} is a file: name a directory to save to."
            raise SaveError(message, errno=error.errno, filename=str(directory)) from None
        except OSError as error:
            raise SaveError.of(error, "make the directory", str(directory)) from None
        try:
            self._connection = self._open()
        except sqlite3.Error as error:
            raise self._unusable(error) from None

    def _open(self) -> sqlite3.Connection:
        """Connect, and wait for others where SQLite does not wait by itself.

        Two processes may turn the same new database into a log, or one may open it while another,
        the last one, closes it.
        """
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                return self._connect()
            except sqlite3.OperationalError as error:
                if not _is_busy(error) or time.monotonic() > end:
                    raise
            time.sleep(random.uniform(0.01, 0.05))  # noqa: S311 # spreads those who wait

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
        )
        try:
            self._prepare(connection)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    @staticmethod
    def _prepare(connection: sqlite3.Connection) -> None:
        # One fsync for a record instead of four; where it is not supported the old way remains.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > _VERSION:
            raise sqlite3.DatabaseError("it was made by a newer version of this program")
        connection.execute(_SCHEMA)
        connection.execute(f"PRAGMA user_version = {_VERSION}")

    def find(self, message: Message) -> Path | None:
        """The file of `message`, if it was saved and is still there.

        Raises:
            SaveError: if the record cannot be read.
        """
        try:
            with self._lock:
                row = self._connection.execute(
                    "SELECT name, size FROM file WHERE chat_id = ? AND id_message = ?",
                    (message.chat_id, message.id_message),
                ).fetchone()
        except sqlite3.Error as error:
            raise self._unusable(error) from None
        if row is None:
            return None
        name, size = row
        return self._directory / name if self._has(name, size) else None

    def _has(self, name: str, size: int) -> bool:
        try:
            return (self._directory / name).stat().st_size == size
        except OSError:
            return False

    def claim(self, message: Message) -> Claim:
        """For `record` of `save_file`: what notes the file of `message`."""
        return Claim(self, message)

    def note(self, message: Message, saved: SavedFile) -> bool:
        """Note the file of `message`, unless another message has its name.

        Returns:
            Whether it was noted.

        Raises:
            SaveError: if it cannot be noted.
        """
        row = (message.chat_id, message.id_message, saved.name, saved.size, saved.sha256)
        try:
            with self._lock, self._connection as connection:
                connection.execute("BEGIN IMMEDIATE")
                owner = connection.execute(
                    "SELECT chat_id, id_message FROM file WHERE name = ?", (saved.name,)
                ).fetchone()
                if owner not in {None, (message.chat_id, message.id_message)}:
                    return False
                connection.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?)", row)
                return True
        except sqlite3.Error as error:
            raise self._unusable(error) from None

    def holds(self, name: str, saved: SavedFile) -> bool:
        """Whether there is a file of this name with just the content of `saved`."""
        if not self._has(name, saved.size):
            return False
        try:
            with (self._directory / name).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == saved.sha256
        except OSError:
            return False

    def _unusable(self, error: sqlite3.Error) -> SaveError:
        if isinstance(error, sqlite3.OperationalError) and (
            error.sqlite_errorcode & _PRIMARY_CODE in _REFUSED_BY_THE_SYSTEM
        ):
            try:  # SQLite does not say why
                with self._path.open("ab"):
                    pass
            except OSError as why:
                return SaveError.of(why, "write to", str(self._directory))
        advice = ""
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(
            error, sqlite3.OperationalError
        ):
            advice = " Delete it to begin anew; the files stay."
        return SaveError(
            f"The record of what was saved, {self._path}, cannot be used: {error}.{advice}",
            errno=None,
            filename=str(self._path),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock, closing(self._connection):
            pass


class Claim:
    """Notes the file of one message, under the first name that no other message has."""

    def __init__(self, manifest: Manifest, message: Message) -> None:
        self._manifest = manifest
        self._message = message
        self._tried = ""

    def __call__(self, saved: SavedFile) -> bool:
        """Note the file.

        Returns:
            Whether it may have this name.

        Raises:
            AlreadySavedError: if another process saved the same file meanwhile.
            SaveError: if it cannot be noted.
        """
        if self._tried:
            # The name was free a moment ago, and then somebody was quicker.
            is_there = self._manifest.holds(self._tried, saved)
        else:
            is_there = self._manifest.find(self._message) is not None
        if is_there:
            raise AlreadySavedError
        if not self._manifest.note(self._message, saved):
            return False
        self._tried = saved.name
        return True
