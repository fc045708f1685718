"""Generating replaces the client whole or not at all, and always with the same bytes."""

import shutil
from pathlib import Path

import pytest

import codegen.generate
from codegen.__main__ import main
from codegen.failure import CodegenError
from codegen.generate import replace_client
from codegen.layout import PROJECT, Layout
from codegen.patches import Edit, Patch
from tests.codegen.conftest import EditContract

pytestmark = pytest.mark.slow


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_what_was_there_is_replaced_and_nothing_is_left_beside_it(project: Layout) -> None:
    stale = project.client / "models" / "stale.py"
    stale.write_text("", "utf-8")
    (project.client / "client.py").unlink()
    replace_client(project)
    assert contents(project.client) == contents(PROJECT.client)
    assert [path.name for path in project.client.parent.iterdir()] == [project.client.name]


def test_every_file_says_where_it_comes_from() -> None:
    for path in PROJECT.client.rglob("*.py"):
        assert "make generate" in path.read_text("utf-8").splitlines()[0], path
    assert (PROJECT.client / "py.typed").is_file()


def assert_kept(project: Layout, sentence: str) -> None:
    before = contents(project.client)
    with pytest.raises(CodegenError, match=sentence):
        replace_client(project)
    assert contents(project.client) == before
    assert [path.name for path in project.client.parent.iterdir()] == [project.client.name]


def test_a_changed_template_leaves_the_client_as_it_was(
    project: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    outdated = Patch("outdated", "why", "none", (Edit("types.py.jinja", "no such text", ""),))
    monkeypatch.setattr(codegen.generate, "ALL", (outdated,))
    assert_kept(project, "The patch `outdated` expects")


def test_what_the_generator_cannot_read_leaves_the_client_as_it_was(
    project: Layout, edit_contract: EditContract
) -> None:
    edit_contract("          application/json:\n", "          application/xml:\n")
    assert_kept(project, "openapi-python-client could not make the client")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: [", "cannot be read as YAML"),
        ("a: 1\na: 2\n", "cannot be read as YAML"),
        ("just text", "its top level is not an object"),
        (None, "There is no contract at"),
    ],
)
def test_a_file_that_is_no_contract_is_named(
    project: Layout, text: str | None, sentence: str
) -> None:
    if text is None:
        project.contract.unlink()
    else:
        project.contract.write_text(text, "utf-8")
    assert_kept(project, sentence)


def test_what_would_be_generated_wrongly_is_refused(project: Layout) -> None:
    sound = Path(__file__).with_name("sound.yaml").read_text("utf-8")
    text_first = sound.replace(
        "            application/json:\n              schema",
        "            text/html: {}\n            application/json:\n              schema",
    )
    project.contract.write_text(text_first, "utf-8")
    assert_kept(project, "put its JSON type first")


def test_a_new_client_that_cannot_take_its_place_gives_it_back(
    project: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What was generated is gone when it is to be put there.
    monkeypatch.setattr(codegen.generate, "build_client", lambda *_: None)
    before = contents(project.client)
    with pytest.raises(CodegenError):
        replace_client(project)
    assert contents(project.client) == before
    assert [path.name for path in project.client.parent.iterdir()] == [project.client.name]


def test_scenarios_that_cannot_be_told_leave_all_as_it_was(
    project: Layout, edit_contract: EditContract, tmp_path: Path
) -> None:
    page = tmp_path / "page.md"
    page.write_text("no marks", "utf-8")
    edit_contract("/downloadFile/", "/fetchFile/")
    before = contents(project.client)
    with pytest.raises(CodegenError, match="The mock cannot tell its scenarios"):
        replace_client(project, page)
    assert contents(project.client) == before
    assert page.read_text("utf-8") == "no marks"


def test_the_scenarios_are_made_anew_with_the_client(project: Layout, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    whole = (PROJECT.root / "mock" / "README.md").read_text("utf-8")
    before, mark, table = whole.partition("<!-- scenarios -->")
    assert "imageFile" in table
    page.write_text(before + mark + table.replace("imageFile", "otherFile"), "utf-8")
    assert main(["generate", "--scenarios", str(page)], project) == 0
    assert page.read_text("utf-8") == whole


def test_what_cannot_be_put_in_its_place_leaves_all_as_it_was(
    project: Layout, tmp_path: Path
) -> None:
    page = tmp_path / "folder" / "page.md"
    page.parent.mkdir()
    shutil.copyfile(PROJECT.root / "mock" / "README.md", page)
    before = contents(project.client)

    def vanish(_: Path, target: Path) -> None:
        shutil.copyfile(PROJECT.root / "mock" / "README.md", target)
        shutil.rmtree(page.parent)

    with pytest.MonkeyPatch.context() as patching:
        patching.setattr(codegen.generate, "_write_scenarios", vanish)
        with pytest.raises(CodegenError, match="cannot be put in its place"):
            replace_client(project, page)
    assert contents(project.client) == before


def test_the_command_ends_with_a_sentence_and_a_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["generate"], Layout(tmp_path)) == 1
    assert capsys.readouterr().err == f"There is no contract at {tmp_path / 'openapi.yaml'}.\n\n"


def test_what_is_generated_passes_the_check(project: Layout) -> None:
    shutil.rmtree(project.client)
    assert main(["generate"], project) == 0
    assert main(["check"], project) == 0
    (project.client / "types.py").unlink()
    assert main(["check"], project) == 1
