"""A list of what happened, of which the oldest entries make room."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Entry = dict[str, Any]


class Journal:
    """Entries in the order in which they were written.

    Args:
        most: how many are kept.
    """

    def __init__(self, *, most: int) -> None:
        self._entries: deque[Entry] = deque(maxlen=most)

    def write(self, entry: Entry) -> None:
        """Append an entry."""
        self._entries.append(entry)

    def update(self, members: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
        """Change the newest entry that has these members; nothing if none has."""
        for entry in self.matching(members):
            entry.update(changes)
            return

    def matching(self, members: Mapping[str, Any]) -> Iterator[Entry]:
        """The entries that have these members, the newest first."""
        for entry in reversed(self._entries):
            if all(name in entry and entry[name] == value for name, value in members.items()):
                yield entry

    def __len__(self) -> int:
        return len(self._entries)
