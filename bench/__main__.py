"""`make bench`: measure everything beside its peers, in rounds in which all take turns."""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import machine, mock_server, report
from bench.chart import shown
from bench.curl import CurlMissingError
from bench.goals import Goal, judge
from bench.nginx import NginxMissingError, static_server
from bench.parts import PARTS, Setting
from bench.rounds import Group


def measure(names: Sequence[str], work: Path, *, is_quick: bool) -> Iterator[Group]:
    """The groups of these parts, one after another."""
    with static_server(work / "nginx") as server:
        setting = Setting(server, work, is_quick)
        for name in names:
            start = time.monotonic()
            yield from PARTS[name](setting)
            print(f"\nThe part {name} took {time.monotonic() - start:.0f} s.")


def show(group: Group) -> None:
    """Print the group as a table."""
    print(f"\n{group.title} ({group.unit}, {group.rounds} rounds)")
    for row in group.rows:
        spread = f"{shown(row.low)} to {shown(row.high)}"
        print(f"  {row.name:38}{shown(row.median):>10}  {spread:>20}  x{row.ratio:.2f}")


def show_goal(goal: Goal) -> None:
    """Print whether the goal is met."""
    verdict = "met" if goal.met else "MISSED"
    print(f"{verdict:7}{shown(goal.measured):>8}{goal.unit:4}{goal.text}")


def publish(described: dict[str, str], groups: list[Group], goals: list[Goal]) -> None:
    """Draw the chart, and write the results into the pages that show them."""
    report.write_chart(groups, report.RESULTS)
    docs = report.ROOT / "docs"
    for page, mark, text in (
        (report.ROOT / "README.md", "bench", report.summary(described, groups, goals)),
        (docs / "performance.md", "bench", report.tables(described, groups, goals)),
        (docs / "scale.md", "scale", report.scale(described, groups)),
    ):
        report.replace_between_marks(page, mark, text)


def main() -> int:
    """Measure, print, and write the results. The exit code is 1 where nginx or curl is missing."""
    parser = argparse.ArgumentParser(
        prog="make bench",
        description="Measure the project beside its peers. The results are written into the pages "
        "that show them if everything is measured at full length (without BENCH_QUICK=1).",
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"only these: {', '.join(PARTS)}")
    names: list[str] = parser.parse_args().parts
    if unknown := [name for name in names if name not in PARTS]:
        parser.error(f"there is no part {unknown[0]}, only {', '.join(PARTS)}")
    is_quick = bool(os.environ.get("BENCH_QUICK"))
    start = time.monotonic()
    groups: list[Group] = []
    try:
        with tempfile.TemporaryDirectory(prefix="green-api-bench-") as work:
            described = machine.describe()
            for group in measure(names or [*PARTS], Path(work), is_quick=is_quick):
                groups.append(group)
                show(group)
    except (NginxMissingError, CurlMissingError, mock_server.NotReadyError) as error:
        print(f"make bench: {error}", file=sys.stderr)
        return 1
    is_partial = is_quick or bool(names)
    goals = judge(groups, is_partial=is_partial)
    print()
    for goal in goals:
        show_goal(goal)
    print(f"\nTook {time.monotonic() - start:.0f} s.")
    if not is_partial:
        publish(described, groups, goals)
    return 0


if __name__ == "__main__":
    sys.exit(main())
