"""JSON, JSON lines and arrays of any length are read piece by piece, and errors have a line."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from green_api_files._command.reading import InputError, ValueReader

if TYPE_CHECKING:
    from pathlib import Path

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(st.text(max_size=5), values, max_size=3)


def read(text: bytes, piece: int = 1 << 16) -> list[object]:
    reader = ValueReader("input")
    found = [
        value
        for start in range(0, len(text), piece)
        for value in reader.feed(text[start : start + piece])
    ]
    return [*found, *reader.finish()]


@given(st.lists(objects, max_size=5), st.integers(1, 50), st.sampled_from([None, 2]))
def test_lines_are_read_however_they_are_cut(
    written: list[object], piece: int, indent: int | None
) -> None:
    text = "\n".join(json.dumps(value, indent=indent) for value in written)
    assert read(text.encode(), piece) == written


@given(written=st.lists(objects, max_size=5), piece=st.integers(1, 50), ascii_only=st.booleans())
def test_arrays_are_read_value_by_value(
    written: list[object], piece: int, *, ascii_only: bool
) -> None:
    assert read(json.dumps(written, ensure_ascii=ascii_only).encode(), piece) == written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"", []),
        (b" \r\n\t", []),
        (b"[]", []),
        (b"[] [] {}", [{}]),
        (
            b'[{"a":1}]\n{"b":2}\n[{"c":3},{"d":[4,[5]]}]',
            [{"a": 1}, {"b": 2}, {"c": 3}, {"d": [4, [5]]}],
        ),
        (b"\xef\xbb\xbf{}", [{}]),
        (b"null", [None]),
        (b"12 34", [12, 34]),
        (b"[12, 34]", [12, 34]),
    ],
)
def test_other_forms(text: bytes, expected: list[object]) -> None:
    assert read(text) == expected
    assert read(text, 1) == expected


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (b'{"a":1}\n{"a":', 2, "not JSON"),
        (b'{"a":1}\n\n  nonsense', 3, "not JSON"),
        (b'[{},\n{},\n{"a" 1}]', 3, "not JSON"),
        (b"[{}\n{}]", 2, "a comma is missing"),
        (b"[{},\n", 2, "the array is not closed"),
        (b"[{},,{}]", 1, "not JSON"),
        (b"{}]", 1, "not JSON"),
        (b'{"a":\n"\xff"}', 1, "not UTF-8"),
        (b"[" + b"[" * 100_000, 1, "nested too deeply"),
        (b"\x1f\x8b\x08gzip", 1, "not"),
    ],
)
def test_what_is_no_json_is_told_with_its_line(text: bytes, line: int, words: str) -> None:
    with pytest.raises(InputError, match=rf"^input, line {line}: .*{words}"):
        read(text)


def test_what_came_before_an_error_is_read() -> None:
    found: list[object] = []
    reader = ValueReader("input")
    found.extend(reader.feed(b'{"a":1}\n{"b":2}\n{"c" 3}\n'))
    with pytest.raises(InputError):
        found.extend(reader.finish())
    assert found == [{"a": 1}, {"b": 2}]


def test_a_value_without_end_is_given_up() -> None:
    reader = ValueReader("input")
    fed = 0
    with pytest.raises(InputError, match="not JSON"):  # noqa: PT012 # which piece it is does not matter
        for fed in range(100):
            list(reader.feed(b"x" * 1_000_000 if fed else b'{"a": "'))
    assert fed < 50


MEASURE = """
import asyncio, sys
from pathlib import Path
from green_api_files._command.source import messages_from
async def main():
    count = 0
    async for message in messages_from(sys.argv[1]):
        count += 1
    return count
count = asyncio.run(main())
status = Path("/proc/self/status").read_text()
print(count, status.partition("VmHWM:")[2].split()[0])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="measures by Linux's means")
def test_memory_does_not_grow_with_the_number_of_messages(tmp_path: Path) -> None:
    peaks: list[int] = []
    for count in (100, 100_000):
        path = tmp_path / f"{count}.json"
        entries = (json.dumps({"chatId": "1@c.us", "idMessage": f"{n:032X}"}) for n in range(count))
        path.write_text(f"[{','.join(entries)}]")
        done = subprocess.run(
            [sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True
        )
        found, peak = map(int, done.stdout.split())
        assert found == count
        peaks.append(peak)
    assert peaks[1] - peaks[0] < 4_000  # KiB
