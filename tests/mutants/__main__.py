"""`python -m tests.mutants`: change one thing at a time, and see whether a test notices."""

import argparse
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tests.mutants.equivalents import StaleEntryError, read_equivalents
from tests.mutants.families import Family, families
from tests.mutants.gate import warm_context
from tests.mutants.mutant import Mutant
from tests.mutants.reach import Reach
from tests.mutants.report import (
    Record,
    Result,
    State,
    print_survivor,
    print_table,
    read_json,
    write_table,
)
from tests.mutants.sandbox import Sandbox
from tests.mutants.servers import Servers
from tests.mutants.workshop import BrokenGateError, Workshop


def main() -> int:
    """Run the command. The exit code: 1 if a mutant survived, 2 if none could be tried."""
    options = _parser().parse_args()
    # What ends by itself takes its copies along.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    console, reach = Console(), Reach(options.seconds)
    with Servers() as servers, tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        every = families(servers, reach, quick=options.quick)
        wanted = tuple(f"{room}/" for room in options.room)
        for room in wanted:
            if not any(f"{family.name}/".startswith(room) for family in every):
                names = ", ".join(family.name for family in every)
                console.print(f"There is no room {room[:-1]}. There are: {names}.", markup=False)
                return 2
        chosen = [f for f in every if not wanted or f"{f.name}/".startswith(wanted)]
        made = [(family, mutant) for family in chosen for mutant in family.mutants()]
        try:
            equivalents = read_equivalents({m.name for _, m in made}, complete=chosen == every)
        except StaleEntryError as error:
            console.print(str(error), markup=False)
            return 2
        every_one = [mutant for _, mutant in made]
        made = [(f, m) for f, m in made if options.only in m.name]
        seed = random.Random(options.seed)  # noqa: S311 - a choice, no secret
        if options.sample:
            made = seed.sample(made, max(1, len(made) // options.sample))
        if options.minutes < float("inf"):
            seed.shuffle(made)  # so that what there is time for says something of all
        same = [m for _, m in made if m.name in equivalents]
        record = Record(Path(options.report), every_one)
        for mutant in same:
            record.add(Result(mutant, State.EQUIVALENT, equivalents[mutant.name]))
        if options.left:
            record.keep()
        alive = [(f, m) for f, m in made if m not in record]
        sandboxes = [Sandbox(Path(folder, str(index))) for index in range(options.jobs)]
        workshop = Workshop(warm_context(), sandboxes, quick=options.quick)
        chosen = list({family.name: family for family, _ in made}.values())
        try:
            workshop.prepare(chosen)
            workshop.trace(chosen, reach)
        except BrokenGateError as error:
            console.print(str(error), markup=False)
            return 2
        try:
            _try_all(alive, workshop, options, console, record)
        finally:
            workshop.end()
            record.write()
    results = record.results()
    print_table(console, results)
    if options.table:
        write_table(Path(options.table), read_json(Path(options.report)))
    return int(any(result.state is State.SURVIVED for result in results))


def _try_all(
    made: Sequence[tuple[Family, Mutant]],
    workshop: Workshop,
    options: argparse.Namespace,
    console: Console,
    record: Record,
) -> None:
    end = time.monotonic() + 60 * options.minutes
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[survived]} survived"),
        TimeElapsedColumn(),
        console=console,
    )
    tried: list[Result] = []
    lock = threading.Lock()
    with bar, ThreadPoolExecutor(options.jobs) as pool:
        task = bar.add_task("", total=len(made), survived=0)

        def one(family: Family, mutant: Mutant) -> None:
            if time.monotonic() > end:
                return
            result = workshop.try_out(family, mutant)
            with lock:
                tried.append(result)
                record.add(result)
                survived = sum(r.state is State.SURVIVED for r in tried)
                bar.update(task, advance=1, description=family.name, survived=survived)
                # A log has no bar.
                tenth = max(1, len(made) // 10)
                if not console.is_terminal and len(tried) % tenth == 0:
                    console.print(f"{len(tried)} of {len(made)}, {survived} survived")
                if result.state is State.SURVIVED:
                    print_survivor(bar.console, result)

        list(pool.map(lambda pair: one(*pair), made))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument(
        "--room",
        action="append",
        default=[],
        help="one part or room only: contract, rules, src, mock/api, ... (may be given again)",
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="of the contract without the whole gate at last, of code without what needs a "
        "process of its own",
    )
    parser.add_argument("--only", default="", help="mutants that have this text in their names")
    parser.add_argument("--sample", type=int, metavar="N", help="one of so many of them")
    parser.add_argument("--seed", default="0", help="which ones (%(default)s)")
    parser.add_argument(
        "--minutes", type=float, default=float("inf"), help="try no more after so long"
    )
    parser.add_argument(
        "--seconds",
        type=float,
        default=40.0,
        help="of code: how long the tests of each may take, as they usually do (%(default)s)",
    )
    parser.add_argument(
        "--left", action="store_true", help="go on: only what the report says was not tried"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="at once")
    parser.add_argument("--report", default="mutants.json", help="the results (%(default)s)")
    parser.add_argument("--table", help="put the table between the markers of this file")
    return parser


if __name__ == "__main__":
    sys.exit(main())
