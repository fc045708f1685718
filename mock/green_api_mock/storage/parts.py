"""Range requests and preconditions, as RFC 9110 has them and aiohttp reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiohttp import ETag, web


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
    request: web.BaseRequest, size: int, etag: str, last_modified: str
) -> Bytes | Outcome:
    """What a GET gets of a file.

    Args:
        request: whose headers say what is wanted.
        size: of the file in bytes.
        etag: the file's, with its quotation marks.
        last_modified: the file's, as an HTTP date.
    """
    if request.if_match is not None and not _names(request.if_match, etag):
        return Outcome.PRECONDITION_FAILED
    if request.if_none_match is not None and _names(request.if_none_match, etag):
        return Outcome.NOT_MODIFIED
    whole = Bytes(0, size, is_partial=False)
    # A range of another version of the file would be useless to the caller.
    if request.headers.get("If-Range", etag) not in (etag, last_modified):
        return whole
    try:
        asked = request.http_range
    except ValueError:
        return whole  # also several ranges at once, as the storages do
    if asked.start is None:
        return whole
    start, end, _ = asked.indices(size)
    # aiohttp reads "the last 0 bytes" as "from byte 0 on".
    of_nothing = re.fullmatch("bytes=-0+", request.headers["Range"], re.IGNORECASE)
    is_there = start < end and not of_nothing
    return Bytes(start, end, is_partial=True) if is_there else Outcome.NOT_SATISFIABLE


def _names(tags: tuple[ETag, ...], etag: str) -> bool:
    """Whether an If-Match or If-None-Match field names this entity tag."""
    return any(tag.value in ("*", etag.strip('"')) for tag in tags)
