"""An installation without the extra `[mock]`: the command and the fixture say what to install."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from green_api_mock.plugin import GreenApiMock

pytestmark = pytest.mark.slow

HINT = "Install it with: pip install 'green-api-files[mock]'"


@pytest.fixture(params=["aiohttp", "yaml"])
def without(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """The environment of a process that has not this package."""
    name = request.param
    (tmp_path / "sitecustomize.py").write_text(f"import sys\nsys.modules[{name!r}] = None\n")
    return os.environ | {"PYTHONPATH": str(tmp_path)}


# Each with the name under which it speaks.
COMMANDS = {
    "as installed": ("green-api-mock", "green-api-mock"),
    "with a trigger": ("green-api-mock", "green-api-mock", "trigger"),
    "as a module": ("green-api-mock", sys.executable, "-m", "green_api_mock"),
    "the proxy": ("proxy", sys.executable, "-m", "green_api_mock.proxy", "http://127.0.0.1:9"),
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_the_command_says_what_to_install(
    without: dict[str, str], command: tuple[str, ...]
) -> None:
    name, program, *arguments = command
    path = shutil.which(program, path=str(Path(sys.executable).parent))
    assert path is not None
    done = subprocess.run(
        [path, *arguments], env=without, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.startswith(f"{name}: The mock cannot start without ")
    assert done.stderr.endswith(f"{HINT}\n")
    assert len(done.stderr.splitlines()) == 1


def test_the_fixture_says_what_to_install(without: dict[str, str], tmp_path: Path) -> None:
    test = tmp_path / "test_it.py"
    test.write_text("def test_it(green_api_mock):\n    pass\n")
    run = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:schemathesis"]
    done = subprocess.run(
        [*run, "--rootdir", str(tmp_path), str(test)],
        env=without,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 1
    assert HINT in done.stdout
    assert "ModuleNotFoundError" not in done.stdout + done.stderr


def test_the_installed_command_begins_here() -> None:
    from importlib.metadata import entry_points  # noqa: PLC0415 # for this test only

    (command,) = entry_points(group="console_scripts", name="green-api-mock")
    assert command.value == "green_api_mock.start:main"


def test_a_reader_that_has_enough_ends_it_quietly(green_api_mock: GreenApiMock) -> None:
    path = shutil.which("green-api-mock", path=str(Path(sys.executable).parent))
    assert path is not None
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [path, "trigger", "--at", green_api_mock.url],
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")
