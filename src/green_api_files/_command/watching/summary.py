"""What a watch comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from green_api_files._command.outcome import Summary, counted, in_options


@dataclass
class WatchSummary(Summary):
    """How many notifications came, and what became of their files.

    Attributes:
        received: Notifications that came, each counted once.
        without_message: Those among them that are of no message, such as the state of a sent one.
        left: Files that the next run will fetch.
    """

    received: int = 0
    without_message: int = 0
    left: int = 0

    @property
    def why_stopped(self) -> str:
        """In a sentence."""
        return f"Stopped: {in_options(str(self.stopped_by))}"

    def as_json(self) -> dict[str, Any]:
        """For machines: the last line of `--json`."""
        told = super().as_json()
        told["summary"] |= {
            "received": self.received,
            "withoutMessage": self.without_message,
            "left": self.left,
        }
        return told

    def lines(self) -> list[str]:
        """For people."""
        of_none = f", {self.without_message} of no message" if self.without_message else ""
        received = f"{counted(self.received, 'notification')} received{of_none}."
        lines = [received, *super().lines()]
        if self.left:
            lines.append(f"{counted(self.left, 'file')} left for the next run.")
        return lines

    def status(self) -> str:
        """For the moving line of a terminal."""
        saved = self.counts["saved"]
        waiting = f", {counted(self.left, 'file')} to be fetched" if self.left else ""
        received = counted(self.received, "notification")
        return f"Watching: {received}, {counted(saved, 'file')} saved{waiting}"
