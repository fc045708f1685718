"""Whom to call as, and how."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import Annotated

import typer

from green_api_files import AsyncGreenApi, Retry, SettingsError
from green_api_files._command import logs
from green_api_files._command.options import default_of, seconds
from green_api_files._command.output import is_terminal, tell_if_possible
from green_api_files._command.signals import Told

TOKEN_VARIABLE = "GREEN_API_TOKEN_INSTANCE"  # noqa: S105 # the name of a variable
ID_VARIABLE = "GREEN_API_ID_INSTANCE"

_CONSOLE = "The console shows it at https://console.green-api.com."


@dataclass(frozen=True, kw_only=True)
class Instance:
    """What the options say of an instance."""

    id_instance: Annotated[
        str | None,
        typer.Option(metavar="NUMBER", help="The instance's number.", envvar=ID_VARIABLE),
    ] = None
    token_file: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help=f"A file with the token, or - for the standard input. Else {TOKEN_VARIABLE} is "
            "taken, or you are asked. An argument would show in the list of processes.",
        ),
    ] = None
    api_url: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="The instance's host, the console's apiUrl.", envvar="GREEN_API_URL"
        ),
    ] = None
    timeout: Annotated[
        float,
        typer.Option(
            metavar="TIME",
            help="The silence that ends a try: seconds, or such as 90s or 2m.",
            show_default="60s",
            parser=seconds,
        ),
    ] = default_of("__init__", "timeout")
    tries: Annotated[
        int, typer.Option(metavar="N", min=1, help="How often a call is made at most.")
    ] = Retry().tries

    def api(self, *, rate: int) -> AsyncGreenApi:
        """A client.

        Raises:
            SettingsError: if something is missing or cannot be right.
        """
        self._check_id()
        token = self._known_token()
        if token is None:
            # Whatever else is wrong is told before anybody types.
            self._client("0", rate)
            token = _asked()
        logs.hide(token)
        return self._client(token, rate)

    def without_token(self) -> AsyncGreenApi:
        """A client that asks nothing.

        Raises:
            SettingsError: if something is missing or cannot be right.
        """
        self._check_id()
        return self._client("0", 0)

    def _check_id(self) -> None:
        if not self.id_instance:
            raise SettingsError(
                f"The instance is missing: give --id-instance or set {ID_VARIABLE}. {_CONSOLE}"
            )

    def _client(self, token: str, rate: int) -> AsyncGreenApi:
        return AsyncGreenApi(
            self.id_instance,
            token,
            api_url=self.api_url,
            timeout=self.timeout,
            retry=Retry(tries=self.tries),
            requests_per_second=rate or None,
        )

    def _known_token(self) -> str | None:
        """The token, or None if a person is to be asked."""
        if self.token_file is not None:
            return _first_line(self.token_file)
        token = os.environ.get(TOKEN_VARIABLE, "").strip()
        if token:
            return token
        if is_terminal(sys.stdin):
            return None
        raise SettingsError(
            f"The token is missing: set {TOKEN_VARIABLE} or give --token-file FILE. {_CONSOLE}"
        )


def _asked() -> str:
    """The token, from the person at the terminal."""
    try:
        return str(typer.prompt("apiTokenInstance", hide_input=True, err=True)).strip()
    except Told:
        tell_if_possible("")  # the cursor is still behind the prompt
        raise
    except typer.Abort:  # the terminal was closed, or Ctrl-D
        raise SettingsError("No token was given.") from None


def _first_line(path: str) -> str:
    try:
        with open(0 if path == "-" else path, encoding="utf-8", closefd=path != "-") as file:
            line = file.readline().strip()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise SettingsError(f"The token cannot be read from {path}: {reason}.") from None
    if not line:
        raise SettingsError(f"The token cannot be read from {path}: its first line is empty.")
    return line
