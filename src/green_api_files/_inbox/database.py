"""The SQLite database of an inbox: opened by many at once, upgraded once, its errors told."""

from __future__ import annotations

import random
import sqlite3
import threading
import time
import weakref
from contextlib import contextmanager
from typing import TYPE_CHECKING

from green_api_files._disk.temporary import make_directory
from green_api_files.errors import SaveError

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

NAME = ".green-api-files.sqlite3"

_VERSION = 2
_PATIENCE = 60.0  # seconds to wait for another process that writes
_PRIMARY_CODE = 0xFF  # the part of SQLite's code that says what is wrong; the rest says where

_REFUSED_BY_THE_SYSTEM = frozenset(
    {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL}
)

_SCHEMA = (
    """
    CREATE TABLE saved (
        id_instance INTEGER NOT NULL,
        chat_id TEXT NOT NULL,
        id_message TEXT NOT NULL,
        path TEXT NOT NULL UNIQUE,
        size INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        content_type TEXT NOT NULL,
        PRIMARY KEY (id_instance, chat_id, id_message)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE gone (
        id_instance INTEGER NOT NULL,
        chat_id TEXT NOT NULL,
        id_message TEXT NOT NULL,
        link TEXT NOT NULL,
        reason TEXT NOT NULL,
        at REAL NOT NULL,
        PRIMARY KEY (id_instance, chat_id, id_message)
    ) WITHOUT ROWID
    """,
    "CREATE TABLE folder (path TEXT PRIMARY KEY, used REAL NOT NULL) WITHOUT ROWID",
)

# Version 1 did not know whose message it was: 0 stands for any instance.
_FROM_VERSION_1 = (
    "INSERT INTO saved SELECT 0, chat_id, id_message, name, size, sha256, '' FROM file",
    "DROP TABLE file",
)


class Database:
    """The database of a directory, which is made if it is missing. Several processes may share it.

    Args:
        directory: Where the files are.

    Raises:
        SaveError: if it cannot be read or written.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._path = directory / NAME
        self._lock = threading.Lock()
        make_directory(directory)
        try:
            self._connection = self._open()
        except sqlite3.Error as error:
            raise self._unusable(error) from None
        self._close = weakref.finalize(self, self._connection.close)  # also if nobody closes it

    @contextmanager
    def reading(self) -> Generator[sqlite3.Connection]:
        """The connection, for one question.

        Raises:
            SaveError: if the database cannot be read.
        """
        try:
            with self._lock:
                yield self._connection
        except sqlite3.Error as error:
            raise self._unusable(error) from None

    @contextmanager
    def writing(self) -> Generator[sqlite3.Connection]:
        """The connection within a transaction, durable at its end.

        Raises:
            SaveError: if the database cannot be written.
        """
        with self.reading() as connection, connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection

    def close(self) -> None:
        """Close it."""
        with self._lock:
            self._close()

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
            # One fsync for a record instead of four; where it is not supported the old way remains.
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            if _version(connection) != _VERSION:
                _upgrade(connection)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _unusable(self, error: sqlite3.Error) -> SaveError:
        if isinstance(error, sqlite3.OperationalError) and (
            error.sqlite_errorcode & _PRIMARY_CODE in _REFUSED_BY_THE_SYSTEM
        ):
            try:  # SQLite does not say why
                with self._path.open("ab"):
                    pass
            except OSError as why:
                return SaveError.of(why, "write to", str(self._directory))
        is_damaged = type(error) is sqlite3.DatabaseError
        advice = " Delete it to begin anew; the files stay." if is_damaged else ""
        return SaveError(
            f"The record of what was saved, {self._path}, cannot be used: {error}.{advice}",
            errno=None,
            filename=str(self._path),
        )


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > _VERSION:
        raise sqlite3.DatabaseError("it was made by a newer version of this program")
    return version


def _upgrade(connection: sqlite3.Connection) -> None:
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        version = _version(connection)
        if version == _VERSION:
            return  # another process was quicker
        for statement in (*_SCHEMA, *(_FROM_VERSION_1 if version else ())):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {_VERSION}")


def _is_busy(error: sqlite3.OperationalError) -> bool:
    """Whether another process has the database at this moment."""
    return error.sqlite_errorcode & _PRIMARY_CODE == sqlite3.SQLITE_BUSY
