"""Results as tables and as a chart."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

from bench.chart import bar_chart, shown
from bench.goals import Goal
from bench.rounds import Group

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
RATE = 5
"""Calls a second that the API allows to one instance."""
MANY = 100_000
"""Watched instances, as many as a large company has."""
NOTIFICATIONS_A_DAY = 1000
SECONDS_A_DAY = 86_400
CHARTED = ("calls-async-32", "save-100000000")


def write_chart(groups: Sequence[Group], folder: Path) -> None:
    """Write `bench.svg` into the folder."""
    charted = [group for group in groups if group.key in CHARTED]
    titles = "; ".join(group.title for group in charted)
    (folder / "bench.svg").write_text(bar_chart(charted, f"Measured side by side: {titles}"))


def summary(machine: Mapping[str, str], groups: Sequence[Group], goals: Sequence[Goal]) -> str:
    """The part for the README: one line and the chart."""
    by_key = {group.key: group for group in groups}
    call = by_key["calls-sync"].ratio_between("GreenApi", "httpx")
    calls = by_key["calls-async-32"].ratio_between("AsyncGreenApi", "official SDK")
    file = by_key["save-100000000"].ratio_between("GreenApi", "curl")
    met = sum(goal.met for goal in goals)
    return (
        f"A call of `GreenApi` takes {call:.0%} of the time that raw httpx needs, `AsyncGreenApi` "
        f"makes {shown(calls, 2)} times as many calls as the official SDK, and saving 100 MB takes "
        f"{file:.0%} of curl's time ({machine['date']}; {met} of {len(goals)} "
        "[goals](docs/performance.md) are met).\n\n"
        "![Bars: the project beside its peers](bench/results/bench.svg)"
    )


def tables(machine: Mapping[str, str], groups: Sequence[Group], goals: Sequence[Goal]) -> str:
    """The part for docs/performance.md: every figure."""
    lines = [_where(machine), "", "![Bars](../bench/results/bench.svg)", "", *_goal_table(goals)]
    for group in groups:
        if group.rounds > 1:
            lines += ["", *_group_table(group)]
    once = [group for group in groups if group.rounds == 1 and not group.key.startswith("scale-")]
    return "\n".join([*lines, *_joined_tables(once)])


def _where(machine: Mapping[str, str]) -> str:
    facts = dict(machine)
    date, processor, cores = facts.pop("date"), facts.pop("processor"), facts.pop("cores")
    versions = ", ".join(f"{name} {version}" for name, version in facts.items())
    return f"Measured on {date} with `make bench` on {cores} cores of {processor}: {versions}."


def _goal_table(goals: Sequence[Goal]) -> list[str]:
    head = ["| goal | measured | met |", "| --- | --- | --- |"]
    return head + [
        f"| {goal.text} | {shown(goal.measured, 4)}{goal.unit} "
        f"| {'yes' if goal.met else '**no**'} |"
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


def _joined_tables(groups: Sequence[Group]) -> list[str]:
    """Groups that were measured once, those of one subject side by side."""
    lines: list[str] = []
    for subject, joined in groupby(groups, lambda group: group.title.partition(": ")[0]):
        columns = list(joined)
        heads = [(group.title.partition(": ")[2], group.unit) for group in columns]
        units = [f"{head}, {unit}" if head else unit for head, unit in heads]
        notes = " ".join(group.notes for group in columns if group.notes)
        lines += ["", f"### {subject}", "", *([notes, ""] if notes else [])]
        lines += [f"| | {' | '.join(units)} |", f"| --- |{' ---: |' * len(columns)}"]
        for number, row in enumerate(columns[0].rows):
            figures = " | ".join(shown(group.rows[number].median) for group in columns)
            lines.append(f"| {row.name} | {figures} |")
    return lines


def scale(machine: Mapping[str, str], groups: Sequence[Group]) -> str:
    """The part for docs/scale.md: what one machine serves, worked out from the figures."""
    by_key = {group.key: group for group in groups}
    saved = 1000 / by_key["save-many"].row("AsyncGreenApi").median
    cores, held = by_key["scale-cpu-nginx"].rows[-1], by_key["scale-memory-nginx"].rows
    instances = int(held[-1].name)
    each = (held[-1].median - held[0].median) / (instances - int(held[0].name))
    facts = [
        (f"cores that {instances} instances take, calling at their full rate", shown(cores.median)),
        ("instances at their full rate that fill one core", shown(instances / cores.median)),
        ("memory for each further instance", f"{each * 1024:,.0f} KiB"),
        ("files of 100 KB a second that one process saves durably, 16 at once", shown(saved)),
        ("instances at their full rate that bring so many files", shown(saved / RATE)),
        *_watched(by_key),
    ]
    lines = [_where(machine), "", "| one process | |", "| --- | ---: |"]
    lines += [f"| {name} | {figure} |" for name, figure in facts]
    return "\n".join([*lines, *_joined_tables([g for g in groups if g.key.startswith("scale-")])])


def _watched(groups: Mapping[str, Group]) -> list[tuple[str, str]]:
    """What very many watched instances take, on paper: so many times what was measured."""
    cores, held, each = (
        groups[f"scale-watched-{key}"].rows[-1] for key in ("cpu", "memory", "notification")
    )
    count = int(cores.name.replace(",", ""))
    times = MANY / count
    a_second = MANY * NOTIFICATIONS_A_DAY / SECONDS_A_DAY
    busy = cores.median * times + a_second * each.median / 1000
    return [
        ("memory for a watched instance", f"{held.median / count * 1024:,.0f} KiB"),
        (f"cores for {MANY:,} watched instances while nothing comes", shown(cores.median * times)),
        (f"the same, if {NOTIFICATIONS_A_DAY:,} notifications a day come for each", shown(busy)),
        ("memory for them", f"{held.median * times / 1024:,.1f} GiB"),
    ]


def replace_between_marks(page: Path, mark: str, text: str) -> bool:
    """Put the text between `<!-- mark -->` and `<!-- /mark -->`; False if the page has none."""
    opening, closing = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    before, found, rest = page.read_text().partition(opening)
    _, ended, after = rest.partition(closing)
    if not (found and ended):
        return False
    page.write_text(f"{before}{opening}\n{text}\n{closing}{after}")
    return True
