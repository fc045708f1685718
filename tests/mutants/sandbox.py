"""A copy of the project in which one file at a time is changed."""

import compileall
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.mutants.mutant import Mutant
from tests.support.project import copy_project


class Sandbox:
    """The copy. Nothing in it is shared with another one but what is only read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        copy_project(folder)
        # For the processes that the tests start, and for what does not change.
        compileall.compile_dir(folder, quiet=2)

    def changed(self, mutant: Mutant) -> AbstractContextManager[None]:
        """Make the change, and undo it at the end."""
        return changed(self.folder / mutant.path, mutant.write())


@contextmanager
def changed(path: Path, text: str) -> Iterator[None]:
    """Give a file another text, and undo it at the end."""
    content, status = path.read_bytes(), path.stat()
    path.write_text(text, encoding="utf-8")
    try:
        yield
    finally:
        path.write_bytes(content)
        # With its old time, by which Python knows that its compiled form still fits.
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
