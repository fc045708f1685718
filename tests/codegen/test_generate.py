"""Generating replaces the client whole or not at all, and always with the same bytes."""

import json
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import codegen.generate
from codegen import drift, lint
from codegen.__main__ import main
from codegen.failure import CodegenError
from codegen.generate import build_client, replace_client
from codegen.layout import PROJECT, Layout
from codegen.patches import Edit, Patch
from codegen.problem import Problem
from tests.codegen.conftest import EVERYTHING, EditContract


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.slow
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


@pytest.mark.slow
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
    project.contract.write_text(
        text_first.replace("type: string }\n", "type: integer }\n"), "utf-8"
    )
    assert_kept(project, r"put its JSON type first, and have no second one\.\n\nThe parameter key")


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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
def test_what_is_generated_passes_the_check(project: Layout) -> None:
    shutil.rmtree(project.client)
    assert main(["generate"], project) == 0
    assert main(["check"], project) == 0
    (project.client / "types.py").unlink()
    assert main(["check"], project) == 1


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    """A project with a contract of nothing, and a generator that makes one module."""
    layout = Layout(tmp_path / "project")
    layout.root.mkdir()
    layout.contract.write_text("openapi: 3.1.0\npaths: {}\n", "utf-8")

    def build(_: Layout, target: Path) -> None:
        # Hidden, and beside the client: so it takes its place by its name alone.
        assert target.parent.name.startswith(".new-")
        assert target.parent.parent == layout.client.parent
        target.mkdir()
        (target / "made.py").write_text("", "utf-8")

    monkeypatch.setattr(codegen.generate, "build_client", build)
    return layout


MARKED = "before\n<!-- operations -->\n{}<!-- /operations -->\nafter\n"
HEAD = "| operation | brings | what it does |\n| --- | --- | --- |\n"


def test_pages_take_their_places_with_the_client(
    small: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def write(contract: Path, page: Path) -> None:
        asked.append(contract)
        page.write_text(page.read_text("utf-8") + " and new", "utf-8")

    monkeypatch.setattr(codegen.generate, "_write_scenarios", write)
    scenarios, operations = tmp_path / "scenarios.md", tmp_path / "operations.md"
    scenarios.write_text("old", "utf-8")
    operations.write_text(MARKED.format("old\n"), "utf-8")
    pages = ["--scenarios", str(scenarios), "--operations", str(operations)]
    for _ in range(2):
        assert main(["generate", *pages], small) == 0
        assert contents(small.client.parent) == {f"{small.client.name}/made.py": b""}
    assert scenarios.read_text("utf-8") == "old and new and new"
    assert operations.read_text("utf-8") == MARKED.format(HEAD)
    assert asked == [small.contract] * 2


def test_the_command_tells_what_it_takes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["codegen", "--help"])
    monkeypatch.delitem(sys.modules, "codegen.__main__")
    with pytest.raises(SystemExit, match=r"^0$"):
        runpy.run_module("codegen", run_name="__main__")
    told = capsys.readouterr().out
    for option in ("{generate,check}", "--scenarios PAGE ", "--operations PAGE "):
        assert option in told
    with pytest.raises(SystemExit, match=r"^2$"):
        main(["change"])


PROBLEM = Problem("It is wrong.", "here", "mend it")


@pytest.mark.parametrize("fault", ["contract", "client", "page", None])
def test_each_check_waits_for_the_one_before_it(
    small: Layout,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    fault: str | None,
) -> None:
    page = tmp_path / "operations.md"
    page.write_text(MARKED.format("" if fault == "page" else HEAD), "utf-8")
    if fault in {"contract", "client"}:
        page.unlink()  # nobody asks for it
    monkeypatch.setattr(lint, "problems", lambda _: [PROBLEM] * (2 * (fault == "contract")))
    monkeypatch.setattr(drift, "problems", lambda _: [PROBLEM] * (fault == "client"))
    assert main(["check", "--operations", str(page)], small) == (1 if fault else 0)
    told = f"{PROBLEM}\n\n"
    said = {"contract": told * 2, "client": told, None: ""}
    error = capsys.readouterr().err
    assert error == said.get(fault, error)
    assert ("table of operations" in error) == (fault == "page")
    assert main(["check"], small) == (1 if fault in {"contract", "client"} else 0)


