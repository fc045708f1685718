"""`make bench`: measure everything beside its peers, in rounds in which all take turns."""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench import (
    calls,
    growth,
    machine,
    mock_server,
    processes,
    report,
    saving,
    scale,
    together,
)
from bench.chart import shown
from bench.curl import CurlMissingError
from bench.goals import judge
from bench.nginx import NginxMissingError, static_server
from bench.rounds import Group

QUICK = bool(os.environ.get("BENCH_QUICK"))


def measure(work: Path) -> Iterator[Group]:
    """Every group, one after another. With BENCH_QUICK set, just enough to see that it works."""
    rounds, seconds = (2, 0.05) if QUICK else (21, 0.25)
    few = 1 if QUICK else 7
    with static_server(work / "nginx") as server:
        yield calls.one_by_one(server, rounds, seconds)
        yield calls.in_flight(server, 32, few, seconds * 2)
        yield calls.in_flight(server, 256, few, seconds * 2)
        yield processes.import_time(rounds)
        yield processes.import_memory(1)
        yield saving.time_to_save(server, 1000, "1 KB", work, rounds)
        yield saving.time_to_save(server, 10**6, "1 MB", work, rounds)
        large = (10**7, "10 MB") if QUICK else (10**8, "100 MB")
        yield saving.time_to_save(server, *large, work, few)
        yield saving.memory_to_save(server, *large, work, 1 if QUICK else 3)
        yield together.time_to_save_many(server, 20 if QUICK else 500, 16, work, few)
        for name, counts in steps().items():
            yield from growth.grow(name, counts, server, work)
        instances, patience = ([10], 1.0) if QUICK else ([1, 10, 50, 100, 200], 5.0)
        yield from scale.under_the_limit(instances, patience, server)
        yield scale.sharded(server, 4 if QUICK else 8, 5 if QUICK else 25, work)
    yield mock_server.ready_time(few)
    yield from mock_server.throughput(few, seconds * 4)


def steps() -> dict[str, list[int]]:
    """How far each thing grows."""
    if QUICK:
        return {name: [1000, 10_000] if name == "file" else [10, 100] for name in growth.KINDS}
    powers = {"calls": (2, 5), "in-flight": (2, 5), "file": (3, 9), "batch": (1, 5)}
    return {
        name: [10**power for power in range(first, last + 1)]
        for name, (first, last) in powers.items()
    }


def show(group: Group) -> None:
    """Print the group as a table."""
    print(f"\n{group.title} ({group.unit}, {group.rounds} rounds)")
    for row in group.rows:
        spread = f"{shown(row.low)} to {shown(row.high)}"
        print(f"  {row.name:28}{shown(row.median):>10}  {spread:>20}  x{row.ratio:.2f}")


def main() -> int:
    """Measure, print, and write the results. The exit code is 1 where nginx or curl is missing."""
    start = time.monotonic()
    groups: list[Group] = []
    try:
        with tempfile.TemporaryDirectory(prefix="green-api-bench-") as work:
            described = machine.describe()
            for group in measure(Path(work)):
                groups.append(group)
                show(group)
    except (NginxMissingError, CurlMissingError, mock_server.NotReadyError) as error:
        print(f"make bench: {error}", file=sys.stderr)
        return 1
    goals = judge(groups)
    print()
    for goal in goals:
        print(
            f"{'met' if goal.met else 'MISSED':7}{shown(goal.measured):>8}{goal.unit:4}{goal.text}"
        )
    print(f"\nTook {time.monotonic() - start:.0f} s.")
    if QUICK:
        return 0
    report.write_results(described, groups, goals, report.RESULTS)
    report.replace_between_marks(
        report.ROOT / "README.md", "bench", report.summary(described, goals)
    )
    report.replace_between_marks(
        report.ROOT / "docs" / "performance.md", "bench", report.tables(described, groups, goals)
    )
    report.replace_between_marks(
        report.ROOT / "docs" / "scale.md", "scale", report.scale(described, groups)
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
