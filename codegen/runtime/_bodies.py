"""The bodies of requests that stand in memory."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from .types import Stream


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


@dataclass
class Body:
    """A body, the headers that describe it, and the secrets in it by name."""

    content: bytes | Stream
    headers: dict[str, str]
    secrets: Sequence[tuple[str, str]] = ()


def json_body(value: Any, media_type: str, secret_members: Collection[str] = ()) -> Body:
    """A value as JSON.

    Raises:
        ValueError: if it holds what JSON cannot. The message does not show it.
    """
    text = _ENCODER.encode(value)
    secrets = list(_secrets_in(value, secret_members)) if secret_members else []
    return Body(encoded(text), {"Content-Type": media_type}, secrets)


def form_body(value: dict[str, Any], secret_members: Collection[str] = ()) -> Body:
    """Members as the fields of a form: a list as fields of one name, what is no text as JSON.

    Raises:
        ValueError: as `json_body` does.
    """
    fields = [
        (name, encoded(item if isinstance(item, str) else _ENCODER.encode(item)))
        for name, items in value.items()
        for item in (cast("list[object]", items) if isinstance(items, list) else [items])
        if item is not None
    ]
    secrets = list(_secrets_in(value, secret_members))
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return Body(urlencode(fields).encode(), headers, secrets)


def _secrets_in(value: object, members: Collection[str]) -> Iterator[tuple[str, str]]:
    """The values of the members of these names, however deep they are."""
    if isinstance(value, dict):
        for name, item in cast("dict[str, object]", value).items():
            if name in members and isinstance(item, str):
                yield name, item
            else:
                yield from _secrets_in(item, members)
    elif isinstance(value, list):
        for item in cast("list[object]", value):
            yield from _secrets_in(item, members)


def encoded(text: str) -> bytes:
    """The text in UTF-8.

    Raises:
        ValueError: if it is none. The message does not show it.
    """
    try:
        return text.encode()
    except UnicodeEncodeError:
        # Python's own error holds the whole text.
        raise ValueError("The body holds half a character (a surrogate).") from None
