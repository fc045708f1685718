"""What became of a file that was saved."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import os

if sys.platform == "win32":
    from pathlib import WindowsPath as _Path
else:
    from pathlib import PosixPath as _Path


class SavedFile(_Path):
    """A file on the disk: its path, and what is known of its content.

    It is a `pathlib.Path` and may stand wherever one may. What is made of it, such as its
    `parent`, is a plain `Path`.

    Attributes:
        size: Bytes.
        sha256: The digest of the content, in lower-case hexadecimal.
        content_type: The media type that the storage told; empty if it told none.
    """

    __slots__ = ("content_type", "sha256", "size")

    size: int
    sha256: str
    content_type: str

    def __new__(cls, path: str | os.PathLike[str], *known: Any, **named: Any) -> Any:
        if not (known or named):
            return Path(path)  # what a method of Path makes of the class alone
        if sys.version_info < (3, 12):
            return cast("Any", super())._from_parts((path,))  # noqa: SLF001 # see below
        return super().__new__(cls, path)

    def __init__(
        self, path: str | os.PathLike[str], size: int, sha256: str, content_type: str = ""
    ) -> None:
        if sys.version_info >= (3, 12):
            super().__init__(path)
        self.size = size
        self.sha256 = sha256
        self.content_type = content_type

    @property
    def path(self) -> Path:
        """The path alone."""
        return Path(self)

    # What makes paths of a path makes plain ones, as they are not the file.

    def with_segments(self, *segments: str | os.PathLike[str]) -> Path:
        """A plain path."""
        return Path(*segments)

    if sys.version_info < (3, 12):  # where it is two methods with other names

        @classmethod
        def _from_parts(cls, *args: Any) -> Any:
            return cast("Any", _Path)._from_parts(*args)  # noqa: SLF001 # as above

        @classmethod
        def _from_parsed_parts(cls, *args: Any) -> Any:
            return cast("Any", _Path)._from_parsed_parts(*args)  # noqa: SLF001 # as above

    def __repr__(self) -> str:
        return f"SavedFile({str(self)!r}, size={self.size}, sha256={self.sha256!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return SavedFile, (str(self), self.size, self.sha256, self.content_type)
