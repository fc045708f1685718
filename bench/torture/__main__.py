"""`make torture`: produce every fault many times and count what is lost, wrong or hung.

With arguments only the faults are produced whose names begin with one of them, such as `watch`, and
nothing is written.
"""

import sys
import tempfile
import time
from pathlib import Path

from bench import machine
from bench.report import ROOT, replace_between_marks
from bench.torture import report
from bench.torture.faults import FAULTS
from bench.torture.tally import CannotRunError, Tally


def endure(name: str) -> Tally:
    """Produce one fault as often as the long run does."""
    with tempfile.TemporaryDirectory(prefix="green-api-torture-") as work:
        try:
            return FAULTS[name].endure(FAULTS[name].tries, Path(work))
        except CannotRunError as reason:
            return Tally(name, skipped=str(reason))


def main() -> int:
    """Produce the faults, print the table, write it. The exit code is 1 if anything went wrong."""
    start = time.monotonic()
    wanted = sys.argv[1:]
    names = [name for name in FAULTS if not wanted or name.startswith(tuple(wanted))]
    if not names:
        print(f"There is no such fault. There are: {', '.join(FAULTS)}.", file=sys.stderr)
        return 2
    print(report.head())
    tallies: list[Tally] = []
    for name in names:
        tallies.append(endure(name))
        print(report.line(tallies[-1]), flush=True)
        for note in (*tallies[-1].facts, *tallies[-1].notes):
            print(f"    {note}")
    print(f"\nTook {time.monotonic() - start:.0f} s.")
    if not wanted:
        described = machine.describe_library()
        table = report.table(described, tallies)
        replace_between_marks(ROOT / "docs" / "robustness.md", "torture", table)
    return 0 if all(tally.is_clean for tally in tallies) else 1


if __name__ == "__main__":
    sys.exit(main())
