# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
"""Reads answers: bytes become typed values. It touches no network."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any, Generic, TypeAlias, TypeVar, cast, get_args

from .errors import NotUnderstoodError, StatusError
from .masking import NO_SECRETS
from .types import Headers, Request, Response

S = TypeVar("S")
E = TypeVar("E")
T = TypeVar("T")

Readers: TypeAlias = Mapping[str, Callable[[Any], T]]
"""What turns a body into a value, by media type. JSON is loaded and text decoded before."""


@dataclass(frozen=True)
class Answers(Generic[S, E]):
    """The documented answers of an operation.

    Attributes:
        success: how to read each of them, by status. A status may be a range such as `2XX`.
            One without readers has no body.
        error: the same for all others; a status may also be `default`.
        secret_members: the members of a body that hold secrets.
    """

    success: Mapping[str, Readers[S]]
    error: Mapping[str, Readers[E]]
    secret_members: Sequence[str] = ()

    def find(self, status_code: int) -> tuple[bool, Readers[S | E]] | None:
        """Whether a status is a success, and how to read it; None if it is not documented."""
        for key in _keys_of(status_code):
            if key in self.success:
                return True, self.success[key]
            if key in self.error:
                return False, self.error[key]
        return None


@lru_cache(maxsize=64)
def _keys_of(status_code: int) -> tuple[str, str, str]:
    return str(status_code), f"{status_code // 100}XX", "default"


NOT_AS_DESCRIBED = (
    ValueError,  # not JSON, not the const or enum, not a date
    TypeError,  # another type than described
    KeyError,  # a required member is missing
    AttributeError,  # UUID() meets something that is no string
    OverflowError,  # a date beyond the calendar
    RecursionError,  # nested deeper than the interpreter allows
)
"""What reading a value raises when it is not as the contract describes it."""

_LONGEST_PROBLEM = 300


def read(
    answers: Answers[S, E],
    status_code: int,
    headers: Mapping[str, str],
    content: bytes,
    request: Request | None,
) -> Response[S | E]:
    """Read an answer. Whatever it is, nothing is raised."""
    # Those of a sender are such headers already, and copying them costs as much as reading them.
    kept = headers if isinstance(headers, Headers) else Headers(headers.items())
    media_type, charset = _type_of(kept.content_type)
    secrets = request.secrets if request is not None else NO_SECRETS
    if secrets:
        content = secrets.mask_bytes(content, charset)
        kept = kept.masked(secrets)
    parsed: S | E | None = None
    problem = None
    if found := answers.find(status_code):
        try:
            parsed = _parsed(found[1], status_code, media_type, charset, content)
        except NOT_AS_DESCRIBED as error:
            problem = secrets.mask(_in_words(error))
    else:
        problem = f"The status {status_code} is not documented."
    understood, secret = problem is None, answers.secret_members
    return Response(status_code, content, kept, parsed, understood, problem, secret)


def success_of(response: Response[Any], answers: Answers[S, Any]) -> S:
    """What a documented success brings.

    Raises:
        StatusError: if the answer is a documented error.
        NotUnderstoodError: if it is none that is documented, or its body is another.
    """
    is_success, _ = answers.find(response.status_code) or (True, {})
    if not is_success:
        raise StatusError(response)
    if not response.understood:
        raise NotUnderstoodError(response)
    return cast("S", response.parsed)


def _parsed(
    readers: Readers[T],
    status_code: int,
    media_type: str,
    charset: str,
    content: bytes,
) -> T | None:
    if not readers:
        if content:
            what = f"{len(content)} bytes of {media_type or 'no type'}"
            raise ValueError(f"The status {status_code} is documented without a body, not {what}")
        return None
    for declared, reader in readers.items():
        if is_json(declared):
            if content and is_json(media_type):
                return reader(load_json(content))
        elif fnmatchcase(media_type, declared):
            return reader(load_text(content, charset) if reader is str else content)
    for declared, reader in readers.items():
        if is_json(declared) and not content:
            return reader(None)  # where null is a value, no body says the same
    documented = " or ".join(readers)
    raise ValueError(
        f"The status {status_code} is documented as {documented}, not as {media_type or 'no type'}"
    )


def _in_words(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"The member {error} is missing."
    if isinstance(error, RecursionError):
        return "The body is nested too deeply."
    return f"{error}"[:_LONGEST_PROBLEM].removesuffix(".") + "."


@lru_cache(maxsize=8)
def _type_of(header: str) -> tuple[str, str]:
    """The media type in lower case, and the charset, which is UTF-8 unless the header names one."""
    media_type = header.partition(";")[0].strip().lower()
    if "charset" not in header:
        return media_type, "utf-8"
    message = Message()
    message["content-type"] = header
    return media_type, message.get_content_charset() or "utf-8"


def is_json(media_type: str) -> bool:
    """Is it JSON, or a format built on JSON (RFC 6839)?"""
    return media_type == "application/json" or media_type.endswith("+json")


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


# Python's own reader takes NaN and Infinity for numbers, RFC 8259 does not.
_DECODER = json.JSONDecoder(parse_constant=_refuse)


def load_json(content: bytes) -> Any:
    """The bytes as JSON. They are read as UTF-8, the only encoding that RFC 8259 allows.

    Raises:
        ValueError: if they are no JSON.
        RecursionError: if they are nested too deeply.
    """
    return _DECODER.decode(content.decode().removeprefix("\ufeff"))


def load_text(content: bytes, charset: str) -> str:
    """The bytes as text, in UTF-8 if the charset is unusable; broken bytes become U+FFFD."""
    try:
        return content.decode(charset, "replace")
    except (LookupError, ValueError):
        return content.decode("utf-8", "replace")


def anything(value: Any) -> Any:
    """Read a value of which the contract says nothing."""
    return value


_NO_CONSTS: frozenset[object] = frozenset()


def read_kind(kinds: Any, value: object) -> Any:
    """Read an object of one of several kinds: as the first that it is.

    Args:
        kinds: the union of their classes. One whose consts are others is not tried.
        value: what came.

    Raises:
        TypeError: if it is of none of them.
    """
    members = checked(value, dict, Mapping).items()
    for kind in get_args(kinds):
        if getattr(kind, "_consts", _NO_CONSTS) <= members:
            try:
                return kind.from_dict(value)
            except NOT_AS_DESCRIBED:
                continue
    raise TypeError("it is of none of the documented kinds")


def checked(value: object, *types: type) -> Any:
    """Return `value` if it is of one of the `types`, as JSON has them.

    A boolean is no number; 1.0 is an integer, as JSON knows one kind of number only, and is
    returned as 1.

    Raises:
        TypeError: if it is of another type. The message does not show the value.
    """
    kind = type(value)
    if kind in types:
        return value
    if isinstance(value, float) and int in types and value.is_integer():
        return int(value)
    if kind is int and float in types:
        return value
    if object in types or (kind is not bool and isinstance(value, types)):
        return value
    names = " or ".join(t.__name__ for t in types)
    raise TypeError(f"expected {names}, got {kind.__name__}")
