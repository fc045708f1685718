"""The table of scenarios in the mock's README is the contract's."""

import shutil
from pathlib import Path

import pytest

from green_api_mock.contract.scenarios import check_scenarios, write_scenarios
from green_api_mock.errors import MockError
from tests.mock.example import EXAMPLE, ROOT

README = ROOT / "mock" / "README.md"


def test_the_table_of_scenarios_is_up_to_date() -> None:
    check_scenarios(README, EXAMPLE.contract)


def test_a_changed_table_is_found_and_written_anew(tmp_path: Path) -> None:
    copy = tmp_path / "README.md"
    shutil.copyfile(README, copy)
    first = EXAMPLE.contract.operations[0].scenarios[0].name
    copy.write_text(copy.read_text("utf-8").replace(f"| `{first}` |", "| `other` |"), "utf-8")
    with pytest.raises(MockError, match="make generate"):
        check_scenarios(copy, EXAMPLE.contract)
    write_scenarios(copy, EXAMPLE.contract)
    assert copy.read_bytes() == README.read_bytes()


@pytest.mark.parametrize("content", ["no marks", "<!-- scenarios -->\nno end"])
def test_a_file_without_a_place_for_the_table_is_refused(tmp_path: Path, content: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(content, "utf-8")
    with pytest.raises(MockError, match="needs one place"):
        write_scenarios(page, EXAMPLE.contract)
    assert page.read_text("utf-8") == content


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MockError, match=r"none\.md cannot be read"):
        check_scenarios(tmp_path / "none.md", EXAMPLE.contract)
