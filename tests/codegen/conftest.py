"""Copies of the project to spoil, and a client generated from a contract with one of each kind."""

import importlib
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from codegen.generate import build_client
from codegen.layout import PROJECT, Layout

EVERYTHING = Path(__file__).with_name("everything.yaml")


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """Import the package that is generated from everything.yaml."""
    root = tmp_path_factory.mktemp("everything")
    shutil.copyfile(EVERYTHING, root / "openapi.yaml")
    build_client(Layout(root), root / "everything_client")
    sys.path.insert(0, str(root))
    yield importlib.import_module("everything_client")
    sys.path.remove(str(root))


@pytest.fixture
def project(tmp_path: Path) -> Layout:
    """Copy what `generate` and `check` read and write."""
    for name in ("openapi.yaml", "redocly.yaml", "pyproject.toml"):
        shutil.copyfile(PROJECT.root / name, tmp_path / name)
    copy = Layout(tmp_path)
    shutil.copytree(PROJECT.client, copy.client, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "mock").symlink_to(PROJECT.root / "mock")
    return copy


EditContract = Callable[[str, str], None]


@pytest.fixture
def edit_contract(project: Layout) -> EditContract:
    """Replace the first occurrence of a text in the copied contract."""

    def edit(old: str, new: str) -> None:
        text = project.contract.read_text("utf-8")
        assert old in text
        project.contract.write_text(text.replace(old, new, 1), "utf-8")

    return edit
