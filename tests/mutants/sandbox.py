"""A copy of the project in which one file at a time is changed."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.mutants.mutant import Mutant
from tests.support.project import PROJECT, copy_project


class Sandbox:
    """The copy. Nothing in it is shared with another one but what is only read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        copy_project(folder)

    @contextmanager
    def changed(self, mutant: Mutant) -> Iterator[None]:
        """Make the change, and undo it at the end."""
        path = self.folder / mutant.path
        path.write_text(mutant.text, encoding="utf-8")
        try:
            yield
        finally:
            # With its old time, by which Python knows that its compiled form still fits.
            shutil.copy2(PROJECT / mutant.path, path)
