"""What is published can be installed into empty environments, by wheel and by source, and works."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.project import PROJECT, copy_project

if TYPE_CHECKING:
    from email.message import Message

    from _pytest.mark.structures import ParameterSet

# Environments are filled from the package index, as `make setup` is.
pytestmark = pytest.mark.slow

NAME = "green_api_files"
SCRIPTS = Path(sys.executable).parent
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
VERSION = PYPROJECT["project"]["version"]
REPOSITORY = "https://example.com/owner/name"


def run(
    *command: str | Path, code: int | None = 0, cwd: Path = PROJECT.parent, **variables: str
) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "PYTHONPATH")}
    done = subprocess.run(
        command,
        env=environment | variables,
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    assert code is None or done.returncode == code, done.stdout + done.stderr
    return done


@dataclass(frozen=True)
class Built:
    """What a release publishes."""

    wheel: Path
    source: Path


def build(root: Path, folder: Path) -> Built:
    run(SCRIPTS / "hatchling", "build", "-d", folder, cwd=root, PROJECT_URL=REPOSITORY)
    (wheel,), (source,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return Built(wheel, source)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(PROJECT, tmp_path_factory.mktemp("dist"))


def metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        return message_from_bytes(archive.read(f"{NAME}-{VERSION}.dist-info/METADATA"))


def content(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_index_would_take_both(built: Built) -> None:
    said = run(SCRIPTS / "twine", "check", "--strict", built.wheel, built.source, NO_COLOR="1")
    assert said.stdout.count("PASSED") == 2


def test_the_metadata_tell_where_the_project_is(built: Built) -> None:
    told = metadata(built.wheel)
    assert told["Version"] == VERSION
    assert f"Repository, {REPOSITORY}" in (told.get_all("Project-URL") or [])
    assert "Framework :: Pytest" in (told.get_all("Classifier") or [])
    assert f"]({REPOSITORY}/blob/v{VERSION}/docs/" in str(told.get_payload())


def test_the_source_has_what_a_packager_needs_and_no_more(built: Built) -> None:
    with tarfile.open(built.source) as archive:
        names = {member.name.partition("/")[2] for member in archive.getmembers()}
    assert {"LICENSE", "CHANGELOG.md", "PKG-INFO", "hatch_build.py", "openapi.yaml"} <= names
    assert {name.partition("/")[0] for name in names if "/" in name} == {
        "examples",
        "generated_client",
        "mock",
        "src",
    }
    assert not [name for name in names if "node_modules" in name or name.endswith(".pyc")]


def test_the_source_builds_the_same_wheel(built: Built, tmp_path: Path) -> None:
    with tarfile.open(built.source) as archive:
        archive.extractall(tmp_path, filter="data")
    again = build(tmp_path / f"{NAME}-{VERSION}", tmp_path / "dist")
    assert content(again.wheel) == content(built.wheel)


def pythons() -> list[ParameterSet]:
    """One Python of each minor version that is supported and there, by its version."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    found: dict[str, str | Path] = {}
    for classifier in PYPROJECT["project"]["classifiers"]:
        version = classifier.rpartition(" :: ")[2]
        if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", classifier):
            places = [*pyenv.glob(f"{version}.*/bin/python"), shutil.which(f"python{version}")]
            if place := places[0]:
                found[version] = place
    return [pytest.param(str(place), id=version) for version, place in found.items()]


@dataclass(frozen=True)
class Environment:
    """A virtual environment."""

    bin: Path

    def run(self, *command: str, code: int = 0) -> str:
        """What a command of the environment says, on the output and then on the errors."""
        done = run(self.bin / command[0], *command[1:], code=code)
        return done.stdout + done.stderr


def empty_environment(python: str, folder: Path, *options: str) -> Environment:
    run(python, "-m", "venv", *options, folder)
    return Environment(folder / "bin")


def install(environment: Environment, what: str) -> None:
    """Install it as quickly as can be; uv knows nothing of an index set in pip's own settings."""
    target = ("--quiet", "--python", str(environment.bin / "python"))
    if run(SCRIPTS / "uv", "pip", "install", *target, what, code=None).returncode != 0:
        run(sys.executable, "-m", "pip", *target, "install", what)


def assert_libraries_work(environment: Environment) -> None:
    environment.run("python", "-W", "error", "-c", "import green_api_client, green_api_files")


def assert_command_works(environment: Environment) -> None:
    assert VERSION in environment.run("green-api-files", "--version")


def assert_mock_works(environment: Environment) -> None:
    assert "--contract" in environment.run("green-api-mock", "--help")


@pytest.mark.parametrize("python", pythons())
def test_a_bare_wheel_and_what_its_commands_say_to_install(
    python: str, built: Built, tmp_path: Path
) -> None:
    environment = empty_environment(python, tmp_path / "venv")
    install(environment, str(built.wheel))
    assert_libraries_work(environment)
    for module in ("green_api_mock", "green_api_mock.proxy"):
        said = environment.run("python", "-m", module, code=4)
        assert said.count("\n") == 1, said
    for command, code, works in (
        ("green-api-files", 1, assert_command_works),
        ("green-api-mock", 4, assert_mock_works),
    ):
        said = environment.run(command, "--help", code=code)
        (todo,) = re.findall(r"pip install '(green-api-files\[\w+\])'", said)
        # By pip, as it says. It does so wherever the package itself came from.
        environment.run("python", "-m", "pip", "install", "--quiet", todo)
        works(environment)


@pytest.mark.parametrize("python", pythons())
@pytest.mark.parametrize("kind", ["wheel", "source"])
def test_with_both_extras(python: str, built: Built, kind: str, tmp_path: Path) -> None:
    environment = empty_environment(python, tmp_path / "venv", "--without-pip")
    distribution: Path = getattr(built, kind)
    install(environment, f"green-api-files[cli,mock] @ {distribution.as_uri()}")
    assert_libraries_work(environment)
    assert_command_works(environment)
    assert_mock_works(environment)


def test_make_dist_judges_the_tag_and_finds_the_notes(tmp_path: Path) -> None:
    copy_project(tmp_path)
    (tmp_path / ".venv").symlink_to(sys.prefix, target_is_directory=True)
    (tmp_path / "CHANGELOG.md").write_text(
        f"# All\n\n## {VERSION}\n\n- New.\n\n## 0.0.1\n\n- Old.\n"
    )
    # The environment is that of the tests, which nothing is installed into.
    old = ("--old-file=.venv/.installed", "--old-file=mock/node_modules/.package-lock.json")
    make = ("make", "--no-print-directory", *old, "-C", tmp_path, "dist")
    said = run(*make, "TAG=v99.0.0", code=2).stderr
    assert f"The tag is v99.0.0, but the version is {VERSION}." in said
    run(*make, f"TAG=v{VERSION}")
    assert (tmp_path / "build" / "notes.md").read_text() == "\n- New.\n\n"
    assert len(list((tmp_path / "dist").iterdir())) == 2
    (tmp_path / "CHANGELOG.md").write_text(f"# All\n\n## {VERSION} (unreleased)\n\n- New.\n")
    assert "CHANGELOG.md has no section" in run(*make, f"TAG=v{VERSION}", code=2).stderr
