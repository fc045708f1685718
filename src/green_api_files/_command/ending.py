"""How a command ends: with a sentence and an exit code, whatever happens."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import typer

from green_api_files import GreenApiError, SettingsError
from green_api_files._command import output, signals
from green_api_files._command.exits import Exit
from green_api_files._command.logs import logger
from green_api_files._command.outcome import exit_code_of, in_options
from green_api_files._command.output import OutputError, tell_if_possible, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Generator

    from green_api_files._command.outcome import Summary
    from green_api_files._command.report import QuietReporter


@contextmanager
def ending() -> Generator[None]:
    """End the command with a sentence and the exit code for whatever is raised."""
    try:
        with signals.raised():
            yield
    except SettingsError as error:
        end(Exit.USAGE, in_options(str(error)))
    except GreenApiError as error:
        end(exit_code_of(error), in_options(str(error)))
    except OutputError as error:
        if error.is_unread:
            raise typer.Exit(Exit.UNREAD) from None
        end(Exit.DISK, str(error))
    except signals.Told as told:
        end(told.exit_code, str(told))


def end(code: int, sentence: str) -> NoReturn:
    """End the command.

    Raises:
        Exit: always.
    """
    tell_if_possible(visible(sentence))
    raise typer.Exit(code) from None


def show(
    work: Callable[[], Coroutine[None, None, None]], reporter: QuietReporter, summary: Summary
) -> None:
    """Show how the work goes and its summary, also when it is told to end."""
    reporter.show_status(summary.status)
    try:
        with reporter:
            signals.run(work)
    except signals.Told:
        reporter.summary(summary)
        raise
    reporter.summary(summary)


def run(app: Callable[[], object]) -> None:
    """Run the command. What nobody expected is a sentence too."""
    try:
        app()
    except Exception as error:  # noqa: BLE001 # a person sees no traceback
        try:
            output.check()
        except output.OutputError as refusal:
            tell_if_possible(str(refusal))
            sys.exit(Exit.DISK)
        logger.debug("The defect:", exc_info=error)
        tell_if_possible(
            f"This is a defect of green-api-files: {type(error).__name__}. Please report it with "
            "what the same command says with --verbose."
        )
        sys.exit(Exit.DEFECT)
