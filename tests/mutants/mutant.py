"""One change to one file of the project."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Mutant:
    """One change.

    Attributes:
        family: whose change it is: the contract's, its rules', or a room's.
        change: what was changed, in words that stay the same when lines move.
        path: the changed file, seen from the project's folder.
        write: makes the whole text of the file with the change.
        lines: those that run what was changed, for a change of code.
        names: of what was changed, where other modules may use it.
        is_default: it is a parameter's, or of a class.
    """

    family: str
    change: str
    path: str
    write: Callable[[], str] = field(default=str, compare=False, repr=False)
    lines: frozenset[int] = frozenset()
    names: frozenset[str] = frozenset()
    is_default: bool = False

    @property
    def name(self) -> str:
        """Tell it from all others."""
        return f"{self.family}: {self.change}"
