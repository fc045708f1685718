"""`python -m codegen generate` and `python -m codegen check`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from codegen.check import problems
from codegen.failure import CodegenError
from codegen.generate import replace_client
from codegen.layout import PROJECT, Layout

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None, layout: Layout = PROJECT) -> int:
    """Run the command that the arguments name; the result is the exit code."""
    parser = argparse.ArgumentParser(prog="python -m codegen", description=__doc__)
    parser.add_argument("command", choices=["generate", "check"])
    parser.add_argument(
        "--scenarios", type=Path, metavar="PAGE", help="generate the table in this page too"
    )
    parser.add_argument(
        "--operations", type=Path, metavar="PAGE", help="and the table of operations in this one"
    )
    options = parser.parse_args(arguments)
    try:
        if options.command == "generate":
            replace_client(layout, options.scenarios, options.operations)
            return 0
        found = [str(problem) for problem in problems(layout, options.operations)]
    except CodegenError as error:
        found = [str(error)]
    for problem in found:
        print(problem, end="\n\n", file=sys.stderr)  # noqa: T201 # a command's output
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
