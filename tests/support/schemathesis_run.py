"""Schemathesis as a user runs it, with every phase and every check."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
HOOKS = Path(__file__).with_name("schemathesis_hooks.py")
# A hang guard, not an expectation.
SECONDS = 900


def find_nothing(
    description: Path, url: str, folder: Path, config: Path, *options: str
) -> dict[str, Any]:
    """Try every operation of a description. Nothing may be found; return the whole report.

    Args:
        description: an OpenAPI document.
        url: where its server listens.
        folder: where the report may be written.
        config: how much is tried.
        options: more of `schemathesis run`.
    """
    report = folder / "report.json"
    command: list[str | Path] = [SCHEMATHESIS, "--config-file", config, "run", description]
    command += ["--url", url, *options, "--report", "json", "--report-json-path", report]
    run = subprocess.run(
        command,
        env=os.environ | {"SCHEMATHESIS_HOOKS": str(HOOKS)},
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert run.returncode == 0, (
        f"schemathesis disagrees with {description.name}:\n{run.stdout}{run.stderr}"
    )
    result: dict[str, Any] = json.loads(report.read_text("utf-8"))
    cases, operations = result["test_cases"], result["operations"]
    assert (cases["with_failures"], cases["errored"]) == (0, 0), cases
    assert operations["tested"] == operations["total"], operations
    return result
