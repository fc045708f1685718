"""JSON, JSON lines or one array of any length, read piece by piece."""

from __future__ import annotations

import codecs
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 16 << 20
"""Characters of one value. Preview pictures make a webhook about 100,000 long."""

_DECODER = json.JSONDecoder()
_SPACE = " \t\r\n"


class InputError(Exception):
    """The input is not JSON. The message says where."""


class ValueReader:
    """Finds the values in JSON text: one after the other, and those of an array one by one.

    Args:
        name: What to call the input in messages.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._bytes = codecs.getincrementaldecoder("utf-8-sig")()
        self._text = ""
        self._line = 1
        self._in_array = False
        self._needs_comma = False
        self._wanted = 0  # so much text is needed before another attempt is worth it

    def feed(self, data: bytes) -> Iterator[object]:
        """The values that are complete now.

        Raises:
            InputError: if this can be no JSON.
        """
        self._text += self._decoded(data, final=False)
        if len(self._text) >= self._wanted:
            yield from self._values(final=False)

    def finish(self) -> Iterator[object]:
        """The last values.

        Raises:
            InputError: if this can be no JSON.
        """
        self._text += self._decoded(b"", final=True)
        yield from self._values(final=True)
        if self._in_array:
            raise self._error("the array is not closed")

    def _decoded(self, data: bytes, *, final: bool) -> str:
        try:
            return self._bytes.decode(data, final)
        except UnicodeDecodeError:
            raise self._error("this is not UTF-8") from None

    def _values(self, *, final: bool) -> Iterator[object]:
        at = self._skip_signs(0)
        while at < len(self._text):
            try:
                value, end = _DECODER.raw_decode(self._text, at)
            except json.JSONDecodeError as error:
                self._drop(at)
                if final or len(self._text) > _LONGEST:
                    self._line += self._text.count("\n", 0, max(error.pos - at, 0))
                    raise self._error(f"this is not JSON ({error.msg})") from None
                self._wanted = 2 * len(self._text)
                return
            except RecursionError:
                raise self._error("the value is nested too deeply") from None
            if end == len(self._text) and not final:
                break  # a number may go on
            yield value
            self._needs_comma = self._in_array
            at = self._skip_signs(end)
        self._drop(at)
        self._wanted = 0

    def _skip_signs(self, at: int) -> int:
        """Pass over white space and the signs of an array around its values."""
        text = self._text
        while at < len(text):
            sign = text[at]
            if sign in _SPACE:
                pass
            elif sign == "[" and not self._in_array:
                self._in_array, self._needs_comma = True, False
            elif sign == "]" and self._in_array:
                self._in_array = False
            elif sign == "," and self._needs_comma:
                self._needs_comma = False
            elif self._in_array and self._needs_comma:
                self._drop(at)
                raise self._error("a comma is missing")
            else:
                break
            at += 1
        return at

    def _drop(self, until: int) -> None:
        self._line += self._text.count("\n", 0, until)
        self._text = self._text[until:]

    def _error(self, what: str) -> InputError:
        return InputError(
            f"{self._name}, line {self._line}: {what}. What came before it was read; correct the "
            "rest and run the same command again."
        )
