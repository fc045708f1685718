"""What is counted for one fault."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from green_api_files import GreenApiError

KEPT_NOTES = 5


class CannotRunError(Exception):
    """This machine cannot produce the fault. The text says why."""


@dataclass
class Tally:
    """The counts of one fault.

    Attributes:
        fault: What was done.
        tries: How often files were saved, or tried to be, under the fault.
        struck: How often the fault really came.
        saved: Tries that ended with a file although the fault was there.
        told: Tries that ended with an error of the library's own tree.
        lost: Files that were missing after the next run without the fault.
        wrong: Files whose bytes differ from the source, and errors of a foreign type.
        hung: Tries that went on past their time limit.
        litter: Files that nobody asked for and that were left after the next run.
        skipped: Why the fault could not be produced on this machine; else empty.
        notes: What was wrong, for the first few cases.
        facts: What was measured beside.
    """

    fault: str
    tries: int = 0
    struck: int = 0
    saved: int = 0
    told: int = 0
    lost: int = 0
    wrong: int = 0
    hung: int = 0
    litter: int = 0
    skipped: str = ""
    notes: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Nothing was lost, wrong, hung or left behind."""
        return not (self.lost or self.wrong or self.hung or self.litter)

    def note(self, text: str) -> None:
        """Keep a detail, as long as there are few."""
        if len(self.notes) < KEPT_NOTES:
            self.notes.append(text)

    def file(self, path: Path, source: Path) -> None:
        """Count a try that ended with a file."""
        self.tries += 1
        if digest(path) == digest(source):
            self.saved += 1
        else:
            self.wrong += 1
            self.note(f"{path.name} differs from its source")

    def error(self, error: BaseException) -> None:
        """Count a try that ended with an error."""
        self.tries += 1
        if isinstance(error, GreenApiError):
            self.told += 1
        else:
            self.wrong += 1
            self.note(f"{type(error).__name__}: {error}")

    def hang(self, what: str) -> None:
        """Count a try that did not end in time."""
        self.tries += 1
        self.hung += 1
        self.note(f"{what} went on past its limit")

    def directory(self, target: Path, sources: dict[str, Path], books: str = "-") -> None:
        """Count what is missing, wrong or too much in a directory after the run that mends it.

        Args:
            target: Where the files are to be.
            sources: The sources, by the names of the files.
            books: How the names of files begin in which a program keeps its books.
        """
        found = {path.name: path for path in target.iterdir()}
        for name, source in sources.items():
            if name not in found:
                self.lost += 1
                self.note(f"{name} is missing")
            elif digest(found[name]) != digest(source):
                self.wrong += 1
                self.note(f"{name} differs from its source")
        self.left_behind(target, sources, books)

    def left_behind(self, target: Path, sources: dict[str, Path], books: str) -> None:
        """Count the files of a directory that nobody asked for; see `directory`."""
        for path in target.iterdir():
            if path.name not in sources and not path.name.startswith(books):
                self.litter += 1
                self.note(f"{path.name} was left behind")


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
