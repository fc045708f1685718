"""The folders of an inbox: what a message tells, made into harmless names."""

from __future__ import annotations

import string
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from green_api_files._file.name import safe_name
from green_api_files.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from green_api_files._messages import Message

_UNKNOWN = "unknown"
"""The folder of what a message does not tell."""

_NAME = "{name}"

_FIELDS: dict[str, Callable[[Message], str | None]] = {
    "chat": lambda message: message.chat_id,
    "sender": lambda message: message.sender,
    "date": lambda message: message.time.date().isoformat() if message.time else None,
    "kind": lambda message: (message.kind or "").removesuffix("Message"),
}


class Layout:
    """Where in an inbox the file of a message goes.

    Args:
        text: Such as `{chat}/{date}/{name}`: folders of `{chat}`, `{sender}`, `{date}`, `{kind}`
            and text, and `{name}` in the end.

    Raises:
        SettingsError: if it is none.
    """

    def __init__(self, text: str) -> None:
        *self._folders, name = _text(text).split("/")
        if name != _NAME:
            raise SettingsError(f"layout must end with {_NAME}, as {{chat}}/{_NAME} does.")
        for folder in self._folders:
            _check(folder)

    def folder(self, message: Message) -> PurePosixPath:
        """The folder of a message's file within the inbox. Its parts are names for every system."""
        values = {name: _harmless(value(message)) for name, value in _FIELDS.items()}
        return PurePosixPath(*(_harmless(part.format_map(values)) for part in self._folders))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise SettingsError("layout must be a text, such as {chat}/{date}/{name}.")
    return value


def _check(folder: str) -> None:
    known = ", ".join(f"{{{name}}}" for name in _FIELDS)
    try:
        parts = list(string.Formatter().parse(folder))
    except ValueError as error:
        raise SettingsError(
            f"layout has a folder {folder!r} that cannot be read: {error}."
        ) from None
    for _, field, form, conversion in parts:
        if field is not None and (field not in _FIELDS or form or conversion):
            raise SettingsError(f"layout has {folder!r}, but its folders know {known} only.")
    is_fixed = all(field is None for _, field, _, _ in parts)
    if not folder or (is_fixed and safe_name(folder) != folder):
        raise SettingsError(f"layout has a folder {folder!r}, which is no name on every system.")


def _harmless(value: str | None) -> str:
    """`value` as one path segment: a separator does not begin another one."""
    return safe_name((value or "").replace("/", "_").replace("\\", "_")) or _UNKNOWN
