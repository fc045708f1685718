"""The processes that try changes of the code, each with the tests of some rooms."""

from multiprocessing.context import BaseContext

from tests.mutants.gate import Outcome, Run
from tests.mutants.mutant import Mutant
from tests.mutants.sandbox import Sandbox
from tests.mutants.staged import Staged, Trial
from tests.support.project import PROJECT


class Stages:
    """One process for each copy of the project and each stage, begun when it is needed."""

    def __init__(self, context: BaseContext) -> None:
        self._context = context
        self._known: dict[tuple[Sandbox, str], Staged] = {}

    def outcome(
        self, sandbox: Sandbox, stage: Run | None, mutant: Mutant, usual: dict[str, float]
    ) -> Outcome | None:
        """Try a change by tests that usually take so many seconds. None if it cannot be made."""
        if stage is None:
            return None
        key = sandbox, repr(stage)
        if key not in self._known:
            self._known[key] = Staged(self._context, sandbox.folder, stage)
        before = (PROJECT / mutant.path).read_text("utf-8")
        return self._known[key].outcome(Trial.of(mutant.path, (before, mutant.write()), usual))

    def end(self) -> None:
        """End them."""
        for process in self._known.values():
            process.end()
