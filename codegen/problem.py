"""What a check found, in sentences."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """What is wrong, where, and what to do about it."""

    what: str
    where: str
    do: str

    def __str__(self) -> str:
        return f"{self.what}\n  where: {self.where}\n  what to do: {self.do}"
