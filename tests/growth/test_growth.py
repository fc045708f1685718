"""New operations in the contract are all that client, mock and gate need: three of new kinds, and
the one that docs/contract.md adds.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.docs.blocks import blocks
from tests.support.project import PROJECT, copy_project

ADDED = Path(__file__).with_name("operations.yaml")
# The gate asks each of the operations a tenth of what it asks without this test.
CASES = "10"
# A hang guard, not an expectation.
SECONDS = 1200


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the added operations in its contract, generated anew."""
    folder = tmp_path_factory.mktemp("grown")
    copy_project(folder)
    yaml, contract = YAML(), folder / "openapi.yaml"
    document, added = yaml.load(contract), yaml.load(ADDED)
    (shown,) = [
        block for block in blocks(PROJECT / "docs" / "contract.md") if block.language == "yaml"
    ]
    added["paths"] |= yaml.load(shown.text)
    assert not document["paths"].keys() & added["paths"].keys()
    document["paths"] |= added["paths"]
    document["components"]["schemas"] |= added["schemas"]
    yaml.dump(document, contract)
    before = files_of(folder)
    run(folder, "codegen", "generate")
    changed = {name for name, text in files_of(folder).items() if before.get(name) != text}
    assert changed
    assert all(name.startswith("generated_client/") for name in changed), changed
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    """Return what is written in the copy by hand or by the generator."""
    rooms = ("openapi.yaml", "codegen/**/*", "generated_client/**/*", "mock/green_api_mock/**/*")
    paths = [path for room in rooms for path in folder.glob(room) if path.is_file()]
    kept = [path for path in paths if "__pycache__" not in path.parts]
    return {str(path.relative_to(folder)): path.read_bytes() for path in kept}


def run(folder: Path, *command: str, **environment: str) -> str:
    """Run a module of the copy, and nothing of the original."""
    rooms = (folder, folder / "generated_client", folder / "mock", folder / "src")
    # One process in which all is tested, whatever the number of those that test the original.
    own = {name: value for name, value in os.environ.items() if "XDIST" not in name}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=own | {"PYTHONPATH": os.pathsep.join(map(str, rooms))} | environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, f"{command}:\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.mark.slow
def test_client_mock_and_gate_learn_operations_of_new_kinds(grown: Path) -> None:
    gate = ("pytest", "-q", "-x", "-p", "no:cacheprovider", "tests/contract")
    said = run(grown, *gate, CONTRACT_CASES=CASES)
    # The last test of the gate counts the words, so nothing was left out.
    number = len(YAML(typ="safe").load(grown / "openapi.yaml")["paths"])
    assert re.search(rf"^operations +{number} of {number}$", said, re.MULTILINE), said
    assert re.search(r"^\d+ passed in ", said, re.MULTILINE), said
