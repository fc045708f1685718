"""One change, as a row of the table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """One change.

    Attributes:
        part: `contract` or `Python`.
        where: the place, as a reader finds it.
        what: what changed there.
        breaks_caller: who sends requests and reads answers was right before, and no longer is.
        breaks_server: who answers for the API was right before, and no longer is.
        adds: there is something that was not there, so it is more than other words.
    """

    part: str
    where: str
    what: str
    breaks_caller: bool = False
    breaks_server: bool = False
    adds: bool = False

    @property
    def breaks(self) -> str:
        """Whom the change breaks, in words."""
        whom = {"caller": self.breaks_caller, "server": self.breaks_server}
        return ", ".join(name for name, broken in whom.items() if broken) or "nobody"
