"""What is done for one message: its file is saved, or it is looked up what would be."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from green_api_files import GreenApiError
from green_api_files._command.options import default_of, seconds, seconds_or_none, size
from green_api_files._command.outcome import Outcome, failure

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from green_api_files import AsyncGreenApi, AsyncInbox, Message
    from green_api_files._command.report import QuietReporter


@dataclass(frozen=True, kw_only=True)
class SaveOptions:
    """What the options say of how files are saved."""

    layout: Annotated[
        str,
        typer.Option(
            "--layout",
            metavar="LAYOUT",
            help="Folders within DIRECTORY, of {chat}, {sender}, {date}, {kind} and text, such as "
            "{chat}/{date}/{name}.",
        ),
    ] = default_of("inbox", "layout")
    jobs: Annotated[int, typer.Option(metavar="N", min=1, max=256, help="Files at once.")] = 8
    rate: Annotated[
        int, typer.Option(metavar="N", min=0, help="Calls to the API in a second; 0 for no limit.")
    ] = default_of("__init__", "requests_per_second")
    max_bytes: Annotated[
        int,
        typer.Option(
            metavar="SIZE",
            help="How large a file may be: bytes, or such as 20MB or 100MiB.",
            show_default="100MiB",
            parser=size,
        ),
    ] = default_of("save_file", "max_bytes")
    time_limit: Annotated[
        float,
        typer.Option(
            metavar="TIME",
            help="How long one file may take, all tries included: such as 15m or 1h.",
            show_default="1h",
            parser=seconds,
        ),
    ] = default_of("save_file", "time_limit")
    ask_again_after: Annotated[
        float,
        typer.Option(
            metavar="TIME",
            help="For how long a file that is gone is not asked for again; 0 to ask always.",
            show_default="1d",
            parser=seconds_or_none,
        ),
    ] = default_of("inbox", "ask_again_after")

    def inbox(self, api: AsyncGreenApi, to: Path) -> AsyncInbox:
        """The inbox in `to`."""
        return api.inbox(to, layout=self.layout, ask_again_after=self.ask_again_after)

    def saver(
        self, inbox: AsyncInbox, reporter: QuietReporter, *, overwrite: bool = False
    ) -> Callable[[Message], Awaitable[Outcome]]:
        """What saves the file of a message, unless it is there."""

        async def save(message: Message) -> Outcome:
            try:
                file = await inbox.save(
                    message,
                    overwrite=overwrite,
                    max_bytes=self.max_bytes,
                    time_limit=self.time_limit,
                    progress=partial(reporter.progress, message),
                )
            except GreenApiError as error:
                return failure(message, error)
            return Outcome(message, "already there" if file.was_there else "saved", file.path)

        return save


async def look_up(inbox: AsyncInbox | None, message: Message) -> Outcome:
    """Tell what would be saved, and ask nobody."""
    file = None if inbox is None else await inbox.find(message)
    if file is None:
        return Outcome(message, "to be saved")
    return Outcome(message, "already there", file.path)
