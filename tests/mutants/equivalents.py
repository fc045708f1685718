"""The mutants that change nothing that anybody could notice, one by one, with the reason."""

from pathlib import Path

import yaml

LIST = Path(__file__).with_name("equivalent.yaml")


class StaleEntryError(Exception):
    """The list names a mutant that is not made any more."""


def read_equivalents(made: set[str], *, complete: bool) -> dict[str, str]:
    """Return the reason for each mutant of the list.

    Args:
        made: the names of the mutants.
        complete: those of all families are among them.

    Raises:
        StaleEntryError: an entry fits none of them.
    """
    entries = yaml.safe_load(LIST.read_text("utf-8")) or []
    reasons = {name: entry["reason"] for entry in entries for name in entry["mutants"]}
    stale = sorted(reasons.keys() - made)
    if complete and stale:
        raise StaleEntryError(f"{LIST.name} has mutants that are not made: {', '.join(stale)}")
    return reasons
