"""The README's table of operations is the contract's."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from codegen import contract, operation_table
from codegen.__main__ import main
from codegen.failure import CodegenError
from codegen.layout import PROJECT, Layout
from tests.codegen.conftest import EditContract

BEFORE = "before\n<!-- operations -->\nold\n<!-- /operations -->\nafter\n"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page whose table is old."""
    page = tmp_path / "page.md"
    page.write_text(BEFORE, "utf-8")
    return page


@cache
def document() -> dict[str, Any]:
    return contract.load(PROJECT.contract)


def written(page: Path) -> str:
    return operation_table.written(page, document(), PROJECT.client)


def test_every_operation_has_a_line_with_what_it_brings(page: Path) -> None:
    text = written(page)
    assert text.startswith("before\n<!-- operations -->\n| operation |")
    assert text.endswith(" |\n<!-- /operations -->\nafter\n")
    rows = text.splitlines()[4:-2]
    operations = [operation for _, operation in contract.operations(document())]
    assert [row.rpartition(" | ")[2] for row in rows] == [f"{o['summary']} |" for o in operations]
    for row, operation in zip(rows, operations, strict=True):
        module = row.split("`")[1]
        assert module.startswith(f"{operation['tags'][0]}.")
        path = PROJECT.client / "api" / f"{module.replace('.', '/')}.py"
        brings = row.split("`")[3].replace(r"\|", "|")
        assert f") -> {brings}:" in path.read_text("utf-8")


def test_what_is_left_out_and_what_ends_a_cell(page: Path, tmp_path: Path) -> None:
    operations = [
        {"operationId": "getIt"},
        {"operationId": "sendIt", "tags": ["first", "second"], "summary": "A | B"},
    ]
    small = {"paths": {"/a": dict(zip(("get", "put"), operations, strict=True))}}
    bare = "import this\nasync def asyncio() -> None: ...\ndef a() -> int: ...\ndef sync(): ...\n"
    for name, code in (
        ("default/get_it", bare),
        ("first/send_it", "def sync() -> Ä | None: ...\n"),
    ):
        module = tmp_path / "api" / f"{name}.py"
        module.parent.mkdir(parents=True)
        module.write_text(code, "utf-8")
    assert operation_table.written(page, small, tmp_path) == (
        "before\n<!-- operations -->\n"
        "| operation | brings | what it does |\n| --- | --- | --- |\n"
        "| `default.get_it` | `` |  |\n"
        "| `first.send_it` | `Ä \\| None` | A \\| B |\n"
        "<!-- /operations -->\nafter\n"
    )
    module.write_text("sync = None\n", "utf-8")
    with pytest.raises(CodegenError, match=r"send_it\.py has no function `sync`"):
        operation_table.written(page, small, tmp_path)


def test_a_table_that_is_there_is_the_same_when_it_is_written_again(page: Path) -> None:
    page.write_text(written(page), "utf-8")
    assert written(page) == page.read_text("utf-8")
    assert not list(operation_table.problems(page, document(), PROJECT.client))


def test_an_old_table_is_found(page: Path) -> None:
    (problem,) = operation_table.problems(page, document(), PROJECT.client)
    assert "run make generate" in problem.do
    assert problem.where == str(page)


@pytest.mark.parametrize("text", ["", BEFORE * 2])
def test_a_page_without_one_place_for_it_is_refused(page: Path, text: str) -> None:
    page.write_text(text, "utf-8")
    with pytest.raises(CodegenError, match="needs one place for the table"):
        written(page)


def test_a_page_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CodegenError, match=r"gone\.md cannot be read"):
        written(tmp_path / "gone.md")


@pytest.mark.slow
def test_the_command_writes_and_checks_it(
    project: Layout, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--operations", str(page)], project) == 1
    assert "table of operations is not the contract's" in capsys.readouterr().err
    assert main(["generate", "--operations", str(page)], project) == 0
    assert page.read_text("utf-8") == written(page)
    assert main(["check", "--operations", str(page)], project) == 0


@pytest.mark.slow
def test_a_page_without_a_place_leaves_the_client_as_it_was(
    project: Layout, page: Path, edit_contract: EditContract
) -> None:
    page.write_text("no marks", "utf-8")
    edit_contract("        downloadUrl:\n", "        downloadLink:\n")
    before = (project.client / "models" / "file_link.py").read_bytes()
    assert main(["generate", "--operations", str(page)], project) == 1
    assert (project.client / "models" / "file_link.py").read_bytes() == before
    assert page.read_text("utf-8") == "no marks"
