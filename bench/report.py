"""Results as a file for programs, as tables for readers and as a chart."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.chart import bar_chart, shown
from bench.goals import Goal
from bench.rounds import Group

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
RATE = 5
"""Calls a second that the API allows to one instance."""
CHARTED = ("calls-sync", "calls-async-32", "import-time", "save-100000000")


def write_results(
    machine: Mapping[str, str], groups: Sequence[Group], goals: Sequence[Goal], folder: Path
) -> None:
    """Write `bench.json` and `bench.svg` into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    results: dict[str, Any] = {
        "machine": dict(machine),
        "goals": [asdict(goal) for goal in goals],
        "groups": [asdict(group) for group in groups],
    }
    (folder / "bench.json").write_text(json.dumps(results, indent=1) + "\n")
    charted = [group for group in groups if group.key in CHARTED]
    if charted:
        titles = "; ".join(group.title for group in charted)
        (folder / "bench.svg").write_text(bar_chart(charted, f"Measured side by side: {titles}"))


def summary(machine: Mapping[str, str], goals: Sequence[Goal]) -> str:
    """The part for the README: where it was measured, the chart, and the goals."""
    lines = [
        _where(machine),
        "",
        "![Bars: the project beside its peers](bench/results/bench.svg)",
        "",
        *_goal_table(goals),
    ]
    return "\n".join(lines)


def tables(machine: Mapping[str, str], groups: Sequence[Group], goals: Sequence[Goal]) -> str:
    """The part for docs/performance.md: every figure."""
    lines = [_where(machine), "", "![Bars](../bench/results/bench.svg)", "", *_goal_table(goals)]
    for group in groups:
        lines += ["", *_group_table(group)]
    return "\n".join(lines)


def _where(machine: Mapping[str, str]) -> str:
    facts = dict(machine)
    date, processor, cores = facts.pop("date"), facts.pop("processor"), facts.pop("cores")
    versions = ", ".join(f"{name} {version}" for name, version in facts.items())
    return f"Measured on {date} with `make bench` on {cores} cores of {processor}: {versions}."


def _goal_table(goals: Sequence[Goal]) -> list[str]:
    head = ["| goal | measured | met |", "| --- | --- | --- |"]
    return head + [
        f"| {goal.text} | {shown(goal.measured)}{goal.unit} | {'yes' if goal.met else '**no**'} |"
        for goal in goals
    ]


def _group_table(group: Group) -> list[str]:
    better = "more is better" if group.more_is_better else "less is better"
    lines = [
        f"### {group.title}",
        "",
        f"{group.unit}, {better}; {group.rounds} rounds in turns. {group.notes}".rstrip(),
        "",
        f"| | median | quartiles | to {group.reference} |",
        "| --- | ---: | ---: | ---: |",
    ]
    return lines + [
        f"| {row.name} | {shown(row.median)} | {shown(row.low)} to {shown(row.high)} "
        f"| {row.ratio:.2f} |"
        for row in group.rows
    ]


def scale(machine: Mapping[str, str], groups: Sequence[Group]) -> str:
    """The part for docs/scale.md: what one machine serves, worked out from the figures."""
    by_key = {group.key: group for group in groups}
    flight = by_key["calls-async-32"].row("AsyncGreenApi").median
    saved = 1000 / by_key["save-many"].row("AsyncGreenApi").median
    cores, held = by_key["scale-cpu-nginx"].rows[-1], by_key["scale-memory-nginx"].rows
    instances = int(held[-1].name)
    each = (held[-1].median - held[0].median) / (instances - int(held[0].name))
    facts = [
        ("calls a second that one process makes, 32 in flight", shown(flight)),
        ("instances that it serves at 5 calls a second each", shown(flight / RATE)),
        ("files of 100 KB a second that one process saves durably, 16 at once", shown(saved)),
        ("instances of which every call leads to such a file", shown(saved / RATE)),
        (f"cores that {instances} instances take, calling at their full rate", shown(cores.median)),
        ("memory for each further instance", f"{each * 1024:,.0f} KiB"),
    ]
    lines = [_where(machine), "", "| one process | |", "| --- | ---: |"]
    lines += [f"| {name} | {figure} |" for name, figure in facts]
    for group in groups:
        if group.key.startswith("scale-"):
            lines += ["", *_group_table(group)]
    return "\n".join(lines)


def replace_between_marks(page: Path, mark: str, text: str) -> bool:
    """Put the text between `<!-- mark -->` and `<!-- /mark -->`; False if the page has none."""
    opening, closing = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    before, found, rest = page.read_text().partition(opening)
    _, ended, after = rest.partition(closing)
    if not (found and ended):
        return False
    page.write_text(f"{before}{opening}\n{text}\n{closing}{after}")
    return True
