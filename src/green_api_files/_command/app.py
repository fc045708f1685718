"""The commands."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from green_api_files import Message, __version__
from green_api_files._command import ending, logs, signals
from green_api_files._command.batch import work_on
from green_api_files._command.history import history
from green_api_files._command.instance import Instance
from green_api_files._command.options import (
    EXIT_CODES,
    AsJson,
    To,
    Verbose,
    default_of,
    id_of,
    spread,
)
from green_api_files._command.outcome import Summary
from green_api_files._command.output import escape_what_cannot_be_written, write, write_json
from green_api_files._command.report import Shown
from green_api_files._command.saving import SaveOptions, look_up
from green_api_files._command.source import Input
from green_api_files._command.watch import watch
from green_api_files._inbox.database import NAME

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

app = typer.Typer(
    help="Save the files of WhatsApp messages through GREEN-API.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # its tables break words where a terminal is narrow
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(*, wanted: bool) -> None:
    if wanted:
        with ending.ending():
            write(f"green-api-files {__version__}")
        raise typer.Exit


@app.callback()
def everything(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Show the version and exit.", is_eager=True, callback=_show_version
        ),
    ] = False,
) -> None:
    """Begin."""
    del version  # its callback has shown it
    escape_what_cannot_be_written()


@app.command(epilog=EXIT_CODES)
@spread
def link(
    chat: Annotated[
        str,
        typer.Argument(
            metavar="CHAT", help="The chat, such as 79001234567@c.us.", callback=id_of("chat")
        ),
    ],
    message: Annotated[
        str,
        typer.Argument(
            metavar="MESSAGE", help="The message, a webhook's idMessage.", callback=id_of("message")
        ),
    ],
    *,
    instance: Instance,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Print the link to the file of a message."""
    if verbose:
        logs.show()
    with ending.ending():
        api = instance.api(rate=default_of("__init__", "requests_per_second"))

        async def ask() -> None:
            async with api:
                url = (await api.download_file(chat, message)).download_url
            if as_json:
                write_json({"downloadUrl": url})
            else:
                write(url)

        signals.run(ask)


@app.command(epilog=EXIT_CODES, short_help="Save the files of messages.")
@spread
def save(  # noqa: PLR0913 # the options of a command
    chat: Annotated[
        str | None,
        typer.Argument(metavar="CHAT", help="The chat.", callback=id_of("chat")),
    ] = None,
    message: Annotated[
        str | None,
        typer.Argument(metavar="MESSAGE", help="The message.", callback=id_of("message")),
    ] = None,
    *,
    to: To,
    sources: Annotated[
        list[str] | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="Save the files of all messages in FILE, or - for the standard input: JSON or "
            "JSON lines with webhooks, notifications, journals or chatId and idMessage. May be "
            "given several times.",
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="The file's name, for one message.")
    ] = None,
    overwrite: Annotated[
        bool,
        typer.Option(
            "--overwrite",
            help="Replace a file of the same name, unless it is another message's. Else the new "
            "one gets a number.",
        ),
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Tell what would be saved; ask and change nothing."),
    ] = False,
    saving: SaveOptions,
    instance: Instance,
    shown: Shown,
) -> None:
    """Save the file of one message, or those of all messages that --from names.

    Writes the path of each file to the output, and everything else to the errors. Running the
    same command again fetches only what is missing.
    """
    sources = sources or []
    if (not sources) == (chat is None or message is None) or (sources and (chat or name)):
        raise typer.BadParameter("Give either CHAT and MESSAGE, or --from FILE.")
    if [*sources, instance.token_file].count("-") > 1:
        raise typer.BadParameter("The standard input can be read only once.")
    with ending.ending():
        reporter = shown.reporter()
        api = instance.without_token() if dry_run else instance.api(rate=saving.rate)
        inbox = saving.inbox(api, to) if not dry_run or (to / NAME).exists() else None
        work = (
            partial(look_up, inbox)
            if dry_run or inbox is None
            else saving.saver(inbox, reporter, overwrite=overwrite)
        )
        found = Input(reporter.trouble)
        messages = found.messages(sources) if sources else _one(chat, message, name)
        summary = Summary(found)

        async def run() -> None:
            async with api, inbox or nullcontext():
                await work_on(messages, work, reporter, summary, jobs=saving.jobs)

        ending.show(run, reporter, summary)
    raise typer.Exit(summary.exit_code)


async def _one(chat: str | None, message: str | None, name: str | None) -> AsyncIterator[Message]:
    assert chat is not None  # noqa: S101 # as was checked
    assert message is not None  # noqa: S101
    yield Message(chat, message, name)


app.command(epilog=EXIT_CODES, short_help="Receive, and save the files of messages.")(watch)
app.command(epilog=EXIT_CODES, short_help="Save files of messages of the past.")(history)


def run() -> None:
    """Run the command."""
    ending.run(app)
