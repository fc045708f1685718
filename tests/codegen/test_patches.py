"""A patch applies to the templates it was written for, or generation stops."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from codegen.failure import CodegenError
from codegen.layout import PROJECT
from codegen.patches import ALL, Edit, Patch, apply


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """Copy the installed generator's templates."""
    target = tmp_path / "templates"
    shutil.copytree(Path(str(files("openapi_python_client"))) / "templates", target)
    return target


def patch(*edits: Edit) -> Patch:
    return Patch("a_name", "a reason", "a thread", edits)


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.name)
def test_every_patch_explains_itself(each: Patch) -> None:
    assert each.edits
    assert len(each.why.split()) > 5
    assert each.upstream.startswith(("https://github.com/", "No thread is known", "None: "))
    assert (PROJECT.root / "codegen" / "patches" / f"{each.name}.py").is_file()


def test_all_patches_apply_to_the_installed_templates_once(templates: Path) -> None:
    apply(ALL, templates)
    with pytest.raises(CodegenError):
        apply(ALL, templates)


STEPS = [Patch(each.name, each.why, each.upstream, (edit,)) for each in ALL for edit in each.edits]


def test_a_template_that_changed_stops_its_patch(templates: Path) -> None:
    assert STEPS
    for step in STEPS:
        [edit] = step.edits
        template = templates / edit.template
        text = template.read_text("utf-8")
        template.write_text(text.replace(edit.old, edit.old[:-1] + "?"), "utf-8")
        with pytest.raises(CodegenError, match=f"The patch `{step.name}` expects"):
            apply([step], templates)
        template.write_text(text, "utf-8")
        apply([step], templates)  # for the next one


def test_a_text_that_is_missing_is_named(templates: Path) -> None:
    with pytest.raises(CodegenError) as caught:
        apply([patch(Edit("types.py.jinja", "not there at all", ""))], templates)
    message = str(caught.value)
    for part in ("a_name", "types.py.jinja", "0 time(s)", "not there at all", "a_name.py"):
        assert part in message


def test_a_text_that_is_there_too_often_is_not_replaced(templates: Path) -> None:
    before = (templates / "types.py.jinja").read_text("utf-8")
    with pytest.raises(CodegenError, match=r"expects .* 1 time\(s\)"):
        apply([patch(Edit("types.py.jinja", "str", "int"))], templates)
    assert (templates / "types.py.jinja").read_text("utf-8") == before


def test_a_text_may_be_expected_more_than_once(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x x", "utf-8")
    apply([patch(Edit("a", "x", "y", count=2))], tmp_path)
    assert (tmp_path / "a").read_text("utf-8") == "y y"


def test_a_template_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(CodegenError, match=r"gone\.jinja, which the installed generator does not"):
        apply([patch(Edit("gone.jinja", "x", "y"))], tmp_path)
