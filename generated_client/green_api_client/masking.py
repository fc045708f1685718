# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
"""Takes secrets out of texts, bodies and log records.

An API that wants its token in the URL makes every address a secret. Requests show a placeholder
such as `~token~` instead, and what repeats the token (an answer, an error, another package's log
record) passes through a `Secrets` before anybody reads it.
"""

from __future__ import annotations

import html
import json
import logging
import re
import weakref
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SHORTEST_UNIQUE = 8
"""Characters. A shorter secret is also part of words and numbers that have nothing to do with it,
so it is masked only where the whole path of its request is repeated."""


class Secrets:
    """Secret values by name, and how to take them out of what may repeat them.

    Args:
        values: the secrets by name, or pairs where names repeat.
        path: a request's path with placeholders. It is masked as a whole too.
    """

    def __init__(
        self,
        values: Mapping[str, str] | tuple[tuple[str, str], ...],
        path: str = "",
    ) -> None:
        pairs = values if isinstance(values, tuple) else values.items()
        self._values = [(placeholder(name), value) for name, value in pairs]
        self._path = path

    def __bool__(self) -> bool:
        return bool(self._values)

    def mask(self, text: str) -> str:
        """`text` with a placeholder wherever a secret stands in it."""
        for written, shown, _ in self._forms:
            if written in text:
                text = text.replace(written, shown)
        return text

    def mask_bytes(self, content: bytes, charset: str = "utf-8") -> bytes:
        """`content` with stars wherever a secret stands in it; its length stays the same."""
        for written, stars in self._in_utf8:
            if written in content:
                content = content.replace(written, stars)
        if charset != "utf-8":
            for written, stars in self._encoded(charset):
                content = content.replace(written, stars)
        return content

    def reveal(self, hidden: str) -> str:
        """A URL, or a part of it, with the values where their placeholders stand."""
        for shown, value in self._values:
            hidden = hidden.replace(shown, quoted(value))
        return hidden

    @cached_property
    def _forms(self) -> list[tuple[str, str, str]]:
        """How a secret may be written, what to show instead, and stars of its length."""
        found = {
            written: (shown, "*" * len(written))
            for shown, value in self._values
            if len(value) >= SHORTEST_UNIQUE
            for written in _ways_to_write(value)
        }
        if any(len(value) < SHORTEST_UNIQUE for _, value in self._values):
            hidden = stars = self._path
            sent = self.reveal(hidden)
            for shown, value in self._values:
                stars = stars.replace(shown, "*" * len(quoted(value)))
            for slash in ("/", r"\/"):  # JSON may be written with either
                shown, starred = (text.replace("/", slash) for text in (hidden, stars))
                found[sent.replace("/", slash)] = shown, starred
        # The longest first, as it may hold a shorter one.
        pairs = sorted(found.items(), key=lambda pair: len(pair[0]), reverse=True)
        return [(written, shown, stars) for written, (shown, stars) in pairs if written]

    @cached_property
    def _in_utf8(self) -> list[tuple[bytes, bytes]]:
        return self._encoded("utf-8")

    def _encoded(self, charset: str) -> list[tuple[bytes, bytes]]:
        return [
            (secret, stars.encode(name))
            for name in _byte_orders(charset)
            for written, _, stars in self._forms
            if (secret := _encoded(written, name))
        ]

    def __repr__(self) -> str:
        return f"Secrets({', '.join(sorted(shown for shown, _ in self._values))})"

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("Secrets are not copied and not written to a pickle.")


NO_SECRETS = Secrets({})


def mask_members(text: str, names: Iterable[str]) -> str:
    """JSON, or the start of it, with stars for the values of the members of these names."""
    if not (written := "|".join(map(re.escape, names))):
        return text
    value = r'"(?:[^"\\]|\\.)*"?|[^\s"\[\]{},]+'
    return re.sub(rf'("(?:{written})"\s*:\s*)(?:{value})', r'\1"***"', text)


@lru_cache
def placeholder(name: str) -> str:
    """What stands where the secret of this name belongs."""
    return "~" + re.sub("[^0-9A-Za-z_.-]", "_", name) + "~"


def quoted(value: str) -> str:
    """The value as it stands in a URL. Tildes are written so that none looks like a placeholder."""
    # Of most values nothing is quoted, and to ask takes less than to quote.
    if value.isascii() and value.isalnum():
        return value
    return quote(value, safe="").replace("~", "%7E")


def _ways_to_write(value: str) -> set[str]:
    in_url = {quoted(value), quote(value, safe=""), quote_plus(value)}
    return {
        value,
        *in_url,
        *(re.sub("%..", lambda match: match[0].lower(), one) for one in in_url),
        json.dumps(value)[1:-1],
        json.dumps(value, ensure_ascii=False)[1:-1],
        html.escape(value),
        repr(value)[1:-1],
    }


def _byte_orders(charset: str) -> tuple[str, ...]:
    """The charset, in either byte order where it has two."""
    if charset.lower().replace("_", "-") in {"utf-16", "utf-32"}:
        return charset + "-le", charset + "-be"
    return (charset,)


def _encoded(text: str, charset: str) -> bytes:
    """The text as bytes; none if the charset is none, or does not have its characters."""
    try:
        return text.encode(charset)
    except (LookupError, ValueError):
        return b""


_in_use: weakref.WeakValueDictionary[int, Secrets] = weakref.WeakValueDictionary()


class _MaskSecrets(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        text = masked = record.getMessage()
        # A list of references, because other threads add to the dictionary.
        for reference in _in_use.valuerefs():
            if (secrets := reference()) is not None:
                masked = secrets.mask(masked)
        if masked != text:
            record.msg, record.args = masked, None
        return True


_FILTER = _MaskSecrets()


def mask_logs(secrets: Secrets, loggers: Iterable[str]) -> None:
    """Keep the secrets out of what these loggers write, for as long as `secrets` exists.

    It costs nothing while nobody listens: a filter sees only what is to be logged. Records of
    their child loggers do not pass through it, so name these too.
    """
    keep_out_of_logs(secrets)
    for name in loggers:
        logging.getLogger(name).addFilter(_FILTER)  # again changes nothing


def keep_out_of_logs(secrets: Secrets) -> None:
    """Do the same for all loggers that were named before."""
    _in_use[id(secrets)] = secrets
