"""The counts as a table."""

from collections.abc import Mapping, Sequence

from bench.torture.tally import Tally

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


def table(machine: Mapping[str, str], tallies: Sequence[Tally]) -> str:
    """The counts as Markdown, with what they were made on."""
    facts = ", ".join(f"{name} {value}" for name, value in machine.items() if name != "date")
    lines = [
        f"Counted on {machine['date']} with `make torture` on {facts}.",
        "",
        f"| fault | {' | '.join(COLUMNS)} |",
        f"| --- |{' ---: |' * len(COLUMNS)}",
    ]
    for tally in tallies:
        if tally.skipped:
            lines.append(f"| {tally.fault} | skipped: {tally.skipped} |")
        else:
            counts = " | ".join(f"{getattr(tally, column):,}" for column in COLUMNS)
            lines.append(f"| {tally.fault} | {counts} |")
    lines += [f"\n{tally.fault}: {'; '.join(tally.facts)}." for tally in tallies if tally.facts]
    return "\n".join(lines)
