"""The commands and their options."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from dataclasses import dataclass
from pathlib import Path  # noqa: TC003 # typer reads the hints
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from green_api_files import AsyncGreenApi, GreenApiError, Message, Retry, SettingsError
from green_api_files._api.rate import DOCUMENTED
from green_api_files._command.batch import Batch
from green_api_files._command.exits import Exit
from green_api_files._command.manifest import Manifest
from green_api_files._command.outcome import Summary, ends_everything
from green_api_files._command.report import reporter_for, visible
from green_api_files._command.source import messages_from
from green_api_files._file.wanted import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from green_api_files._command.report import PlainReporter

_EXITS = """
Exit codes: 0 every file is there, 1 some failed and another run may help, 2 wrong arguments or
input, 3 the API refuses the instance (credentials, host, authorization, quota), 4 the disk
refuses, 5 some files are not available, 130 Ctrl-C.
"""

_TRIES = Retry().tries
_RATE = DOCUMENTED["DownloadFile"]
_TOKEN_VARIABLE = "GREEN_API_TOKEN_INSTANCE"  # noqa: S105 # the name of a variable

app = typer.Typer(
    help="Save the files of WhatsApp messages through GREEN-API.",
    epilog=_EXITS,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Chat = Annotated[str, typer.Argument(help="The chat, such as 79001234567@c.us.")]
MessageId = Annotated[str, typer.Argument(help="The message, a webhook's idMessage.")]
IdInstance = Annotated[
    str | None,
    typer.Option(help="The instance's number.", envvar="GREEN_API_ID_INSTANCE"),
]
TokenFile = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help=f"A file with the token, or - for the standard input. Else {_TOKEN_VARIABLE} is "
        "taken, or you are asked. An argument would show in the list of processes.",
    ),
]
ApiUrl = Annotated[
    str | None,
    typer.Option(help="The instance's host, the console's apiUrl.", envvar="GREEN_API_URL"),
]
Timeout = Annotated[float, typer.Option(help="Seconds of silence that end a try.")]
Tries = Annotated[int, typer.Option(min=1, help="How often a call is made at most.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON, one object a line.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Log to the errors.")]


@dataclass(frozen=True)
class _Instance:
    """Whom to call as, and how, as the options say."""

    id_instance: str | None
    token_file: str | None
    api_url: str | None
    timeout: float
    tries: int

    def api(self, *, rate: int = _RATE) -> AsyncGreenApi:
        """A client.

        Raises:
            SettingsError: if something is missing.
        """
        return AsyncGreenApi(
            self.id_instance,
            self._token(),
            api_url=self.api_url,
            timeout=self.timeout,
            retry=Retry(tries=self.tries),
            requests_per_second=rate or None,
        )

    def _token(self) -> str | None:
        if self.token_file is not None:
            try:
                path = 0 if self.token_file == "-" else self.token_file  # noqa: S105 # no token
                with open(path, encoding="utf-8", closefd=path != 0) as file:  # 0
                    return file.readline().strip()
            except (OSError, ValueError) as error:
                reason = error.strerror if isinstance(error, OSError) else "it is no text"
                raise SettingsError(
                    f"The token cannot be read from {self.token_file}: {reason}."
                ) from None
        if not os.environ.get(_TOKEN_VARIABLE) and sys.stdin.isatty():
            return str(typer.prompt("apiTokenInstance", hide_input=True, err=True))
        return None


@app.command()
def link(  # noqa: PLR0913 # the options of a command
    chat: Chat,
    message: MessageId,
    *,
    id_instance: IdInstance = None,
    token_file: TokenFile = None,
    api_url: ApiUrl = None,
    timeout: Timeout = 60.0,
    tries: Tries = _TRIES,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Print the link to the file of a message."""
    _log(verbose=verbose)
    instance = _Instance(id_instance, token_file, api_url, timeout, tries)

    async def ask() -> str:
        async with instance.api() as api:
            return (await api.download_file(chat, message)).download_url

    try:
        url = asyncio.run(ask())
    except GreenApiError as error:
        _end(_exit_code(error), str(error))
    except KeyboardInterrupt:
        _end(Exit.INTERRUPTED, "Interrupted.")
    typer.echo(json.dumps({"downloadUrl": url}) if as_json else url)


