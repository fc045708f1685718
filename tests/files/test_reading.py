"""JSON, JSON lines and arrays of any length are read piece by piece; what is broken has a line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from green_api_files._command.reading import Fault, Found, ValueReader

if TYPE_CHECKING:
    from pathlib import Path

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(st.text(max_size=5), values, max_size=3)


def read_all(text: bytes, piece: int = 1 << 16) -> list[Found | Fault]:
    reader = ValueReader()
    found = [
        value
        for start in range(0, len(text), piece)
        for value in reader.feed(text[start : start + piece])
    ]
    return [*found, *reader.finish()]


def values_of(found: list[Found | Fault]) -> list[object]:
    return [one.value for one in found if isinstance(one, Found)]


def faults_of(found: list[Found | Fault]) -> list[tuple[int, str]]:
    return [(one.line, one.why) for one in found if isinstance(one, Fault)]


def read(text: bytes, piece: int = 1 << 16) -> list[object]:
    found = read_all(text, piece)
    assert faults_of(found) == []
    return values_of(found)


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


@pytest.mark.parametrize("piece", [1, 7, 1 << 16])
@pytest.mark.parametrize(
    ("text", "line", "words", "others"),
    [
        (b'{"a":1}\n{"a":', 2, "not JSON", [{"a": 1}]),
        (b'{"a":1}\n\n  nonsense', 3, "not JSON", [{"a": 1}]),
        (b'{"a":1}\n{"b":"79\n{"c":2}\n{"d":3}', 2, "not JSON", [{"a": 1}, {"c": 2}, {"d": 3}]),
        (b'{"a":{"b":1}\n{"c":2}\n', 1, "not JSON .* in line 2", [{"c": 2}]),
        (b'{"a":\n{"c":2}\n{"d":3}\n', 1, "not JSON .* in line 3", [{"c": 2}, {"d": 3}]),
        (b'{"a":1.\n{"c":2}', 1, "not JSON", [{"c": 2}]),
        (b'{"a": 1} x\n{"c":2}', 1, "not JSON", [{"a": 1}, {"c": 2}]),
        (b'[{},\n{},\n{"a" 1}]', 3, "not JSON", [{}, {}]),
        (
            b'[\n  {"a":1},\n  {"a\n  {"b":1}\n]\n{"c":1}',
            *(3, "not JSON"),
            [{"a": 1}, {"b": 1}, {"c": 1}],
        ),
        (b'[{bad},{}]\n{"a":1}\n{"b":1}', 1, "not JSON", [{"a": 1}, {"b": 1}]),
        (
            b'\n\n\n\n\n{\n  "a": [\n    {"x": 1},\n    {"x" 1}\n  ]\n}\n{"b":1}',
            *(6, "in line 9"),
            [{"b": 1}],
        ),
        (b'\n[{bad}]\n[{"a":1}]', 2, "not JSON", [{"a": 1}]),
        (b"[{}\n{}]", 2, "a comma is missing", [{}, {}]),
        (b"[{},\n", 2, "the array is not closed", [{}]),
        (b"[{},,{}]", 1, "not JSON", [{}]),
        (b"{}]", 1, "not JSON", [{}]),
        (b'{"a":\n"\xff"}\n{}', 1, "not UTF-8", [{}]),
        (b'{"a":1}\n\xff\xfe\n{}', 2, "not UTF-8", [{"a": 1}, {}]),
        # A line that is indented further, or begins with something else, is of what is broken.
        (b'{"a" 1\n {"b":1}\n{"c":1}', 1, "not JSON", [{"c": 1}]),
        (b'X{"b":1}\n{"c":1}', 1, "not JSON", [{"c": 1}]),
        (b'{}\n{"a" 1\n {"b":1}\n{"c":1}', 2, "not JSON", [{}, {"c": 1}]),
        (b'  {"a" 1\n   {"b":1}\n  {"c":1}', 1, "not JSON", [{"c": 1}]),
        (b'  {"a" 1\nX{"b":1}\n{"c":1}', 1, "not JSON", [{"c": 1}]),
        (b'{} {"a" 1\n {"b":1}\n{"c":1}', 1, "not JSON", [{}, {"c": 1}]),
        (b'[ {"a" 1\n {"b":1}\n{"c":1}', 1, "not JSON", [{"c": 1}]),
        (b'{"a" 1\n x\n{"b":1}\n{"c":1}\n', 1, "not JSON", [{"b": 1}, {"c": 1}]),
        (b'[\n{"a":1},\n{"a\n]\n[{"c":1}]', 3, "not JSON", [{"a": 1}, {"c": 1}]),
        (b"[" + b"[" * 100_000 + b"\n{}", 1, "nested too deeply", [{}]),
        (b"a letter that is cut \xd0", 1, "not UTF-8", []),
    ],
)
def test_what_is_broken_is_told_with_its_line_and_costs_nothing_else(
    text: bytes, line: int, words: str, others: list[object], piece: int
) -> None:
    if len(text) > 1000 and piece == 1:
        piece = 1000  # quick enough
    found = read_all(text, piece)
    (fault,) = faults_of(found)
    assert fault[0] == line
    assert re.search(words, fault[1])
    assert values_of(found) == others


@given(
    st.lists(objects, min_size=1, max_size=6),
    st.data(),
    st.integers(1, 50),
)
def test_one_line_that_is_cut_anywhere_costs_itself_only(
    written: list[object], data: st.DataObject, piece: int
) -> None:
    texts = [json.dumps(value) for value in written]
    number = data.draw(st.integers(0, len(texts) - 1))
    whole = texts[number]
    texts[number] = whole[: data.draw(st.integers(1, len(whole) - 1))]
    found = read_all("\n".join(texts).encode(), piece)
    assert [line for line, _ in faults_of(found)] == [number + 1]
    assert values_of(found) == written[:number] + written[number + 1 :]


def test_what_follows_a_broken_line_is_given_out_at_once() -> None:
    reader = ValueReader()
    assert values_of(list(reader.feed(b'{"a":1}\n{"c" 3}\n{"b":2}\n'))) == [{"a": 1}, {"b": 2}]
    assert values_of(list(reader.feed(b'{"cut": "th\n'))) == []
    assert values_of(list(reader.feed(b'{"d":4}\n'))) == [{"d": 4}]


def test_of_each_broken_line_it_is_told_what_is_wrong_with_it() -> None:
    found = read_all(b'{"a" 1}\n{"b": "\xff"}\n{"c": 1}\n')
    assert [line for line, _ in faults_of(found)] == [1, 2]
    assert "not JSON" in faults_of(found)[0][1]
    assert "not UTF-8" in faults_of(found)[1][1]


def test_a_long_line_is_given_out_when_it_ends() -> None:
    reader = ValueReader()
    assert list(reader.feed(b'{"long": "' + b"x" * 1000)) == []
    assert values_of(list(reader.feed(b'"}\n'))) == [{"long": "x" * 1000}]


def test_what_is_broken_takes_no_memory() -> None:
    reader = ValueReader()
    assert len(list(reader.feed(b"broken\n"))) == 1
    tracemalloc.start()
    try:
        for _ in range(20):
            assert list(reader.feed(b"x" * 100_000 + b"\n")) == []
        assert tracemalloc.get_traced_memory()[0] < 1_000_000
    finally:
        tracemalloc.stop()


def test_a_value_without_end_is_given_up() -> None:
    reader = ValueReader()
    faults: list[tuple[int, str]] = []
    fed = 0
    while not faults and fed < 50:
        faults += faults_of(list(reader.feed(b"x" * 1_000_000 if fed else b'{"a": "')))
        fed += 1
    assert len(faults) == 1
    assert values_of(list(reader.feed(b'"}\n{"b":1}\n'))) == [{"b": 1}]


MEASURE = """
import asyncio, sys
from pathlib import Path
from green_api_files._command.source import Input
async def main():
    count = 0
    async for message in Input(print).messages([sys.argv[1]]):
        count += 1
    return count
count = asyncio.run(main())
status = Path("/proc/self/status").read_text()
print(count, status.partition("VmHWM:")[2].split()[0])
"""


@pytest.mark.slow
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
