"""One watch for each inbox and for each instance on a machine."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from green_api_files._disk.temporary import make_directory
from green_api_files.errors import SaveError

if TYPE_CHECKING:
    from collections.abc import Generator

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

NAME = ".green-api-files.watch"


class TakenError(Exception):
    """Another watch is running."""


@contextmanager
def alone(directory: Path, id_instance: int, api_url: str) -> Generator[None]:
    """Be the only watch of this inbox and of this instance. A process that dies leaves no lock.

    Raises:
        TakenError: if there is another one.
        SaveError: if the inbox cannot be made or written to.
    """
    whose = hashlib.sha256(f"{api_url} {id_instance}".encode()).hexdigest()[:32]
    instance = Path(tempfile.gettempdir()) / f"green-api-files-{whose}.watch"
    make_directory(directory)
    with ExitStack() as stack:
        stack.enter_context(_locked(directory / NAME, f"{directory} is watched into already"))
        stack.enter_context(_locked(instance, f"Instance {id_instance} is watched already"))
        yield


@contextmanager
def _locked(path: Path, sentence: str) -> Generator[None]:
    try:
        descriptor = _open(path)
    except OSError as error:
        raise SaveError.of(error, "lock", str(path)) from None
    try:
        try:
            _lock(descriptor)
        except BlockingIOError:
            advice = "by another green-api-files on this machine: end that one first"
            raise TakenError(f"{sentence} {advice}.") from None
        except OSError as error:
            raise SaveError.of(error, "lock", str(path)) from None
        yield
    finally:
        os.close(descriptor)


def _open(path: Path) -> int:
    flags = getattr(os, "O_NOFOLLOW", 0)
    try:
        return os.open(path, flags | os.O_RDWR | os.O_CREAT, 0o666)
    except PermissionError:
        return os.open(path, flags)  # another user's, to be read: it can be locked all the same


def _lock(descriptor: int) -> None:
    """Lock an open file.

    Raises:
        BlockingIOError: if somebody else has.
    """
    if sys.platform == "win32":
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError from error
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
