"""The project, and copies of it in which something can be changed."""

import hashlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parents[2]
# What is installed, built or found in a checkout, and not a part of it.
_NOT_OURS = frozenset({"build", "dist", "downloads", "mutants.json", "node_modules", "__pycache__"})

# What tries changes, and where their results are written.
_OF_PROOF = ("tests/mutants/", "docs/proof.md")


def copy_project(folder: Path) -> None:
    """Put a copy into the folder. It shares with the project what is only read: Prism."""
    for path in _files():
        copy = folder / path.relative_to(PROJECT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)
    modules = PROJECT / "mock" / "node_modules"
    (folder / "mock" / "node_modules").symlink_to(modules, target_is_directory=True)


def state_of_project(test: str) -> str:
    """A name that changes with everything that the file of tests may reach."""
    state = hashlib.sha256()
    for path in sorted(_files()):
        name = path.relative_to(PROJECT).as_posix()
        is_apart = path.name.startswith("test_") or name.startswith(_OF_PROOF)
        if name == test or not is_apart:
            state.update(f"{name}\0".encode() + path.read_bytes())
    return state.hexdigest()[:16]


def _files(folder: Path = PROJECT) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in _NOT_OURS or (path.name.startswith(".") and path.name != ".dockerignore"):
            continue
        if path.is_dir():
            yield from _files(path)
        else:
            yield path


def gate() -> list[str]:
    """What `make contract` runs. The Makefile is the one place that says so."""
    text = (PROJECT / "Makefile").read_text("utf-8")
    found = re.search(r"^GATE := ((?:.*\\\n)*.*)$", text, re.MULTILINE)
    assert found is not None
    return found[1].replace("\\\n", " ").split()
