"""The harness makes changes that are real, and tells a gate that notices from one that does not."""

from pathlib import Path

import pytest

from tests.contract.documented import Contract
from tests.mutants.contract_mutants import contract_mutants
from tests.mutants.equivalents import StaleEntryError, read_equivalents
from tests.mutants.families import GATE
from tests.mutants.gate import Run, run_gate, warm_context
from tests.mutants.mutant import Mutant
from tests.mutants.python_mutants import python_mutants
from tests.mutants.report import Result, State, score, write_score
from tests.mutants.sandbox import Sandbox
from tests.support.project import PROJECT

pytestmark = pytest.mark.slow

CONTRACT = PROJECT / "openapi.yaml"
FACTS = Run(("tests/contract/test_facts.py",), cases=5)
# A hang guard, not an expectation.
SECONDS = 120.0


def test_every_change_of_the_contract_is_real_and_named_once() -> None:
    contract = Contract(CONTRACT)
    names = set()
    for mutant in contract_mutants(contract):
        assert mutant.name not in names
        names.add(mutant.name)
        assert mutant.path == CONTRACT.name
    assert len(names) > 200


def test_every_change_of_a_module_is_real_python_and_named_once() -> None:
    path = PROJECT / "generated_client" / "green_api_client" / "_reading.py"
    mutants = list(python_mutants("client", path))
    assert len({mutant.name for mutant in mutants}) == len(mutants) > 20
    for mutant in mutants:
        assert mutant.text != path.read_text("utf-8")
        compile(mutant.text, mutant.path, "exec")


def test_the_gate_notices_a_change_and_nothing_else(tmp_path: Path) -> None:
    sandbox = Sandbox(tmp_path)
    context = warm_context()
    change = next(m for m in contract_mutants(Contract(CONTRACT)) if "is not required" in m.name)
    same = Mutant("contract", "nothing", CONTRACT.name, CONTRACT.read_text("utf-8"))
    with sandbox.changed(change):
        assert run_gate(context, sandbox.folder, FACTS, SECONDS).failed
    with sandbox.changed(same):
        outcome = run_gate(context, sandbox.folder, FACTS, SECONDS)
    assert outcome.failed is None, outcome.log
    assert (tmp_path / CONTRACT.name).read_bytes() == CONTRACT.read_bytes()


def test_a_list_entry_that_fits_no_mutant_is_an_error() -> None:
    with pytest.raises(StaleEntryError):
        read_equivalents({"contract: nothing"}, complete=True)
    assert all(reason for reason in read_equivalents(set(), complete=False).values())


def test_the_score_is_put_between_its_markers(tmp_path: Path) -> None:
    mutant = Mutant("mock", "a", "b", "c")
    results = [Result(mutant, State.KILLED, "t"), Result(mutant, State.SURVIVED, "")]
    readme = tmp_path / "README.md"
    readme.write_text("a\n<!-- mutants -->\nold\n<!-- /mutants -->\nb\n", "utf-8")
    write_score(readme, results)
    write_score(readme, results)
    expected = f"a\n<!-- mutants -->\n{score(results)}\n<!-- /mutants -->\nb\n"
    assert readme.read_text("utf-8") == expected
    assert "| mock | 2 | 1 | 0 | 1 |" in expected


def test_the_gate_is_the_one_of_the_makefile() -> None:
    line = next(
        line
        for line in (PROJECT / "Makefile").read_text("utf-8").splitlines()
        if line.startswith("GATE :=")
    )
    named = [part for path in GATE for part in Path(path).name.removeprefix("test_").split("/")]
    assert [part for part in named if part not in line] == []
