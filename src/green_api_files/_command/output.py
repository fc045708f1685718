"""The standard output and the errors: what can be written, and what if it cannot."""

from __future__ import annotations

import io
import json
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import TextIO


class OutputError(Exception):
    """What was to be told cannot be written.

    Attributes:
        is_unread: Whether only nobody reads it any longer.
    """

    def __init__(self, error: OSError) -> None:
        super().__init__(f"The output cannot be written: {error.strerror}.")
        self.is_unread = isinstance(error, BrokenPipeError)


def escape_what_cannot_be_written() -> None:
    """Write a character that an output's encoding does not have as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def write(line: str) -> None:
    """Write a line to the standard output.

    Raises:
        OutputError: if it cannot be written.
    """
    _write(sys.stdout, line + "\n")


def write_json(value: dict[str, Any]) -> None:
    """Write an object as a line.

    Raises:
        OutputError: if it cannot be written.
    """
    # An escape that Python makes for a character that is missing in the encoding is no JSON.
    is_unicode = str(getattr(sys.stdout, "encoding", "")).lower().startswith("utf")
    write(json.dumps(value, ensure_ascii=not is_unicode))


def tell(line: str) -> None:
    """Write a line to the errors.

    Raises:
        OutputError: if it cannot be written.
    """
    _write(sys.stderr, line + "\n")


def tell_if_possible(line: str) -> None:
    """Write a line to the errors, or nowhere."""
    with suppress(OutputError):
        tell(line)


def check() -> None:
    """Write what others have left to be written to the standard output, such as the help.

    Raises:
        OutputError: if it cannot be written.
    """
    _write(sys.stdout, "")


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person looks at it. A stream that was closed from the beginning is None."""
    return stream is not None and stream.isatty()


def visible(text: str) -> str:
    """`text` without what would move a terminal's cursor or change its colours."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:
        return
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        _abandon(stream)
        raise OutputError(error) from None


def _abandon(stream: TextIO) -> None:
    """Keep Python from writing the rest once more when it ends, and from failing again."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
