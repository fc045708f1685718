"""The SHA-256 of a file while it comes."""

from __future__ import annotations

import hashlib
import os
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from green_api_files.errors import ChecksumMismatchError, SettingsError

if TYPE_CHECKING:
    from concurrent.futures import Future

_BESIDE = 1 << 20
"""Bytes. What follows them is digested beside the rest of the work, which takes as long."""

_SHA256 = re.compile("[0-9a-f]{64}")


class Digest:
    """SHA-256 of a file while it comes, and the check against the expected one, if there is one."""

    def __init__(self, expected: str | None) -> None:
        self._expected = None if expected is None else str(expected).lower()
        if self._expected is not None and not _SHA256.fullmatch(self._expected):
            raise SettingsError("sha256 must be 64 hexadecimal digits.")
        self._hash = hashlib.sha256()
        self._under_way: Future[None] | None = None

    def add(self, piece: bytes, at: int) -> None:
        """Take a piece at its offset. At 0 everything begins anew."""
        self._wait()
        if at == 0:
            self._hash = hashlib.sha256()
        if at >= _BESIDE:
            # When the program ends, threads that still work are no longer helped.
            with suppress(RuntimeError):
                self._under_way = _helpers(os.getpid()).submit(self._hash.update, piece)
                return
        self._hash.update(piece)

    def _wait(self) -> None:
        if self._under_way is not None:
            self._under_way.result()
            self._under_way = None

    def checked(self) -> str:
        """The digest.

        Raises:
            ChecksumMismatchError: if it is not the expected one.
        """
        self._wait()
        actual = self._hash.hexdigest()
        if self._expected is not None and actual != self._expected:
            raise ChecksumMismatchError(
                f"The file has the SHA-256 {actual}, not {self._expected} as expected.",
                expected=self._expected,
                actual=actual,
            )
        return actual


@cache
def _helpers(process: int) -> ThreadPoolExecutor:  # noqa: ARG001 # a fork takes no threads along
    return ThreadPoolExecutor(os.cpu_count())
