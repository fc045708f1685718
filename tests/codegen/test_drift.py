"""Every difference between the committed client and a fresh one is found and explained."""

from pathlib import Path

import pytest

from codegen import drift
from codegen.layout import PROJECT, Layout
from codegen.problem import Problem
from tests.codegen.conftest import EditContract


def differences(project: Layout) -> list[Problem]:
    return list(drift.differences(project, PROJECT.client))


def test_missing_extra_and_changed_files_are_found(project: Layout) -> None:
    (project.client / "types.py").unlink()
    (project.client / "models" / "extra.py").write_text("", "utf-8")
    client = project.client / "client.py"
    client.write_text(client.read_text("utf-8").replace("180.0", "181.0"), "utf-8")
    (project.client / "py.typed").write_text("partial\n", "utf-8")
    problems = {problem.where.rpartition("/")[2]: problem for problem in differences(project)}
    assert set(problems) == {"types.py", "extra.py", "client.py", "py.typed"}
    assert "is missing" in problems["types.py"].what
    assert "not generated" in problems["extra.py"].what
    assert "+DEFAULT_TIMEOUT" in problems["client.py"].what
    assert "-DEFAULT_TIMEOUT" in problems["client.py"].what
    for problem in problems.values():
        assert "run make generate" in problem.do
        assert problem.where.startswith("generated_client/")


def test_caches_of_python_are_no_difference(project: Layout) -> None:
    cache = project.client / "models" / "__pycache__"
    cache.mkdir()
    (cache / "x.pyc").write_bytes(b"")
    assert differences(project) == []


def test_a_difference_is_shown_line_by_line(tmp_path: Path) -> None:
    layout, fresh = Layout(tmp_path), tmp_path / "fresh"
    for folder, line in ((layout.client, b"\xff"), (fresh, b"\xfeold")):
        folder.mkdir(parents=True)
        (folder / "a.py").write_bytes(b"same\n" + line + b"\n")
    where = "generated_client/green_api_client/a.py"
    (problem,) = drift.differences(layout, fresh)
    assert problem.where == where
    assert problem.what.splitlines() == [
        "A file is not what would be generated:",
        "",
        f"--- {where} (committed)",
        f"+++ {where} (generated)",
        "@@ -1,2 +1,2 @@",
        " same",
        "-\ufffd",
        "+\ufffdold",
    ]


@pytest.mark.slow
def test_changes_of_the_contract_alone_are_found(
    project: Layout, edit_contract: EditContract
) -> None:
    edit_contract("        downloadUrl:\n", "        downloadLink:\n")
    edit_contract("        '466': ", "        '467': ")
    edit_contract("/downloadFile/", "/fetchFile/")
    problems = {problem.where.rpartition("/")[2]: problem for problem in drift.problems(project)}
    assert "+            download_link=download_link," in problems["file_link.py"].what
    assert '+        "467": {' in problems["download_file.py"].what
    assert "/fetchFile/{apiTokenInstance}" in problems["download_file.py"].what
