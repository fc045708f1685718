"""`python -m tests.mutants`: change one thing at a time, and see whether the gate notices."""

import argparse
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.context import BaseContext
from pathlib import Path
from queue import SimpleQueue

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tests.mutants.equivalents import StaleEntryError, read_equivalents
from tests.mutants.families import WHOLE, Family, families
from tests.mutants.gate import Outcome, Run, run_gate, warm_context
from tests.mutants.mutant import Mutant
from tests.mutants.report import Result, State, print_table, write_json, write_score
from tests.mutants.sandbox import Sandbox
from tests.mutants.servers import Servers

# Hang guards, not expectations.
_LOOK_SECONDS = 60.0
_WHOLE_SECONDS = 300.0


class BrokenGateError(Exception):
    """The gate fails where nothing was changed."""


@dataclass
class Workshop:
    """Copies of the project, and what tries mutants in them.

    Attributes:
        last: what is run where the first looks found nothing.
    """

    context: BaseContext
    free: SimpleQueue[Sandbox]
    last: Run | None

    def try_out(self, family: Family, mutant: Mutant) -> Result:
        """Return whether the gate notices the change, and by which test."""
        sandbox = self.free.get()
        before = time.monotonic()
        try:
            with sandbox.changed(mutant):
                failed = self._first_failure(sandbox, family)
        finally:
            self.free.put(sandbox)
        state = State.KILLED if failed else State.SURVIVED
        return Result(mutant, state, failed or "", time.monotonic() - before)

    def _first_failure(self, sandbox: Sandbox, family: Family) -> str | None:
        for run in family.looks:
            if failed := self._run(sandbox, run, _LOOK_SECONDS).failed:
                return failed
        return self._run(sandbox, self.last, _WHOLE_SECONDS).failed if self.last else None

    def prepare(self, sandbox: Sandbox, chosen: Iterable[Family]) -> None:
        """Run everything once without a change, which also compiles it.

        Raises:
            BrokenGateError: it does not pass.
        """
        for run in (run for family in chosen for run in family.looks):
            baseline = Run(
                run.tests, run.cases, run.environment | {"MUTANT_BASELINE": "1"}, run.plugins
            )
            outcome = self._run(sandbox, baseline, _WHOLE_SECONDS)
            if outcome.failed:
                raise BrokenGateError(f"{outcome.failed} fails without a change:\n{outcome.log}")
        self.free.put(sandbox)

    def _run(self, sandbox: Sandbox, run: Run, seconds: float) -> Outcome:
        return run_gate(self.context, sandbox.folder, run, seconds)


def main() -> int:
    """Run the command. The exit code: 1 if a mutant survived, 2 if none could be tried."""
    options = _parser().parse_args()
    console = Console()
    with Servers() as servers, tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        chosen = [f for f in families(servers) if options.family in (None, f.name)]
        made = [(family, mutant) for family in chosen for mutant in family.mutants()]
        try:
            equivalents = read_equivalents({m.name for _, m in made}, complete=len(chosen) > 1)
        except StaleEntryError as error:
            console.print(str(error), markup=False)
            return 2
        if options.only:
            made = [(f, m) for f, m in made if options.only in m.name]
        if options.sample:
            seed = random.Random(options.seed)  # noqa: S311 - a choice, no secret
            made = seed.sample(made, max(1, len(made) // 10))
        alive = [(f, m) for f, m in made if m.name not in equivalents]
        try:
            sandboxes = [Sandbox(Path(folder, str(index))) for index in range(options.jobs)]
            last = None if options.quick else WHOLE
            workshop = Workshop(warm_context(), SimpleQueue(), last)
            results = _try_all(alive, workshop, sandboxes, console)
        except BrokenGateError as error:
            console.print(str(error), markup=False)
            return 2
    results += [
        Result(m, State.EQUIVALENT, equivalents[m.name]) for _, m in made if m.name in equivalents
    ]
    print_table(console, results)
    write_json(Path(options.report), results)
    if options.readme:
        write_score(Path(options.readme), results)
    return int(any(result.state is State.SURVIVED for result in results))


def _try_all(
    made: Sequence[tuple[Family, Mutant]],
    workshop: Workshop,
    sandboxes: Sequence[Sandbox],
    console: Console,
) -> list[Result]:
    chosen = {family.name: family for family, _ in made}.values()
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[survived]} survived"),
        TimeElapsedColumn(),
        console=console,
    )
    results: list[Result] = []
    lock = threading.Lock()
    with bar, ThreadPoolExecutor(len(sandboxes)) as pool:
        task = bar.add_task("preparing", total=len(made), survived=0)
        list(pool.map(lambda sandbox: workshop.prepare(sandbox, chosen), sandboxes))

        def one(family: Family, mutant: Mutant) -> None:
            result = workshop.try_out(family, mutant)
            with lock:
                results.append(result)
                survived = sum(r.state is State.SURVIVED for r in results)
                bar.update(task, advance=1, description=family.name, survived=survived)
                # A log has no bar.
                tenth = max(1, len(made) // 10)
                if not console.is_terminal and len(results) % tenth == 0:
                    console.print(f"{len(results)} of {len(made)}, {survived} survived")
                if result.state is State.SURVIVED:
                    bar.console.print(f"survived: {mutant.name}", markup=False, highlight=False)

        list(pool.map(lambda pair: one(*pair), made))
    return results


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument(
        "--family", choices=["contract", "rules", "client", "mock"], help="one part only"
    )
    parser.add_argument("--only", help="the mutants that have this text in their names")
    parser.add_argument("--sample", action="store_true", help="a tenth of them")
    parser.add_argument("--seed", default="0", help="which tenth (%(default)s)")
    parser.add_argument(
        "--quick", action="store_true", help="the first looks only: more survive than should"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="at once")
    parser.add_argument("--report", default="mutants.json", help="the results (%(default)s)")
    parser.add_argument("--readme", help="put the score between the markers of this file")
    return parser


if __name__ == "__main__":
    sys.exit(main())
