"""The options that the commands have in common, and how they are read."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Annotated, Any

import typer

from green_api_files import AsyncGreenApi, Retry
from green_api_files._command.exits import ORDER, Exit
from green_api_files._command.instance import ID_VARIABLE, TOKEN_VARIABLE
from green_api_files._command.quantities import seconds, seconds_or_none, size

EXIT_CODES = "\n".join(
    ["\b", "Exit codes:", *(f"{code.value:>5}  {code.meaning}" for code in Exit), ORDER]
)


def default_of(method: str, argument: str) -> Any:
    """The default of an argument of the library, which is the option's too."""
    return inspect.signature(getattr(AsyncGreenApi, method)).parameters[argument].default


TIMEOUT = default_of("__init__", "timeout")
TRIES = Retry().tries
RATE = default_of("__init__", "requests_per_second")
MAX_BYTES = default_of("save_file", "max_bytes")
TIME_LIMIT = default_of("save_file", "time_limit")
LAYOUT = default_of("inbox", "layout")
ASK_AGAIN_AFTER = default_of("inbox", "ask_again_after")


def id_of(what: str) -> Any:
    """A callback that refuses what cannot be an id."""

    def check(value: str | None) -> str | None:
        if value is not None and not (value.isprintable() and value.strip()):
            raise typer.BadParameter(f"{value!r} is no {what}.")
        return value

    return check


Chat = Annotated[
    str,
    typer.Argument(
        metavar="CHAT", help="The chat, such as 79001234567@c.us.", callback=id_of("chat")
    ),
]
MessageId = Annotated[
    str,
    typer.Argument(
        metavar="MESSAGE", help="The message, a webhook's idMessage.", callback=id_of("message")
    ),
]
IdInstance = Annotated[
    str | None,
    typer.Option(metavar="NUMBER", help="The instance's number.", envvar=ID_VARIABLE),
]
TokenFile = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help=f"A file with the token, or - for the standard input. Else {TOKEN_VARIABLE} is "
        "taken, or you are asked. An argument would show in the list of processes.",
    ),
]
ApiUrl = Annotated[
    str | None,
    typer.Option(
        metavar="URL", help="The instance's host, the console's apiUrl.", envvar="GREEN_API_URL"
    ),
]


def quantity(parse: Any) -> Any:
    """`parse` for typer, which shows only its own errors as sentences."""

    def parsed(text: Any) -> Any:
        try:
            return parse(text)
        except ValueError as error:
            raise typer.BadParameter(f"{error}.") from None

    return parsed


Timeout = Annotated[
    float,
    typer.Option(
        metavar="TIME",
        help="The silence that ends a try: seconds, or such as 90s or 2m.",
        show_default="60s",
        parser=quantity(seconds),
    ),
]
TimeLimit = Annotated[
    float,
    typer.Option(
        metavar="TIME",
        help="How long one file may take, all tries included: such as 15m or 1h.",
        show_default="1h",
        parser=quantity(seconds),
    ),
]
Pause = Annotated[
    float,
    typer.Option(
        metavar="TIME",
        help="For how long a file that is gone is not asked for again; 0 to ask always.",
        show_default="1d",
        parser=quantity(seconds_or_none),
    ),
]
Size = Annotated[
    int,
    typer.Option(
        metavar="SIZE",
        help="How large a file may be: bytes, or such as 20MB or 100MiB.",
        show_default="100MiB",
        parser=quantity(size),
    ),
]
Tries = Annotated[int, typer.Option(metavar="N", min=1, help="How often a call is made at most.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON, one object a line.")]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Log to the errors, without the token.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Write paths and errors only.")]
To = Annotated[
    Path, typer.Option(metavar="DIRECTORY", help="Where to; it is made if it is missing.")
]
LayoutOption = Annotated[
    str,
    typer.Option(
        "--layout",
        metavar="LAYOUT",
        help="Folders within DIRECTORY, of {chat}, {sender}, {date}, {kind} and text, such as "
        "{chat}/{date}/{name}.",
    ),
]
Jobs = Annotated[int, typer.Option(metavar="N", min=1, max=256, help="Files at once.")]
Rate = Annotated[
    int, typer.Option(metavar="N", min=0, help="Calls to the API in a second; 0 for no limit.")
]
