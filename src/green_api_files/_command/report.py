"""What people and machines see while files are saved."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TransferSpeedColumn,
)
from rich.text import Text

if TYPE_CHECKING:
    from green_api_files import Message
    from green_api_files._command.outcome import Outcome, Summary


class PlainReporter:
    """One line for every message that is done: for logs, pipes and files."""

    def progress(self, message: Message, received: int, total: int | None) -> None:
        """Say nothing: a file that is on its way is of no use in a log."""

    def outcome(self, outcome: Outcome) -> None:
        """Write the line. What is there goes to the output, what is not to the errors."""
        stream = sys.stdout if outcome.error is None else sys.stderr
        print(line_of(outcome), file=stream, flush=True)  # a command's purpose

    def summary(self, summary: Summary) -> None:
        """Write the summary to the errors, so that the output holds files only."""
        for line in summary.lines():
            print(line, file=sys.stderr, flush=True)  # noqa: T201 # a command's purpose

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class JsonReporter(PlainReporter):
    """One JSON object a line: one for every message, and the summary."""

    def outcome(self, outcome: Outcome) -> None:
        """Write the object."""
        _write(outcome.as_json())

    def summary(self, summary: Summary) -> None:
        """Write the object."""
        _write(summary.as_json())


class TerminalReporter(PlainReporter):
    """A moving line for every file on its way and one for the whole; then a line that stays."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            DownloadColumn(),
            TransferSpeedColumn(),
            console=self._console,
            transient=True,
        )
        self._whole = self._progress.add_task("0 files", total=None)
        self._files: dict[tuple[str, str], TaskID] = {}
        self._done = 0
        self._bytes = 0

    def progress(self, message: Message, received: int, total: int | None) -> None:
        """Move the file's line."""
        key = message.chat_id, message.id_message
        task = self._files.get(key)
        if task is None:
            name = visible(message.file_name or message.id_message)
            task = self._files[key] = self._progress.add_task(name[:40])
        self._progress.update(task, completed=received, total=total)

    def outcome(self, outcome: Outcome) -> None:
        """Replace the file's line by one that stays."""
        key = outcome.message.chat_id, outcome.message.id_message
        if (task := self._files.pop(key, None)) is not None:
            self._progress.remove_task(task)
        self._done += 1
        self._progress.update(self._whole, description=f"{self._done} messages done")
        style = "" if outcome.error is None else "yellow"
        self._console.print(Text(line_of(outcome), style=style), soft_wrap=True)

    def summary(self, summary: Summary) -> None:
        """Write the summary below everything."""
        for line in summary.lines():
            self._console.print(Text(line, style="bold"), soft_wrap=True)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()


def reporter_for(*, as_json: bool) -> PlainReporter:
    """The reporter that fits whoever looks."""
    if as_json:
        return JsonReporter()
    return TerminalReporter() if sys.stderr.isatty() and sys.stdout.isatty() else PlainReporter()


def line_of(outcome: Outcome) -> str:
    """One line about one message."""
    where = outcome.path or f"{outcome.message.chat_id} {outcome.message.id_message}"
    why = f": {outcome.error}" if outcome.error is not None else ""
    return visible(f"{outcome.state}: {where}{why}")


def visible(text: str) -> str:
    """`text` without what would move a terminal's cursor or change its colours."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def _write(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)  # noqa: T201 # a command's purpose
