"""One change to one file of the project."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """One change.

    Attributes:
        family: whose change it is: the contract's, the client's or the mock's.
        change: what was changed, in words that stay the same when lines move.
        path: the changed file, seen from the project's folder.
        text: the whole file with the change.
    """

    family: str
    change: str
    path: str
    text: str

    @property
    def name(self) -> str:
        """Tell it from all others."""
        return f"{self.family}: {self.change}"
