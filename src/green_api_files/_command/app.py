"""The commands."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path  # noqa: TC003 # typer reads the hints
from typing import TYPE_CHECKING, Annotated

import typer

from green_api_files import Message, __version__
from green_api_files._command import ending, logs, signals
from green_api_files._command.batch import Batch
from green_api_files._command.instance import Instance
from green_api_files._command.options import (
    EXIT_CODES,
    TIMEOUT,
    TRIES,
    ApiUrl,
    AsJson,
    Chat,
    IdInstance,
    MessageId,
    Pause,
    Size,
    TimeLimit,
    Timeout,
    TokenFile,
    Tries,
    Verbose,
    default_of,
    id_of,
)
from green_api_files._command.outcome import Summary
from green_api_files._command.output import escape_what_cannot_be_written, write, write_json
from green_api_files._command.report import reporter_for
from green_api_files._command.saving import Looker, Saver
from green_api_files._command.source import Input
from green_api_files._inbox.database import NAME

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

    from green_api_files._command.report import QuietReporter

_RATE = default_of("__init__", "requests_per_second")
_MAX_BYTES = default_of("save_file", "max_bytes")
_LAYOUT = default_of("inbox", "layout")
_ASK_AGAIN_AFTER = default_of("inbox", "ask_again_after")
_TIME_LIMIT = default_of("save_file", "time_limit")

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
def link(  # noqa: PLR0913 # the options of a command
    chat: Chat,
    message: MessageId,
    *,
    id_instance: IdInstance = None,
    token_file: TokenFile = None,
    api_url: ApiUrl = None,
    timeout: Timeout = TIMEOUT,
    tries: Tries = TRIES,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Print the link to the file of a message."""
    if verbose:
        logs.show()
    with ending.ending():
        api = Instance(id_instance, token_file, api_url, timeout, tries).api(rate=_RATE)

        async def ask() -> None:
            async with api:
                url = (await api.download_file(chat, message)).download_url
            if as_json:
                write_json({"downloadUrl": url})
            else:
                write(url)

        signals.run(ask)


@app.command(epilog=EXIT_CODES, short_help="Save the files of messages.")
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
    to: Annotated[
        Path,
        typer.Option(metavar="DIRECTORY", help="Where to; it is made if it is missing."),
    ],
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
    layout: Annotated[
        str,
        typer.Option(
            "--layout",
            metavar="LAYOUT",
            help="Folders within DIRECTORY, of {chat}, {sender}, {date}, {kind} and text, such as "
            "{chat}/{date}/{name}.",
        ),
    ] = _LAYOUT,
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
    jobs: Annotated[int, typer.Option(metavar="N", min=1, max=256, help="Files at once.")] = 8,
    rate: Annotated[
        int,
        typer.Option(metavar="N", min=0, help="Calls to the API in a second; 0 for no limit."),
    ] = _RATE,
    max_bytes: Size = _MAX_BYTES,
    time_limit: TimeLimit = _TIME_LIMIT,
    ask_again_after: Pause = _ASK_AGAIN_AFTER,
    id_instance: IdInstance = None,
    token_file: TokenFile = None,
    api_url: ApiUrl = None,
    timeout: Timeout = TIMEOUT,
    tries: Tries = TRIES,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Write paths and errors only.")
    ] = False,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Save the file of one message, or those of all messages that --from names.

    Writes the path of each file to the output, and everything else to the errors. Running the
    same command again fetches only what is missing.
    """
    if verbose:
        logs.show()
    sources = sources or []
    if (not sources) == (chat is None or message is None) or (sources and (chat or name)):
        raise typer.BadParameter("Give either CHAT and MESSAGE, or --from FILE.")
    if [*sources, token_file].count("-") > 1:
        raise typer.BadParameter("The standard input can be read only once.")
    with ending.ending():
        reporter = reporter_for(as_json=as_json, quiet=quiet)
        instance = Instance(id_instance, token_file, api_url, timeout, tries)
        api = instance.without_token() if dry_run else instance.api(rate=rate)
        inbox = None
        if not dry_run or (to / NAME).exists():
            inbox = api.inbox(to, layout=layout, ask_again_after=ask_again_after)
        options = {"overwrite": overwrite, "max_bytes": max_bytes, "time_limit": time_limit}
        work = (
            Looker(inbox) if dry_run or inbox is None else Saver(inbox, reporter.progress, options)
        )
        found = Input(reporter.trouble)
        messages = found.messages(sources) if sources else _one(chat, message, name)
        summary = Summary(found)
        batch = Batch(work, reporter, summary, jobs=jobs)

        async def run() -> None:
            async with api, inbox or nullcontext():
                await batch.run(messages)

        _show(run, reporter, summary)
    raise typer.Exit(summary.exit_code)


def _show(
    run: Callable[[], Coroutine[None, None, None]], reporter: QuietReporter, summary: Summary
) -> None:
    """Show how it goes and the summary, also when it is told to end."""
    try:
        with reporter:
            signals.run(run)
    except signals.Told:
        reporter.summary(summary)
        raise
    reporter.summary(summary)


async def _one(chat: str | None, message: str | None, name: str | None) -> AsyncIterator[Message]:
    assert chat is not None  # noqa: S101 # as was checked
    assert message is not None  # noqa: S101
    yield Message(chat, message, name)


def run() -> None:
    """Run the command."""
    ending.run(app)
