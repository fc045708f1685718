"""The counts as a table and as a file."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from bench.torture.tally import Tally

IN_SHORT = ("tries", "lost", "wrong", "hung")
COLUMNS = ("tries", "struck", "saved", "told", "lost", "wrong", "hung", "litter")


def line(tally: Tally) -> str:
    """The counts as a line of a terminal."""
    if tally.skipped:
        return f"{tally.fault:36} skipped: {tally.skipped}"
    counts = "".join(f"{getattr(tally, column):>8}" for column in COLUMNS)
    return f"{tally.fault:36}{counts}"


def head() -> str:
    """The names of the columns of `line`."""
    return " " * 36 + "".join(f"{column:>8}" for column in COLUMNS)


def table(
    machine: Mapping[str, str], tallies: Sequence[Tally], columns: Sequence[str] = COLUMNS
) -> str:
    """The counts as Markdown, with what they were made on."""
    facts = ", ".join(f"{name} {value}" for name, value in machine.items() if name != "date")
    lines = [
        f"Counted on {machine['date']} with `make torture` on {facts}.",
        "",
        f"| fault | {' | '.join(columns)} |",
        f"| --- |{' ---: |' * len(columns)}",
    ]
    for tally in tallies:
        if tally.skipped:
            lines.append(f"| {tally.fault} | skipped: {tally.skipped} |")
        else:
            counts = " | ".join(f"{getattr(tally, column):,}" for column in columns)
            lines.append(f"| {tally.fault} | {counts} |")
    if columns == COLUMNS:
        lines += [f"\n{tally.fault}: {'; '.join(tally.facts)}." for tally in tallies if tally.facts]
    return "\n".join(lines)


def write(machine: Mapping[str, str], tallies: Sequence[Tally], path: Path) -> None:
    """Write the counts for programs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    results = {"machine": dict(machine), "faults": [asdict(tally) for tally in tallies]}
    path.write_text(json.dumps(results, indent=1) + "\n")
