"""A copy of the project in which one file at a time is changed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.mutants.mutant import Mutant
from tests.support.project import copy_project


class Sandbox:
    """The copy. Nothing in it is shared with another one but what is only read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        copy_project(folder)

    @contextmanager
    def changed(self, mutant: Mutant) -> Iterator[None]:
        """Make the change, and undo it at the end."""
        path = self.folder / mutant.path
        content, status = path.read_bytes(), path.stat()
        path.write_text(mutant.write(), encoding="utf-8")
        try:
            yield
        finally:
            path.write_bytes(content)
            # With its old time, by which Python knows that its compiled form still fits.
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
