"""Range requests and preconditions, as RFC 9110 has them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_BYTES = re.compile(r"bytes\s*=\s*([0-9]*)\s*-\s*([0-9]*)\s*")


class Outcome(Enum):
    """What a request gets of a file, when that is not some of its bytes."""

    NOT_MODIFIED = 304
    PRECONDITION_FAILED = 412
    NOT_SATISFIABLE = 416


@dataclass(frozen=True, slots=True)
class Bytes:
    """The bytes from `start` up to, but without, `end`.

    Attributes:
        is_partial: the request asked for a range, so the answer is 206.
    """

    start: int
    end: int
    is_partial: bool


def requested(
    headers: Mapping[str, str], size: int, etag: str, last_modified: str
) -> Bytes | Outcome:
    """What a GET with these headers gets of a file.

    Args:
        headers: of the request, looked up without regard to case.
        size: of the file in bytes.
        etag: the file's, with its quotation marks.
        last_modified: the file's, as an HTTP date.
    """
    if "If-Match" in headers and not _names(headers["If-Match"], etag):
        return Outcome.PRECONDITION_FAILED
    if "If-None-Match" in headers and _names(headers["If-None-Match"], etag):
        return Outcome.NOT_MODIFIED
    whole = Bytes(0, size, is_partial=False)
    # A range of another version of the file would be useless to the caller.
    if headers.get("If-Range", etag) not in (etag, last_modified):
        return whole
    # Several ranges at once are ignored, as the storages do.
    asked = _BYTES.fullmatch(headers.get("Range", ""))
    if asked is None or asked.groups() == ("", ""):
        return whole
    first, last = asked.groups()
    if not first:
        start, end = max(size - int(last), 0), size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < int(first):
            return whole
    return Bytes(start, end, is_partial=True) if start < end else Outcome.NOT_SATISFIABLE


def _names(field: str, etag: str) -> bool:
    """Whether an If-Match or If-None-Match field names this entity tag."""
    tags = {tag.strip().removeprefix("W/") for tag in field.split(",")}
    return "*" in tags or etag in tags
