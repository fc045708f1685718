"""What an inbox has of a message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class InboxFile:
    """The file of a message in an inbox. It may stand wherever a path may.

    Attributes:
        path: Where it is.
        size: Bytes.
        sha256: The digest of its content, in lower-case hexadecimal.
        content_type: The media type that the storage told; empty if it told none.
        was_there: Whether it was there before, so that nothing was asked.
    """

    path: Path
    size: int
    sha256: str
    content_type: str
    was_there: bool

    def __fspath__(self) -> str:
        return str(self.path)
