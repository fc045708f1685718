"""What is kept of one instance: its queues, files, journals and documents, without a server."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from green_api_mock.contract import MediaRule, read_contract
from green_api_mock.contract.memory import Member, Memory
from green_api_mock.memory.clock import Clock
from green_api_mock.memory.files import Files
from green_api_mock.memory.journal import Journal
from green_api_mock.memory.queue import Queue
from green_api_mock.memory.remembered import Remembered, Rules, text_at
from green_api_mock.storage.files import SampleFile
from green_api_mock.storage.serving import Stored
from tests.mock.depot import CONTRACT
from tests.mock.example import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

HANG_GUARD = 20
FOUR = Stored("a", SampleFile(b"four", "text/plain"), MediaRule(), held=4)


def queue(**bounds: Any) -> Queue:
    return Queue(Clock(), **{"keep_seconds": 60, "most": 10} | bounds)


def numbers(of: Queue) -> list[int]:
    return [item.number for item in of.waiting()]


async def test_the_mocks_time_passes_faster() -> None:
    before, now, after = time.monotonic(), Clock(20).now(), time.monotonic()
    assert 20 * before <= now <= 20 * after
    assert (Clock(20).real(60), Clock().real(60)) == (3, 60)


# The queue


async def test_what_hurries_overtakes_the_last_that_nobody_has_seen() -> None:
    line = queue()
    for hurries, expected in ((True, [1]), (False, [1, 2]), (True, [1, 3, 2])):
        line.put(b"1", "letter", hurries=hurries)
        assert numbers(line) == expected
    assert await line.peek(0) == line.head()
    line.put(b"1", "letter", hurries=True)
    assert numbers(line) == [1, 3, 4, 2]
    for number in (1, 3, 4):
        await line.peek(0)
        assert line.drop(number)
    await line.peek(0)
    line.put(b"1", "letter", hurries=True)
    assert numbers(line) == [2, 5], "the last has been seen"


async def test_what_hurries_overtakes_one_that_came_before_what_was_seen() -> None:
    line = queue()
    line.put(b"1", "letter")
    line.put(b"1", "letter", hurries=True)
    await line.peek(0)
    line.put(b"1", "letter", hurries=True)
    assert numbers(line) == [2, 3, 1]


async def test_only_the_one_that_was_given_is_dropped() -> None:
    line = queue()
    assert not line.drop(0)
    line.put(b"1", "letter")
    line.put(b"1", "letter")
    assert not line.drop(1), "nobody has seen it"
    await line.peek(0)
    assert [line.drop(number) for number in (2, 1, 1, 2)] == [False, True, False, False]
    line.clear()
    assert (line.put(b"1", "letter").number, line.put(b"1", "parcel").trigger) == (1, "parcel")
    assert not line.drop(1)


def test_the_oldest_makes_room() -> None:
    line = queue(most=2)
    for expected in ([1], [1, 2], [2, 3]):
        line.put(b"1", "letter")
        assert numbers(line) == expected


def test_an_item_is_gone_after_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [5.0]
    monkeypatch.setattr(
        "green_api_mock.memory.clock.time", SimpleNamespace(monotonic=lambda: now[0])
    )
    line = queue(keep_seconds=60)
    line.put(b"1", "letter")
    now[0] += 60
    assert numbers(line) == [1]
    now[0] += 1
    assert numbers(line) == []


async def test_who_waits_gets_what_comes_and_is_noticed() -> None:
    line = queue()
    assert await line.peek(0) is None
    polled = asyncio.create_task(line.polled())
    await asyncio.sleep(0)
    assert not polled.done(), "who asked before waits no more"
    reader = asyncio.create_task(line.peek(0.9))
    await asyncio.wait_for(polled, HANG_GUARD)
    await asyncio.wait_for(line.polled(), HANG_GUARD)
    item = line.put(b"1", "letter")
    assert await reader == item
    assert await asyncio.wait_for(line.peek(3600), HANG_GUARD) == item, "it is there already"
    assert line.drop(1)
    assert await line.peek(0.01) is None


# Files


def test_the_oldest_files_make_room() -> None:
    for files in (Files(most=2, most_bytes=99), Files(most=9, most_bytes=8)):
        for _ in range(2):
            kept = [files.keep((str(n),), FOUR) for n in range(2)]
            assert [files.at(key) for key in kept] == [FOUR, FOUR], "as many as there may be"
            files.keep(("2",), FOUR)
            assert [files.at(key) for key in kept] == [None, FOUR]
            assert files.newest(("0",)) is None
            files.clear()
            assert (len(files), files.newest(("1",))) == (0, None)


def test_one_file_is_kept_however_large_and_two_are_not() -> None:
    files = Files(most=9, most_bytes=3)
    first, second = (files.keep((name,), FOUR) for name in "ab")
    assert (files.at(first), files.at(second)) == (None, FOUR)


def test_what_makes_room_for_another_of_the_same_name_leaves_that() -> None:
    files = Files(most=1, most_bytes=99)
    files.keep(("a",), replace(FOUR, name="old"))
    key = files.keep(("a",), FOUR)
    assert files.newest(("a",)) == (key, FOUR)


def test_there_is_room_for_as_much_as_the_manual_says() -> None:
    bounds = Remembered("7", Rules()).rules.bounds
    manual = " ".join((ROOT / "mock" / "README.md").read_text(encoding="utf-8").split())
    assert (
        f"up to {bounds.items:,} notifications, {bounds.entries:,} entries and {bounds.files:,}"
        f" files, of those that were given or uploaded {bounds.file_bytes / (1 << 20):g} MiB"
    ) in manual


# Journals, documents, and all together


def test_an_entry_is_found_by_all_its_members() -> None:
    journal = Journal(most=9)
    for entry in ({"a": 1, "b": 1}, {"a": 1, "b": 2}, {"a": 2, "b": 1}, {"b": 1}, {"a": 1, "b": 1}):
        journal.write(dict(entry))
    journal.update({"a": 1, "b": 1}, {"c": 3})
    assert list(journal.matching({"a": 1, "b": 1})) == [{"a": 1, "b": 1, "c": 3}, {"a": 1, "b": 1}]
    assert list(journal.matching({"a": None})) == []


async def test_all_that_is_remembered_is_told_and_every_change_is_counted() -> None:
    rules = Rules(read_contract(CONTRACT).memory)
    told: list[Remembered] = []
    rules.on_change = told.append
    one = Remembered("7", rules)
    changes: tuple[Callable[[], object], ...] = (
        lambda: one.put("arrivals", b'{"a":1}', "parcel", hurries=False),
        lambda: one.put("arrivals", b'{"a":2}', "moved", hurries=False),
        lambda: one.write("parcels", {"number": "1"}),
        lambda: one.write("parcels", {"number": "2"}),
        lambda: one.update("parcels", {"number": "2"}, {"state": "moved"}),
        lambda: one.change("rules", {"open": False}),
    )
    for count, change in enumerate(changes, 1):
        change()
        assert rules.changes == count
    assert told == [one] * 3, "what was queued or changed can be delivered now"
    two = {"number": "2", "state": "moved"}
    lengths = {"queues": {"arrivals": 2}, "journals": {"parcels": 2}}
    items = [
        {"item": 1, "trigger": "parcel", "body": {"a": 1}},
        {"item": 2, "trigger": "moved", "body": {"a": 2}},
    ]
    for most, many in ((None, 2), (1, 1)):
        assert one.as_json(most) == {
            "queues": {"arrivals": items[:many]},
            "journals": {"parcels": [two, {"number": "1"}][:many]},
            "documents": {"rules": {"open": False, "tellAt": ""}},
            "lengths": lengths,
        }
    await one.queue("arrivals").peek(0)
    assert [one.drop("arrivals", number) for number in (1, 1)] == [True, False]
    assert rules.changes == 7
    one.forget()
    assert rules.changes == 8
    assert one.as_json()["documents"] == {"rules": {"open": True, "tellAt": ""}}


def test_what_the_contract_has_lost_is_forgotten_and_named() -> None:
    rules = Rules(read_contract(CONTRACT).memory)
    one = Remembered("7", rules)
    one.put("arrivals", b"{}", "parcel", hurries=False)
    one.write("parcels", {})
    one.change("rules", {"open": False})
    one.files.keep(("1",), FOUR)
    assert one.forget_unknown() == set()
    rules.memory = Memory()
    gone = {"the queue arrivals", "the journal parcels", "the document rules", "the files"}
    assert one.forget_unknown() == gone
    assert one.forget_unknown() == set()


def test_what_is_no_text_is_none() -> None:
    one = Remembered("7", Rules(read_contract(CONTRACT).memory))
    one.change("rules", {"open": 5, "tellAt": "http://127.0.0.1"})
    for at, text in (("open", ""), ("nothing", ""), ("tellAt", "http://127.0.0.1")):
        assert text_at(one, Member("rules", (at,))) == text
