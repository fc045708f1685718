"""Prints what a live run found, and saves it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.live.judging import DIFFERENT, Finding

HEADINGS = ("call", "documented", "came", "verdict")


def table(findings: list[Finding]) -> str:
    """Return the findings as a table, with the differences below it."""
    rows: list[tuple[str, ...]] = [HEADINGS]
    rows += [(f.call, f.documented, f.came, f.verdict) for f in findings]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    rows.insert(1, tuple("-" * width for width in widths))
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join([*lines, *_below(findings)])


def _below(findings: list[Finding]) -> Iterator[str]:
    for finding in findings:
        if finding.differences:
            yield f"\n{finding.call}:"
            yield from (f"  {difference}" for difference in finding.differences)
    seen = dict.fromkeys(
        example
        for finding in findings
        if finding.verdict != DIFFERENT
        for example, evidence in finding.examples
        if evidence == "assumed"
    )
    if seen:
        yield "\nassumed so far, and now observed (set x-evidence and x-source in the contract):"
        yield from (f"  {example}" for example in seen)


def save(findings: list[Finding], server: str, path: Path) -> None:
    """Write every answer, masked, as JSON."""
    captures = {
        "server": server,
        "taken": datetime.now(UTC).isoformat(timespec="seconds"),
        "answers": [_capture(finding) for finding in findings],
    }
    text = json.dumps(captures, indent=2, ensure_ascii=False)
    path.write_text(text + "\n", "utf-8")


def _capture(finding: Finding) -> dict[str, Any]:
    return {
        "call": finding.call,
        "request": finding.request,
        "documented": finding.documented,
        "verdict": finding.verdict,
        "differences": finding.differences,
        "response": {
            "status": finding.status,
            "headers": finding.headers,
            "body": finding.body,
        },
        "examples": [{"name": name, "evidence": was} for name, was in finding.examples],
    }