def test_what_the_generator_makes_is_completed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout, target = Layout(tmp_path), tmp_path / "client"
    layout.contract.write_bytes(EVERYTHING.read_bytes())

    def run(source: Path, templates: Path, config: Path, made: Path) -> None:
        document = json.loads(source.read_text("utf-8"))
        assert document["info"] == {"title": "Everything", "version": "0.1.0"}
        assert '"default": 60' not in json.dumps(document)
        hooks = json.loads(config.read_text("utf-8"))["post_hooks"]
        assert [hook.split()[:2] for hook in hooks] == [["ruff", "check"], ["ruff", "format"]]
        assert "DEFAULT_TIMEOUT" in (templates / "client.py.jinja").read_text("utf-8")
        assert "set FACTS" in (templates / "contract.jinja").read_text("utf-8")
        own = PROJECT.root / "codegen" / "templates"
        for template in own.iterdir():
            assert (templates / template.name).read_bytes() == template.read_bytes()
        (made / "models").mkdir(parents=True)
        (made / "models" / "a.py").write_text("é = 1\n", "utf-8")

    monkeypatch.setattr(codegen.generate, "_run_generator", run)
    build_client(layout, target)
    made = contents(target)
    assert made.pop("py.typed") == b""
    runtime = PROJECT.root / "codegen" / "runtime"
    bodies = {path.name: path.read_bytes() for path in runtime.glob("*.py")} | {
        "models/a.py": "é = 1\n".encode()
    }
    del bodies["__init__.py"]
    header = b"# Made from openapi.yaml by `make generate`. Do not edit: change codegen/"
    webhooks = made.pop("webhooks.py")
    assert webhooks.startswith(header)
    assert webhooks.endswith(b"\n")
    assert b"models.shape import Shape" in webhooks
    assert {name: text.partition(b"\n")[2] for name, text in made.items()} == bodies
    assert all(text.startswith(header) for text in made.values())


def test_a_contract_without_webhooks_has_no_reader_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = Layout(tmp_path)
    layout.contract.write_text("paths: {}\nday: 2026-01-31\n", "utf-8")
    monkeypatch.setattr(codegen.generate, "_run_generator", lambda *paths: paths[3].mkdir())
    build_client(layout, tmp_path / "client")
    assert not (tmp_path / "client" / "webhooks.py").exists()


@pytest.mark.parametrize("failing", [None, "openapi_python_client", "green_api_mock"])
def test_what_is_run_is_of_this_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str | None
) -> None:
    layout, page = Layout(tmp_path), tmp_path / "page"
    layout.contract.write_text("paths: {}\n", "utf-8")
    page.touch()
    ran: list[tuple[list[str], dict[str, Any]]] = []

    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        ran.append((command, options))
        if "--output-path" in command:
            Path(command[-1]).mkdir()
        return subprocess.CompletedProcess(command, command[2] == failing, " out\n", "err\n")

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setenv("PATH", "elsewhere")
    monkeypatch.setenv("KEPT", "kept")
    if failing:
        with pytest.raises(CodegenError) as caught:
            replace_client(layout, page)
        said = {"openapi_python_client": " out\nerr", "green_api_mock": "err"}[failing]
        assert str(caught.value).endswith(f"It says:\n\n{said}")
        return
    replace_client(layout, page)
    (generator, options), (mock, more) = ran
    assert generator[:5] == [
        *(sys.executable, "-m", "openapi_python_client"),
        *("generate", "--fail-on-warning"),
    ]
    given = dict(zip(generator[5::2], generator[6::2], strict=True))
    assert given.pop("--meta") == "none"
    assert set(given) == {"--path", "--config", "--custom-template-path", "--output-path"}
    assert mock[:5] == [sys.executable, "-m", "green_api_mock", "--contract", str(layout.contract)]
    assert mock[5] == "--write-scenarios"
    environment = options.pop("env")
    assert environment["KEPT"] == "kept"
    path = [str(Path(sys.executable).parent), "elsewhere"]
    assert environment["PATH"].split(os.pathsep) == path
    assert options == more
