"""JSON, JSON lines or one array of any length, read piece by piece.

What is broken costs no more than itself: reading goes on at the next line where a value begins.
"""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 16 << 20
"""Characters of one value. Preview pictures make a webhook about 100,000 long."""

_SHORT = 1 << 20
"""Characters that may be looked at again whenever a line is complete."""

_DECODER = json.JSONDecoder()
_BEGINNING = re.compile(r"\n([ \t]*)[{[\]]")  # of a line with which reading may go on
_INDENTATION = re.compile(r"\n[ \t]*\Z")  # of a line that may become one
_SPACE = " \t\r\n"
_NO_UTF8 = "this is not UTF-8"


@dataclass(frozen=True, slots=True)
class Found:
    """A value, and the line where it begins."""

    line: int
    value: object


@dataclass(frozen=True, slots=True)
class Fault:
    """What cannot be read, and the line where it begins."""

    line: int
    why: str


class ValueReader:
    """Finds the values in JSON text: one after the other, and those of an array one by one."""

    def __init__(self) -> None:
        # Bytes that are no UTF-8 become marks that no text has, and are found with their value.
        self._bytes = codecs.getincrementaldecoder("utf-8-sig")("surrogateescape")
        self._text = ""
        self._at = 0  # what is before it was used
        self._line = 1  # the line there
        self._indent = 0  # how far that line is indented
        self._at_head = True  # whether only its indentation was used
        self._in_array = False
        self._array_line: int  # where the array begins
        self._is_damaged: bool  # whether a value of the array, and maybe its end, was lost
        self._needs_comma = False
        self._is_lost = False  # whether a broken value is being passed over
        self._wanted = 0  # so much text is needed before another attempt is worth it

    def feed(self, data: bytes) -> Iterator[Found | Fault]:
        """The values that are complete now, and what is broken for certain."""
        added = self._bytes.decode(data)
        self._text += added
        is_cheap = len(self._text) <= _SHORT and "\n" in added
        if is_cheap or len(self._text) >= self._wanted:
            yield from self._values(final=False)
            self._text, self._at = self._text[self._at :], 0
            self._wanted = 2 * len(self._text)

    def finish(self) -> Iterator[Found | Fault]:
        """The last values."""
        self._text += self._bytes.decode(b"", final=True)
        yield from self._values(final=True)
        if self._in_array and not self._is_damaged:
            yield Fault(self._line, "the array is not closed")

    def _values(self, *, final: bool) -> Iterator[Found | Fault]:
        while self._next_value():
            if self._needs_comma and not self._is_damaged:
                yield Fault(self._line, "a comma is missing")
            self._needs_comma = False
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if not final and self._may_go_on(error.pos):
                    return
                yield self._broken(f"this is not JSON ({error.msg})", error.pos)
            except RecursionError:
                yield self._broken("the value is nested too deeply", self._at)
            else:
                if end == len(self._text) and not final and isinstance(value, int | float):
                    return  # a number may go on
                is_text = _is_utf8(self._text[self._at : end])
                yield Found(self._line, value) if is_text else Fault(self._line, _NO_UTF8)
                self._use(end)
                self._needs_comma = self._in_array

    def _may_go_on(self, at: int) -> bool:
        """Whether what is wrong at `at` may only be incomplete: nothing goes on past a line."""
        is_last_line = self._text.find("\n", at) == -1
        return is_last_line and len(self._text) - self._at <= _LONGEST

    def _broken(self, why: str, at: int) -> Fault:
        """Pass over the value that begins here, and is wrong at `at`."""
        end = self._text.find("\n", self._at)
        if not _is_utf8(self._text[self._at : end if end >= 0 else None]):
            why = _NO_UTF8
        elif lines := self._text.count("\n", self._at, at):
            why += f", in line {self._line + lines}"
        self._is_lost = self._is_damaged = True
        self._in_array = self._in_array and self._array_line != self._line
        return Fault(self._line, why)

    def _next_value(self) -> bool:
        """Use what is before the next value. False if there is none yet."""
        if self._is_lost and not self._find_again():
            return False
        text, at = self._text, self._at
        while at < len(text):
            sign = text[at]
            if sign in _SPACE:
                pass
            elif sign == "[" and not self._in_array:
                self._in_array, self._is_damaged = True, False
                self._array_line = self._line + text.count("\n", self._at, at)
            elif sign == "]" and self._in_array:
                self._in_array = self._needs_comma = False
            elif sign == "," and self._needs_comma:
                self._needs_comma = False
            else:
                break
            at += 1
        self._use(at)
        return at < len(text)

    def _find_again(self) -> bool:
        """Use what is broken, up to a line that begins a value and is indented no further."""
        for line in _BEGINNING.finditer(self._text, self._at):
            if len(line[1]) <= self._indent:
                self._use(line.end(1))
                self._is_lost = False
                return True
        indent, last = self._indent, _INDENTATION.search(self._text, self._at)
        self._use(last.start() if last else len(self._text))
        self._indent = indent
        return False

    def _use(self, until: int) -> None:
        text, start = self._text, self._at
        if lines := text.count("\n", start, until):
            self._line += lines
            self._indent, self._at_head = 0, True
            start = text.rfind("\n", start, until) + 1
        if self._at_head:
            head = text[start:until]
            indent = len(head) - len(head.lstrip())
            self._indent += indent
            self._at_head = indent == len(head)
        self._at = until


def _is_utf8(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
