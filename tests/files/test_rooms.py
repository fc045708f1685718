"""An import in the wrong direction fails `make lint` with the rule that it breaks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")


def lint(code: Path) -> subprocess.CompletedProcess[str]:
    command = [str(LINT_IMPORTS), "--no-logo", "--no-cache", str(ROOT / "pyproject.toml")]
    surroundings = os.environ | {"PYTHONPATH": f"{code}{os.pathsep}{ROOT}", "COLUMNS": "300"}
    return subprocess.run(
        command, capture_output=True, text=True, cwd=code, env=surroundings, check=False
    )


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """A copy of the library, to break."""
    shutil.copytree(ROOT / "src/green_api_files", tmp_path / "green_api_files")
    return tmp_path


WRONG = {
    "_http/threads.py": (
        "from green_api_files._api import call",
        ["The rooms of the library", "green_api_files._http is not allowed to import"],
    ),
    "_file/transfer.py": (
        "import urllib3",
        ["decides without a network", "green_api_files._file is not allowed to import urllib3"],
    ),
    "_core.py": (
        "import aiohttp",
        ["Each twin brings its own engine only", "green_api_files._core -> aiohttp"],
    ),
    "_file/link.py": (
        "from green_api_files._file import transfer",
        ["No cycles are allowed in green_api_files._file", ".link"],
    ),
    "errors.py": (
        "import green_api_mock",
        ["used by tests and bench", "not allowed to import green_api_mock"],
    ),
    "_nowhere.py": ("", ["The rooms of the library", "_nowhere"]),
}


def test_every_wrong_import_is_told(code: Path) -> None:
    for module, (line, _) in WRONG.items():
        with (code / "green_api_files" / module).open("a") as file:
            file.write(f"\n{line}\n")
    done = lint(code)
    assert done.returncode == 1
    for module, (_, words) in WRONG.items():
        assert all(word in done.stdout for word in words), (module, done.stdout)


def test_the_rooms_are_in_order(code: Path) -> None:
    done = lint(code)
    assert done.returncode == 0, done.stdout
