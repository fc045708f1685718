"""Values that stand in a request's URL or headers and must not be read there.

A generated endpoint puts a placeholder, such as `~token~`, where the value belongs, and hands the
value to the transport as a `Secrets` in the request's extensions. So nothing that httpx logs,
shows or keeps holds the value. What the server sends back may repeat it; `Secrets` also finds it
there.
"""

# `Secrets._with_values` says why it reaches into httpx.
# ruff: noqa: SLF001
# pyright: reportPrivateUsage=false

from __future__ import annotations

import html
import json
import re
import weakref
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, NoReturn, TypeVar
from urllib.parse import quote

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterable

EXTENSION = "sensitive"
"""The key of the request's extensions that holds its `Secrets`."""

T = TypeVar("T")

# A shorter value is also part of words and numbers that have nothing to do with it. It is masked
# only where the whole path of the request is repeated.
_LONG_ENOUGH_TO_BE_UNIQUE = 8

_DEFAULT_PORTS = {"http": 80, "https": 443}

_in_use: weakref.WeakValueDictionary[int, Secrets] = weakref.WeakValueDictionary()


class WireRequest(httpx.Request):
    """The request as it goes to the wire. Its repr, which retrying transports log, has no URL."""

    def __repr__(self) -> str:
        return (
            f"<{type(self).__name__}({self.method!r}, '{self.url.scheme}://{self.url.host}/...')>"
        )


class _Path(NamedTuple):
    """The path of a request in three forms."""

    sent: str
    hidden: str  # with the placeholders
    starred: str  # with stars, as long as the one sent


@lru_cache
def _placeholder(name: str) -> str:
    return "~" + re.sub("[^0-9A-Za-z_.-]", "_", name) + "~"


class Secrets:
    """The secret values of one request, by the placeholders that stand for them."""

    __slots__ = ("__weakref__", "_origin", "_path", "_values")

    def __init__(self) -> None:
        self._values: dict[str, str] = {}
        self._origin: tuple[str, str, int | None] | None = None
        self._path: _Path | None = None

    def hide(self, name: str, value: T) -> T:
        """Keep `value` and return the placeholder for it; what is no text is returned as it is.

        Raises:
            ValueError: if it cannot be written in a URL. The message does not show it.
        """
        if not isinstance(value, str):
            return value
        try:
            value.encode()
        except UnicodeEncodeError:
            # Python's own message holds the value.
            raise ValueError(f"{name} holds a character that cannot stand in a URL.") from None
        placeholder = _placeholder(name)
        self._values[placeholder] = value
        return placeholder  # type: ignore[return-value] # T is str here, or a union with it

    def reveal(self, request: httpx.Request) -> httpx.Request:
        """The request to send: with the values, unless it was redirected away from the origin.

        A redirect may keep the host and go from http to https; to another host, port or from
        https to http the values do not go, and the placeholders stay.
        """
        extensions = {key: value for key, value in request.extensions.items() if key != EXTENSION}
        url, headers = request.url, request.headers
        if self._may_go_to(url):
            _in_use[id(self)] = self
            url, headers = self._with_values(url), self._headers_with_values(headers)
        # Everything in the request was checked when it was made; to make this one in the usual way
        # would do all that again.
        wire = WireRequest.__new__(WireRequest)
        wire.__dict__.update(request.__dict__)
        wire.url, wire.headers, wire.extensions = url, headers, extensions
        return wire

    def _may_go_to(self, url: httpx.URL) -> bool:
        origin = (url.scheme, url.host, url.port or _DEFAULT_PORTS.get(url.scheme))
        if self._origin is None:
            self._origin = origin
        if origin != self._origin:
            if (self._origin, origin) != (("http", url.host, 80), ("https", url.host, 443)):
                return False
            self._origin = origin
        return True

    def _with_values(self, url: httpx.URL) -> httpx.URL:
        # httpx's own way to change a URL parses it anew, which costs more than all the rest here.
        # What is put in is percent-encoded already, so there is nothing to parse.
        parts = url._uri_reference
        path, starred, query = parts.path, parts.path, parts.query
        for placeholder, value in self._values.items():
            quoted = _quoted(value)
            path = path.replace(placeholder, quoted)
            starred = starred.replace(placeholder, "*" * len(quoted))
            query = query and query.replace(placeholder, quoted)
        if any(len(value) < _LONG_ENOUGH_TO_BE_UNIQUE for value in self._values.values()):
            self._path = _Path(path, parts.path, starred)
        wire_url = httpx.URL(url)
        wire_url._uri_reference = parts._replace(path=path, query=query)
        return wire_url

    def _headers_with_values(self, headers: httpx.Headers) -> httpx.Headers:
        if b"~" not in b"".join([value for _, value in headers.raw]):
            return headers
        pairs: list[tuple[bytes, bytes]] = []
        for name, value in headers.raw:
            for placeholder, secret in self._values.items():
                value = value.replace(placeholder.encode(), secret.encode())  # noqa: PLW2901 # each replaces on
            pairs.append((name, value))
        return httpx.Headers(pairs)

    def patterns(self, charset: str = "utf-8") -> list[tuple[bytes, bytes]]:
        """What to look for in a body, and the stars of the same length to put there instead."""
        found = [
            (form, "*" * len(form))
            for value in self._values.values()
            if len(value) >= _LONG_ENOUGH_TO_BE_UNIQUE
            for form in _forms(value)
        ]
        if self._path is not None:
            sent, starred = self._path.sent, self._path.starred
            found += [(sent, starred), (sent.replace("/", r"\/"), starred.replace("/", r"\/"))]
        if len(found) > 1:
            found.sort(key=lambda pair: len(pair[0]), reverse=True)
        return [
            pair
            for old, new in found
            if old != new
            for pair in zip(_encoded(old, charset), _encoded(new, charset), strict=True)
        ]

    def mask(self, text: str) -> str:
        """`text` with the placeholders where the values stand in it."""
        if self._path is not None:
            text = text.replace(self._path.sent, self._path.hidden)
        for placeholder, value in self._values.items():
            if len(value) >= _LONG_ENOUGH_TO_BE_UNIQUE:
                for form in _forms(value):
                    text = text.replace(form, placeholder)
        return text

    def __repr__(self) -> str:
        return f"Secrets({', '.join(sorted(self._values))})"

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("Secrets are not copied and not written to a pickle.")


def in_use() -> Iterable[Secrets]:
    """The secrets of the requests that are under way, or whose responses are still held."""
    return [secrets for ref in _in_use.valuerefs() if (secrets := ref()) is not None]


def _encoded(text: str, charset: str) -> list[bytes]:
    """The text as bytes, in either byte order; nothing if the charset is none."""
    if charset.lower().replace("_", "-") in {"utf-16", "utf-32"}:
        return [text.encode(charset + "-le"), text.encode(charset + "-be")]
    try:
        return [text.encode(charset)]
    except (LookupError, ValueError):
        return []


def _is_written_one_way(value: str) -> bool:
    return value.isalnum() and value.isascii()


def _quoted(value: str) -> str:
    return value if _is_written_one_way(value) else quote(value, safe="")


def _forms(value: str) -> set[str]:
    """How the value may be written by whoever repeats it."""
    if _is_written_one_way(value):
        return {value}
    quoted = _quoted(value)
    return {
        value,
        quoted,
        re.sub("%..", lambda match: match[0].lower(), quoted),
        json.dumps(value)[1:-1],
        json.dumps(value, ensure_ascii=False)[1:-1],
        html.escape(value),
        repr(value)[1:-1],
    }
