# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
"""Puts a request together. It touches no network."""

from __future__ import annotations

import re
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from .masking import NO_SECRETS, SHORTEST_UNIQUE, Secrets, placeholder, quoted
from .types import UNSET, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ._bodies import Body

    # By the names that the contract gives them. Those that are unset, or None, are left out.
    Values = dict[str, object]


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
    if not base_url.lower().startswith(("http://", "https://")):
        raise ValueError(f"base_url has to begin with https:// or http://, not as {base_url!r}.")
    secrets: list[tuple[str, str]] = []
    if values:
        for name, text in _texts(values, secrets, _in_url):
            path = path.replace(f"{{{name}}}", text)
    url = base_url.rstrip("/") + path
    if query:
        pairs = _texts(query, secrets, _in_url)
        text = "&".join(f"{quoted(name)}={text}" for name, text in pairs)
        url = f"{url}?{text}" if text else url
    shown = body.headers if body else {}
    secret_headers: dict[str, str] = {}
    if headers:
        known = len(secrets)
        shown |= dict(_texts(headers, secrets))
        secret_headers |= secrets[known:]
    if cookies:
        known = len(secrets)
        crumbs = list(_texts(cookies, secrets))
        if crumbs:
            shown["Cookie"] = "; ".join(f"{name}={text}" for name, text in crumbs)
            values_sent = dict(crumbs) | dict(secrets[known:])
            secret_headers["Cookie"] = "; ".join(f"{n}={text}" for n, text in values_sent.items())
    if body:
        secrets += body.secrets
    hidden = tuple(secrets)
    found = (_long_secrets(hidden) or Secrets(hidden, path)) if hidden else NO_SECRETS
    return Request(method, url, shown, body.content if body else None, found, secret_headers)


@lru_cache(maxsize=32)
def _long_secrets(pairs: tuple[tuple[str, str], ...]) -> Secrets | None:
    """What a token may look like in an answer, which is the same for all calls with it.

    None beside a short one: then the path makes a difference, and may be another each time.
    """
    is_short = any(len(text) < SHORTEST_UNIQUE for _, text in pairs)
    return None if is_short else Secrets(pairs)


def _texts(
    values: Values, secrets: list[tuple[str, str]], write: Callable[[str], str] = str
) -> list[tuple[str, str]]:
    """Names and texts, or placeholders. A list is written as if its name were repeated."""
    found: list[tuple[str, str]] = []
    for name, value in values.items():
        inner = value.value if isinstance(value, Secret) else value
        items = cast("list[object]", inner) if isinstance(inner, list) else (inner,)
        for item in items:
            if item is None or item is UNSET:
                continue
            text = as_text(item)
            sent = write(text)
            if isinstance(value, Secret):
                secrets.append((name, text))
                sent = placeholder(name)
            found.append((name, sent))
    return found


_WRITTEN_AS_THEY_ARE = frozenset({str, int})


def as_text(value: object) -> str:
    """A value as it stands in a URL or a header, but for what has to be quoted there."""
    if type(value) in _WRITTEN_AS_THEY_ARE:  # as most are, and the questions below take longer
        return str(value)
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
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/.]+)", re.escape(root))
        if found := re.fullmatch(pattern, base_url.rstrip("/"), re.IGNORECASE):
            return own.format_map(found.groupdict())
    return base_url


def _in_url(text: str) -> str:
    try:
        return quoted(text)
    except UnicodeEncodeError:
        # Python's own error holds the value.
        raise ValueError("An argument holds a character that cannot stand in a URL.") from None
