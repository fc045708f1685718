"""A copy of the project in which one file at a time is changed."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.mutants.mutant import PROJECT, Mutant

_COPIED = ("generated_client", "mock", "src", "tests")
_FILES = ("openapi.yaml", "pyproject.toml", "schemathesis.toml")
_NEVER = shutil.ignore_patterns("node_modules", ".pytest_cache", "__pycache__")


class Sandbox:
    """The copy. Nothing in it is shared with another one but what is only read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in _COPIED:
            shutil.copytree(PROJECT / name, folder / name, ignore=_NEVER)
        for name in _FILES:
            shutil.copy2(PROJECT / name, folder / name)
        modules = PROJECT / "mock" / "node_modules"
        (folder / "mock" / "node_modules").symlink_to(modules, target_is_directory=True)

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
