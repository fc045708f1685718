"""The one way in which the commands of this package refuse to go on."""

from __future__ import annotations


class CodegenError(Exception):
    """Something the reader of the message has to put right; the message says what and how."""
