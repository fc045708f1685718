# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
"""Puts a request together. It touches no network."""

from __future__ import annotations

import re
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from .masking import Secrets, placeholder, quoted
from .types import Request, Unset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ._bodies import Body

Values = dict[str, object]
"""Values by the names that the contract gives them. Those that are unset, or None, are left out."""


class Secret:
    """Marks a value that must not be read in a request."""

    def __init__(self, value: object) -> None:
        self.value = value


def build(  # noqa: PLR0913 # these are the parts of a request
    method: str,
    base_url: str,
    path: str,
    *,
    values: Values | None = None,
    query: Values | None = None,
    headers: Values | None = None,
    cookies: Values | None = None,
    body: Body | None = None,
) -> Request:
    """Build a request.

    Args:
        method: in upper case.
        base_url: where the API is, with or without a slash at the end.
        path: the path of the operation, with `{name}` where a value belongs.
        values: what belongs there.
        query: what stands in the query.
        headers: what stands in headers.
        cookies: what stands in the header `Cookie`.
        body: what is sent.

    Raises:
        ValueError: if the base URL is none, or a secret cannot be written.
    """
    if not base_url.startswith(("http://", "https://")):
        raise ValueError(f"base_url has to begin with https:// or http://, not as {base_url!r}.")
    parts = _Parts()
    hidden_path = sent_path = path
    for name, hidden, sent in parts.texts(values, _in_url):
        hidden_path = hidden_path.replace(f"{{{name}}}", hidden)
        sent_path = sent_path.replace(f"{{{name}}}", sent)
    hidden_url, sent_url = hidden_path, sent_path
    mark = "?"
    for name, hidden, sent in parts.texts(query, _in_url):
        hidden_url += f"{mark}{_in_url(name)}={hidden}"
        sent_url += f"{mark}{_in_url(name)}={sent}"
        mark = "&"
    shown = dict(body.headers) if body else {}
    written = dict(shown)
    for name, hidden, sent in parts.texts(headers, str):
        shown[name], written[name] = hidden, sent
    if crumbs := list(parts.texts(cookies, str)):
        shown["Cookie"] = "; ".join(f"{name}={hidden}" for name, hidden, _ in crumbs)
        written["Cookie"] = "; ".join(f"{name}={sent}" for name, _, sent in crumbs)
    base_url = base_url.rstrip("/")
    return Request(
        method,
        base_url + hidden_url,
        shown,
        body.content if body else None,
        Secrets(
            [*parts.secrets, *(body.secrets if body else ())],
            path=sent_path,
            hidden_path=hidden_path,
        ),
        base_url + sent_url,
        written,
    )


class _Parts:
    """Writes values down twice: as they are sent, and with placeholders for the secrets."""

    def __init__(self) -> None:
        self.secrets: list[tuple[str, str]] = []

    def texts(
        self, values: Values | None, write: Callable[[str], str]
    ) -> Iterator[tuple[str, str, str]]:
        """Name, placeholder or text, and text. A list is written as if its name were repeated."""
        for name, value in (values or {}).items():
            inner = value.value if isinstance(value, Secret) else value
            items = cast("list[object]", inner) if isinstance(inner, list) else [inner]
            for item in items:
                if item is None or isinstance(item, Unset):
                    continue
                text = as_text(item)
                if isinstance(value, Secret):
                    self.secrets.append((name, _checked(name, text)))
                    sent = quoted(text) if write is _in_url else text
                    yield name, placeholder(name), sent
                else:
                    sent = write(text)
                    yield name, sent, sent


def as_text(value: object) -> str:
    """A value as it stands in a URL or a header, but for what has to be quoted there."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return str(value.value)
    return value.isoformat() if isinstance(value, date) else str(value)


def server_for(base_url: str, servers: Mapping[str, str]) -> str:
    """The server of an operation that has its own.

    Args:
        base_url: where the API is.
        servers: the servers of an operation, by those of the API that they go with. A variable
            such as `{name}` has the same value in both.

    Returns:
        The operation's server if `base_url` is a known one of the API, else `base_url`.
    """
    for root, own in servers.items():
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/.]+)", re.escape(root.rstrip("/")))
        if found := re.fullmatch(pattern, base_url.rstrip("/"), re.IGNORECASE):
            return own.format_map(found.groupdict())
    return base_url


def _in_url(text: str) -> str:
    # Tildes are written so that no value can be taken for a placeholder.
    return text if text.isalnum() and text.isascii() else quote(text, safe="").replace("~", "%7E")


def _checked(name: str, text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        # Python's own message holds the value.
        raise ValueError(f"{name} holds a character that cannot stand in a URL.") from None
    return text
