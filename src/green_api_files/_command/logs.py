"""What `--verbose` shows, without the token."""

from __future__ import annotations

import logging

from green_api_files._command.output import tell_if_possible, visible

logger = logging.getLogger("green_api_files.command")

_secrets: set[str] = set()


def hide(secret: str) -> None:
    """Show `secret` in no log, also not in the traceback of what nobody expected."""
    _secrets.add(secret)


def show() -> None:
    """Write what the library logs to the errors."""
    handler = _Errors()
    handler.setFormatter(_Masked("%(asctime)s %(name)s %(levelname)s %(message)s"))
    logging.basicConfig(handlers=[handler], force=True)
    logging.getLogger("green_api_files").setLevel(logging.DEBUG)


class _Errors(logging.Handler):
    """Writes through whatever `sys.stderr` is now: a terminal's moving lines put themselves there.

    logging.StreamHandler would write through them.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        tell_if_possible(self.format(record))


class _Masked(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """The record as text."""
        text = super().format(record)
        for secret in _secrets:
            text = text.replace(secret, "***")
        return "\n".join(visible(line) for line in text.split("\n"))
