"""The project, and copies of it in which something can be changed."""

import re
import shutil
from pathlib import Path

PROJECT = Path(__file__).parents[2]
_ROOMS = ("codegen", "generated_client", "mock", "src", "tests")
_FILES = ("Makefile", "openapi.yaml", "pyproject.toml", "redocly.yaml", "schemathesis.toml")
_LEFT_OUT = shutil.ignore_patterns("node_modules", "__pycache__", ".pytest_cache")


def copy_project(folder: Path) -> None:
    """Put a copy into the folder. It shares with the project what is only read: Prism."""
    for name in _ROOMS:
        shutil.copytree(PROJECT / name, folder / name, ignore=_LEFT_OUT)
    for name in _FILES:
        shutil.copy2(PROJECT / name, folder / name)
    modules = PROJECT / "mock" / "node_modules"
    (folder / "mock" / "node_modules").symlink_to(modules, target_is_directory=True)


def gate() -> list[str]:
    """What `make contract` runs. The Makefile is the one place that says so."""
    text = (PROJECT / "Makefile").read_text("utf-8")
    found = re.search(r"^GATE := ((?:.*\\\n)*.*)$", text, re.MULTILINE)
    assert found is not None
    return found[1].replace("\\\n", " ").split()
