"""The files behind payloads, by what they are known by and by the key in their link."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from green_api_mock.storage.serving import Stored

KnownBy = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    known_by: KnownBy
    stored: Stored


class Files:
    """Files of one instance. The oldest make room.

    Args:
        most: how many are kept.
        most_bytes: how many bytes of those that the mock holds in memory for them alone.
    """

    def __init__(self, *, most: int, most_bytes: int) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._by_key: OrderedDict[str, _Kept] = OrderedDict()
        self._newest: dict[KnownBy, str] = {}
        self._bytes = 0

    def keep(self, known_by: KnownBy, stored: Stored) -> str:
        """Remember a file. Returns the key for its link, which cannot be guessed."""
        key = secrets.token_urlsafe(12)
        self._by_key[key] = _Kept(known_by, stored)
        self._newest[known_by] = key
        self._bytes += stored.held
        while len(self._by_key) > 1 and (
            len(self._by_key) > self._most or self._bytes > self._most_bytes
        ):
            self._drop(next(iter(self._by_key)))
        return key

    def __len__(self) -> int:
        return len(self._by_key)

    def newest(self, known_by: KnownBy) -> tuple[str, Stored] | None:
        """The key and the file that was kept last for these values."""
        key = self._newest.get(known_by)
        return None if key is None else (key, self._by_key[key].stored)

    def at(self, key: str) -> Stored | None:
        """The file with this key."""
        kept = self._by_key.get(key)
        return None if kept is None else kept.stored

    def clear(self) -> None:
        """Forget every file."""
        self._by_key.clear()
        self._newest.clear()
        self._bytes = 0

    def _drop(self, key: str) -> None:
        kept = self._by_key.pop(key)
        self._bytes -= kept.stored.held
        if self._newest.get(kept.known_by) == key:
            del self._newest[kept.known_by]
