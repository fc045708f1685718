"""JSON as RFC 8259 has it, and what is wrong with a text that is not."""

from __future__ import annotations

import json
import re
from sys import float_info
from typing import Any, NoReturn

_TEXT_OR_CONSTANT = re.compile(r'"(?:[^"\\]|\\.)*"|(NaN|Infinity)', re.DOTALL)


class MalformedJsonError(ValueError):
    """Not JSON.

    Attributes:
        token: the first character that cannot be there; empty at the end of the text.
        position: its index.
    """

    def __init__(self, token: str, position: int) -> None:
        super().__init__(token, position)
        self.token = token
        self.position = position


def parse_json(body: bytes) -> Any:
    """The value of a JSON text.

    Raises:
        MalformedJsonError: it is not JSON or not UTF-8, has a NaN in it, or is nested too deep.
    """
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise MalformedJsonError("\ufffd", error.start) from None
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise MalformedJsonError(text[error.pos : error.pos + 1], error.pos) from None
    except _ConstantError:
        # All before it was JSON, so it is the first one that is in no text.
        position = next(found.start(1) for found in _TEXT_OR_CONSTANT.finditer(text) if found[1])
        raise MalformedJsonError(text[position], position) from None
    except RecursionError:
        raise MalformedJsonError(text[:1], 0) from None


class _ConstantError(Exception):
    """NaN or Infinity, which Python reads and JSON does not have."""


def _refuse(name: str) -> NoReturn:
    raise _ConstantError(name)


def _integer(digits: str) -> int | float:
    try:
        return int(digits)
    except ValueError:
        # Python refuses very long ones, to keep a conversion from taking minutes.
        return _finite(digits)


def _finite(number: str) -> float:
    """What is beyond every number becomes the greatest one: JSON could not write infinity."""
    return max(-float_info.max, min(float_info.max, float(number)))


_DECODER = json.JSONDecoder(parse_constant=_refuse, parse_int=_integer, parse_float=_finite)
