"""One lock for each message that is being worked on, and none for all others."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Hashable

_Lock = TypeVar("_Lock")


class Locks(Generic[_Lock]):
    """Locks by key, made when they are needed.

    Args:
        make: Makes a lock: of threads or of tasks.
    """

    def __init__(self, make: Callable[[], _Lock]) -> None:
        self._make = make
        self._guard = threading.Lock()
        self._in_use: dict[Hashable, tuple[_Lock, int]] = {}

    @contextmanager
    def of(self, key: Hashable) -> Generator[_Lock]:
        """The lock of `key`, to be taken within."""
        with self._guard:
            lock, users = self._in_use.get(key) or (self._make(), 0)
            self._in_use[key] = lock, users + 1
        try:
            yield lock
        finally:
            with self._guard:
                _, users = self._in_use[key]
                if users == 1:
                    del self._in_use[key]
                else:
                    self._in_use[key] = lock, users - 1
