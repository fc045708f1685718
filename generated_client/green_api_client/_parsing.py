# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
"""Bodies as typed values, for the generated endpoints and models."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx

NOT_AS_DESCRIBED = (
    ValueError,  # not JSON, not the const or enum, not a date
    TypeError,  # another type than described
    KeyError,  # a required field is missing
    AttributeError,  # UUID() meets something that is no string
    OverflowError,  # a date beyond the calendar
    RecursionError,  # nested deeper than the interpreter allows
)
"""What reading a body raises when the body is not as the contract describes it."""


def media_type_of(response: httpx.Response) -> str:
    """The response's media type in lower case, without parameters; empty if it has none."""
    header: str = response.headers.get("content-type", "")
    return header.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Is it JSON, or a format built on JSON (RFC 6839)?"""
    return media_type == "application/json" or media_type.endswith("+json")


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


# Python's own reader takes NaN and Infinity for numbers, RFC 8259 does not.
_DECODER = json.JSONDecoder(parse_constant=_refuse)


def load_json(response: httpx.Response) -> Any:
    """The body as JSON. It is read as UTF-8, the only encoding that RFC 8259 allows.

    Raises:
        ValueError: if it is no JSON.
        RecursionError: if it is nested too deeply.
    """
    return _DECODER.decode(response.content.decode().removeprefix("\ufeff"))


def load_text(response: httpx.Response) -> str:
    """The body as text, in UTF-8 if it names no usable charset; broken bytes become U+FFFD."""
    try:
        return response.content.decode(response.charset_encoding or "utf-8", "replace")
    except (LookupError, ValueError):
        return response.content.decode("utf-8", "replace")


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
