"""What is remembered of each instance, how it is counted, and what another contract leaves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from green_api_mock.contract import MediaRule
from green_api_mock.contract.memory import Memory
from green_api_mock.storage.files import SampleFile
from green_api_mock.storage.serving import Stored
from tests.mock.example import EXAMPLE
from tests.mock.indoors import new_session

if TYPE_CHECKING:
    from green_api_mock.api.session import World

OPERATION = EXAMPLE.operation
SCENARIO = next(each for each in OPERATION.scenarios if each.times)
OTHER = replace(OPERATION, id="other")


def world() -> World:
    return new_session().world("1")


def test_a_scenario_is_over_when_it_was_met_as_often_as_it_may_be() -> None:
    counted, twice = world(), replace(SCENARIO, times=2)
    is_over = [counted.is_over(OPERATION, twice)]
    is_met = list[bool]()
    for _ in range(3):
        is_met.append(counted.play(OPERATION, twice))
        is_over.append(counted.is_over(OPERATION, twice))
    assert (is_met, is_over) == ([True, True, False], [False, False, True, True])
    assert not counted.is_over(OTHER, twice)
    assert counted.play(OTHER, twice)


def test_a_scenario_without_a_number_is_never_over() -> None:
    counted, always = world(), replace(SCENARIO, times=None)
    assert all(counted.play(OPERATION, always) for _ in range(3))
    assert not counted.is_over(OPERATION, always)


def test_calls_of_a_quota_and_of_a_second_are_counted_apart() -> None:
    counted = world()
    assert [counted.use(OPERATION, 2) for _ in range(3)] == [True, True, False]
    assert counted.use(OTHER, 1)
    assert [counted.calls_in(7, OPERATION) for _ in range(2)] == [1, 2]
    assert [counted.calls_in(second, OPERATION) for second in (8, 8, 9)] == [1, 2, 1]
    assert not counted.use(OPERATION, 2)
    assert [counted.play(OPERATION, replace(SCENARIO, times=1)) for _ in range(2)] == [True, False]


def test_each_new_instance_is_a_change() -> None:
    session = new_session()
    seen = [session.postman.rules.changes for name in ("1", "1", None, "2") if session.world(name)]
    assert seen == [1, 1, 2, 3]
    assert [each.instance for each in session.remembered()] == ["1", "2"]
    assert session.world(None).remembered.instance == ""


def test_what_another_contract_does_not_know_is_told_of_all_instances_at_once() -> None:
    session = new_session()
    session.world("1").remembered.put("letters", b"1", "letter", hurries=False)
    session.world("2").remembered.change("laws", {"a": 1})
    changes = session.postman.rules.changes
    assert session.adopt(Memory()) == ["the document laws", "the queue letters"]
    assert session.postman.rules.changes == changes + 1
    assert session.adopt(Memory()) == []


def test_a_kept_file_is_its_instances_only() -> None:
    session = new_session()
    stored = Stored("a.png", SampleFile(b"a", "image/png"), MediaRule(), held=1)
    key = session.world("1").remembered.files.keep(("a",), stored)
    assert session.kept_file("1", key) is stored
    assert session.kept_file("1", "other") is None
    assert session.kept_file("2", key) is None
