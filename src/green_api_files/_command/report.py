"""What people and machines see while files are saved."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Self, cast

import typer
from rich.console import Console, Group
from rich.filesize import decimal
from rich.live import Live
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

from green_api_files._command import logs, options
from green_api_files._command.outcome import in_options
from green_api_files._command.output import is_terminal, tell, visible, write, write_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from green_api_files import Message
    from green_api_files._command.outcome import Outcome, Summary
    from green_api_files._command.source import Trouble

_MOST_TROUBLES = 20
"""So many are told one by one; what is no JSON at all would fill the screen."""


_TELLING = ("typeWebhook", "idMessage", "timestamp")


class QuietReporter:
    """Paths to the output, what went wrong to the errors, and nothing else."""

    def __init__(self) -> None:
        self._troubles = 0

    def progress(self, message: Message, received: int, total: int | None) -> None:
        """Say nothing: a file that is on its way is of no use in a log."""

    def received(self, content: bytes) -> None:
        """Say nothing: the log has it."""

    def outcome(self, outcome: Outcome) -> None:
        """Write a line for a file that is there, or is not."""
        if outcome.path is not None:
            write(str(outcome.path))
        elif outcome.error is not None:
            tell(line_of(outcome))

    def trouble(self, trouble: Trouble) -> None:
        """Write what is wrong with the input, unless there is too much of it."""
        self._troubles += 1
        if self._troubles <= _MOST_TROUBLES:
            tell(visible(f"{trouble}."))
        elif self._troubles == _MOST_TROUBLES + 1:
            tell("More of the input is wrong; from here on it is only counted.")

    def summary(self, summary: Summary) -> None:
        """Write why it ended early."""
        if summary.stopped_by is not None:
            tell(visible(summary.why_stopped))

    def show_status(self, status: Callable[[], str]) -> None:
        """Show what `status` tells, if there is a line for it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class PlainReporter(QuietReporter):
    """One line for every message that is done: for logs, pipes and files."""

    def outcome(self, outcome: Outcome) -> None:
        """Write the line."""
        super().outcome(outcome)
        if outcome.state == "to be saved":
            tell(line_of(outcome))

    def summary(self, summary: Summary) -> None:
        """Write the summary to the errors, so that the output holds paths only."""
        for line in summary.lines():
            tell(visible(line))


class JsonReporter(QuietReporter):
    """One JSON object a line: for every notification, message and trouble, and the summary."""

    def received(self, content: bytes) -> None:
        """Write what tells which one it is, and nothing of what people wrote."""
        body: object = json.loads(content).get("body")
        known = cast("dict[str, Any]", body) if isinstance(body, dict) else {}
        told = {name: known[name] for name in _TELLING if name in known}
        write_json({"notification": told})

    def outcome(self, outcome: Outcome) -> None:
        """Write the object."""
        write_json(outcome.as_json())

    def trouble(self, trouble: Trouble) -> None:
        """Write the object."""
        write_json({trouble.kind: {"where": trouble.where, "reason": trouble.why}})

    def summary(self, summary: Summary) -> None:
        """Write the object."""
        write_json(summary.as_json())


class TerminalReporter(PlainReporter):
    """A moving line for every file on its way and one for the whole; then a line that stays."""

    def __init__(self) -> None:
        super().__init__()
        self._files: dict[tuple[str, str], TaskID] = {}
        self._received = Counter[tuple[str, str]]()
        self._bytes = 0
        self._status: Callable[[], str] = str  # until it is told one
        self._console = Console(stderr=True)
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            DownloadColumn(),
            TransferSpeedColumn(),
            console=self._console,
        )
        self._live = Live(
            get_renderable=lambda: Group(self._progress, self._whole()),
            console=self._console,
            transient=True,
            refresh_per_second=10,
            redirect_stdout=False,  # the paths are for whoever reads them there
        )

    def progress(self, message: Message, received: int, total: int | None) -> None:
        """Move the file's line."""
        key = message.chat_id, message.id_message
        task = self._files.get(key)
        if task is None:
            name = visible(message.file_name or message.id_message)
            task = self._files[key] = self._progress.add_task(name[:40], total=total)
        self._bytes += max(received - self._received[key], 0)
        self._received[key] = received
        self._progress.update(task, completed=received, total=total)

    def outcome(self, outcome: Outcome) -> None:
        """Replace the file's line by one that stays."""
        key = outcome.message.chat_id, outcome.message.id_message
        del self._received[key]
        if (task := self._files.pop(key, None)) is not None:
            self._progress.remove_task(task)
        if outcome.path is not None and not is_terminal(sys.stdout):
            write(str(outcome.path))
        style = "" if outcome.error is None else "yellow"
        self._console.print(Text(line_of(outcome), style=style), soft_wrap=True)

    def summary(self, summary: Summary) -> None:
        """Write the summary below everything."""
        for line in summary.lines():
            self._console.print(Text(visible(line), style="bold"), soft_wrap=True)

    def _whole(self) -> Text:
        under_way = f", {len(self._files)} on their way" if self._files else ""
        return Text(f"{self._status()}{under_way}, {decimal(self._bytes)} received")

    def show_status(self, status: Callable[[], str]) -> None:
        """Show what `status` tells in the line for the whole."""
        self._status = status

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What the options say of how it is shown."""

    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Write paths and errors only.")] = (
        False
    )
    as_json: options.AsJson = False
    verbose: options.Verbose = False

    def reporter(self) -> QuietReporter:
        """The reporter that fits whoever looks. The log is shown too, if it is wanted."""
        if self.verbose:
            logs.show()
        if self.as_json:
            return JsonReporter()
        if self.quiet:
            return QuietReporter()
        return TerminalReporter() if is_terminal(sys.stderr) else PlainReporter()


def line_of(outcome: Outcome) -> str:
    """One line about one message."""
    where = outcome.path or f"{outcome.message.chat_id} {outcome.message.id_message}"
    why = f": {in_options(str(outcome.error))}" if outcome.error is not None else ""
    return visible(f"{outcome.state}: {where}{why}")