@app.command()
def save(  # noqa: PLR0913 # the options of a command
    chat: Annotated[str | None, typer.Argument(help="The chat.", show_default=False)] = None,
    message: Annotated[str | None, typer.Argument(help="The message.", show_default=False)] = None,
    *,
    to: Annotated[Path, typer.Option(help="The directory; it is made if it is missing.")],
    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="Save the files of all messages in FILE, or - for the standard input: JSON or "
            "JSON lines with webhooks, notifications, journals or chatId and idMessage.",
        ),
    ] = None,
    name: Annotated[str | None, typer.Option(help="The file's name, for one message.")] = None,
    jobs: Annotated[int, typer.Option(min=1, max=256, help="Files at once.")] = 8,
    rate: Annotated[
        int, typer.Option(min=0, help="Calls to the API in a second; 0 for no limit.")
    ] = _RATE,
    max_bytes: Annotated[int, typer.Option(min=1, help="How large a file may be.")] = MAX_BYTES,
    id_instance: IdInstance = None,
    token_file: TokenFile = None,
    api_url: ApiUrl = None,
    timeout: Timeout = 60.0,
    tries: Tries = _TRIES,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Save the file of one message, or those of all messages that --from names.

    Running the same command again fetches only what is missing.
    """
    _log(verbose=verbose)
    if (source is None) == (chat is None or message is None) or (source and (chat or name)):
        raise typer.BadParameter("Give either CHAT and MESSAGE, or --from FILE.")
    if source == "-" and token_file == "-":  # noqa: S105 # no token
        raise typer.BadParameter("Only one of --from and --token-file can be the standard input.")
    messages = (
        _one(Message(chat or "", message or "", name)) if source is None else messages_from(source)
    )
    instance = _Instance(id_instance, token_file, api_url, timeout, tries)
    try:
        api = instance.api(rate=rate)
        with Manifest(to) as manifest:
            reporter = reporter_for(as_json=as_json)
            batch = Batch(api, manifest, to, reporter, max_bytes=max_bytes, jobs=jobs)
            exit_code = _carry_out(api, batch, messages, reporter)
    except GreenApiError as error:
        _end(_exit_code(error), str(error))
    raise typer.Exit(exit_code)


def _carry_out(
    api: AsyncGreenApi, batch: Batch, messages: AsyncIterator[Message], reporter: PlainReporter
) -> Exit:
    """Run the batch and show its summary, also when it is interrupted."""

    async def work() -> None:
        async with api:
            await batch.run(messages)

    interrupted = False
    with reporter:
        try:
            asyncio.run(work())
        except KeyboardInterrupt:
            interrupted = True
    reporter.summary(batch.summary)
    return Exit.INTERRUPTED if interrupted else batch.summary.exit_code


async def _one(message: Message) -> AsyncIterator[Message]:
    yield message


def _exit_code(error: GreenApiError) -> Exit:
    if isinstance(error, SettingsError):
        return Exit.USAGE
    summary = Summary(stopped_by=error)
    return summary.exit_code if ends_everything(error) else Exit.FAILED


def _log(*, verbose: bool) -> None:
    if verbose:
        logging.basicConfig(
            stream=sys.stderr, format="%(asctime)s %(name)s %(levelname)s %(message)s"
        )
        for logger in ("green_api_files", "urllib3", "aiohttp"):
            logging.getLogger(logger).setLevel(logging.DEBUG)


def _end(code: Exit, sentence: str) -> NoReturn:
    typer.echo(visible(sentence), err=True)
    raise typer.Exit(code)


def run() -> None:
    """Run the command. What it did not expect is a sentence too."""
    try:
        app()
    except Exception as error:  # noqa: BLE001 # a person sees no traceback
        typer.echo(f"This is a defect of green-api-files: {type(error).__name__}.", err=True)
        sys.exit(Exit.DEFECT)
