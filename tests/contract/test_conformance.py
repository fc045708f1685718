"""Schemathesis, with every phase and every check, finds nothing against the mock."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract.documented import CONTRACT
from tests.contract.effort import CASES, SEED, USUAL_CASES

# What one run of all phases came to when this was written, rounded down: a gate that
# quietly sends less than this has been weakened.
LEAST_CASES = 1000


# How much is asked for, beside what is usual.
SHARE = CASES.max_examples / USUAL_CASES


def options(folder: Path) -> list[str | Path]:
    """Return the options for as many cases as are asked for, the usual ones or those of a seed."""
    config = folder / "schemathesis.toml"
    text = CONTRACT.with_name(config.name).read_text("utf-8")
    text = re.sub(
        r"(?<=max-examples = )\d+", lambda number: str(int(int(number[0]) * SHARE) or 1), text
    )
    if SEED is None:
        config.write_text(text, "utf-8")
        return ["--config-file", config]
    config.write_text(text.replace("deterministic = true", "deterministic = false"), "utf-8")
    return ["--config-file", config, "--seed", SEED]


@pytest.mark.last
def test_schemathesis_finds_nothing(base_url: str, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    command: list[str | Path] = [
        Path(sys.executable).with_name("schemathesis"),
        *options(tmp_path),
        "run",
        CONTRACT,
        *("--url", base_url),
        *("--report", "json", "--report-json-path", report),
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)

    assert run.returncode == 0, f"schemathesis disagrees with the mock:\n{run.stdout}{run.stderr}"
    result = json.loads(report.read_text("utf-8"))
    cases = result["test_cases"]
    assert cases["generated"] >= LEAST_CASES * min(SHARE, 1), cases
    assert (cases["with_failures"], cases["errored"]) == (0, 0), cases
    assert not any(result["warnings"].values()), result["warnings"]
    operations = result["operations"]
    assert operations["tested"] == operations["total"], operations
    ran = {name for name, phase in result["phases"].items() if phase["status"] == "success"}
    assert ran >= {"examples", "coverage", "fuzzing"}, result["phases"]
