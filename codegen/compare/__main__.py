"""`python -m codegen.compare REVISION`: what changed since then, and does the version say so?

Exit codes: 0 the version fits, 1 it does not, 2 nothing could be compared.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from codegen.compare.contracts import contract_changes
from codegen.compare.python_api import python_changes
from codegen.compare.revision import unpack
from codegen.compare.version import verdict
from codegen.failure import CodegenError
from codegen.layout import PROJECT, Layout

if TYPE_CHECKING:
    from codegen.compare.change import Change

FITS, DOES_NOT_FIT, NOT_COMPARED = 0, 1, 2


def main(layout: Layout = PROJECT) -> int:
    """Compare with the revision that the arguments name; the result is the exit code."""
    parser = argparse.ArgumentParser(prog="python -m codegen.compare", description=__doc__)
    parser.add_argument("revision", help="a tag, a branch or a commit")
    revision = parser.parse_args().revision
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "old")
        folder.mkdir()
        try:
            old = unpack(layout, revision, folder)
            changes = [
                *contract_changes(layout, old, Path(scratch)),
                *python_changes(layout, old),
            ]
            fits, sentence = verdict(old, layout, changes)
        except CodegenError as error:
            print(error, file=sys.stderr)  # noqa: T201 # a command's output
            return NOT_COMPARED
    print(table(changes), sentence, sep="\n")  # noqa: T201 # a command's output
    return FITS if fits else DOES_NOT_FIT


def table(changes: list[Change]) -> str:
    """The changes as a Markdown table, those that break somebody first."""
    if not changes:
        return "Nothing changed in the contract and in the public Python API.\n"
    rows = ["| part | where | what | breaks |", "| --- | --- | --- | --- |"]
    for change in sorted(changes, key=_weight):
        cells = (change.part, change.where, change.what, change.breaks)
        rows.append(f"| {' | '.join(_cell(text) for text in cells)} |")
    return "\n".join([*rows, ""])


def _weight(change: Change) -> tuple[bool, bool, bool, str, str]:
    return (
        not change.breaks_caller,
        not change.breaks_server,
        not change.adds,
        change.part,
        change.where,
    )


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main())
