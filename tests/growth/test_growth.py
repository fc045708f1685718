"""A second operation in the contract is all that client, mock and gate need to have it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.support.project import copy_project

# A hang guard, not an expectation.
SECONDS = 300


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project whose contract has a second operation, generated anew."""
    folder = tmp_path_factory.mktemp("grown")
    copy_project(folder)
    addition = yaml.safe_load(Path(__file__).with_name("second_operation.yaml").read_text("utf-8"))
    contract = folder / "openapi.yaml"
    document = yaml.safe_load(contract.read_text("utf-8"))
    document["paths"][addition["path"]] = addition["item"]
    document["components"]["schemas"][addition["schema name"]] = addition["schema"]
    contract.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    run(folder, "codegen", "generate")
    return folder


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


@pytest.mark.parametrize("cases", ["10", pytest.param("100", marks=pytest.mark.slow)])
def test_client_mock_and_gate_learn_a_second_operation(grown: Path, cases: str) -> None:
    gate = ("pytest", "-q", "-x", "-p", "no:cacheprovider", "tests/contract")
    said = run(grown, *gate, CONTRACT_CASES=cases)
    # The last test of the gate counts the words, so nothing was left out.
    assert re.search(r"^operations +2 of 2$", said, re.MULTILINE), said
    assert re.search(r"^\d+ passed in ", said, re.MULTILINE), said
