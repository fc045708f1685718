"""Payloads are made as the contract's words of memory say, and so is what is wanted of them."""

from __future__ import annotations

import asyncio
import base64
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from green_api_mock.contract import MediaRule, read_contract
from green_api_mock.contract.memory import Memory, Trigger
from green_api_mock.memory.clock import Clock
from green_api_mock.memory.payloads import happen, made_anew, payload, pointed, sample_of
from green_api_mock.memory.remembered import Remembered, Rules
from green_api_mock.memory.triggering import (
    TriggerError,
    UnknownTriggerError,
    play,
    read_trigger,
)
from green_api_mock.storage.files import SampleFile
from green_api_mock.storage.serving import Stored
from tests.mock.depot import CONTRACT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from green_api_mock.contract.answer import Place

OWN = {("number",): "unique", ("when",): "now", ("depot",): "caller"}
LINK, NAME, TYPE = (("picture", each) for each in ("link", "name", "type"))
FILE = Stored("me & you.txt", SampleFile(b"file", "text/x-own"), MediaRule(), held=4)


@pytest.fixture
def memory() -> Memory:
    return read_contract(CONTRACT).memory


@pytest.fixture
def remembered(memory: Memory) -> Remembered:
    return Remembered("7", Rules(memory, Clock(1000)))


def with_picture(trigger: Trigger, **changes: Any) -> Trigger:
    """The trigger with another picture in its example; None takes a member away."""
    picture = {**trigger.value["picture"], **changes}
    kept = {name: value for name, value in picture.items() if value is not None}
    return replace(trigger, value={**trigger.value, "picture": kept})


def test_what_is_made_anew_is_the_payloads_own(memory: Memory, remembered: Remembered) -> None:
    trigger = memory.triggers["parcel"]
    begin = int(time.time())
    one, two = (payload(trigger, remembered, {}) for _ in range(2))
    assert one["number"] != two["number"]
    # As long and as written as the ids of messages in the API's documentation.
    assert len(one["number"]) == 32
    assert set(one["number"]) <= set("0123456789ABCDEF")
    assert begin <= one["when"] <= time.time()
    assert one["depot"] == 7
    assert one["picture"] == trigger.value["picture"]
    named = replace(trigger, value={**trigger.value, "depot": "1"})
    assert payload(named, remembered, {})["depot"] == "7", "a text where the example has one"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {"name": FILE.name, "type": "text/x-own"}),
        ({NAME: "b.txt"}, {"name": "b.txt", "type": "text/x-own"}),
        ({TYPE: None}, {"name": FILE.name}),
    ],
)
def test_a_payload_tells_of_its_file(
    memory: Memory, remembered: Remembered, changes: Mapping[Place, Any], expected: dict[str, str]
) -> None:
    trigger = memory.triggers["parcelFaded"]
    body = payload(trigger, remembered, changes, FILE)
    key, stored = remembered.files.newest((body["number"],)) or ("", None)
    assert stored == replace(FILE, rule=trigger.media)
    link = pointed(body["picture"]["link"].encode(), "http://mock.test").decode()
    assert link == f"http://mock.test/media/7/~/{key}/me%20%26%20you.txt"
    assert {name: body["picture"].get(name) for name in expected} == expected
    assert set(body["picture"]) == {"link", *expected}


@pytest.mark.parametrize(
    ("changes", "picture"),
    [
        ({LINK: "http://127.0.0.1/x"}, {"link": "http://127.0.0.1/x"}),
        ({LINK: None}, {}),
        ({("picture",): None}, None),
    ],
)
def test_a_link_that_is_to_be_another_is_left_and_the_file_is_known(
    memory: Memory, remembered: Remembered, changes: Mapping[Place, Any], picture: Any
) -> None:
    body = payload(memory.triggers["parcel"], remembered, changes, FILE)
    told = None if picture is None else {"name": FILE.name, "type": "text/x-own"} | picture
    assert body.get("picture") == told
    assert remembered.files.newest((body["number"],)) is not None


def test_what_has_no_link_or_no_file_is_told_of_none(
    memory: Memory, remembered: Remembered
) -> None:
    moved, sent = memory.triggers["moved"], memory.triggers["sentParcel"]
    assert payload(moved, remembered, {}, FILE) == moved.value
    assert set(payload(sent, remembered, {}, FILE)) == set(sent.value)
    assert len(remembered.files) == 1, "of the webhook that has files, the file is known"
    bare = with_picture(memory.triggers["parcel"], link="")
    assert payload(bare, remembered, {}, FILE)["picture"]["link"] == ""


def test_what_is_made_anew_is_told(memory: Memory) -> None:
    parcel = memory.triggers["parcel"]
    told = dict.fromkeys((NAME, TYPE), "file")
    sent = {place: OWN[place] for place in (("number",), ("when",))}
    assert made_anew(memory.triggers["moved"]) == {}
    assert made_anew(memory.triggers["sentParcel"]) == sent
    for link, more in (
        ("http://a.test/p.png", {LINK: "file"}),
        ("https://a.test/p.png", {LINK: "file"}),
        ("", {}),
    ):
        assert made_anew(with_picture(parcel, link=link)) == OWN | told | more
    assert made_anew(with_picture(parcel, link=None)) == OWN


def test_a_sample_is_of_the_kind_that_the_example_has(memory: Memory) -> None:
    parcel = memory.triggers["parcel"]
    assert sample_of(memory.triggers["moved"]) is None
    assert sample_of(with_picture(parcel, link=None)) is None
    for picture, name, media_type in (
        ({}, "p.png", "image/png"),
        ({"name": "q.jpg"}, "q.jpg", "image/jpeg"),
        ({"name": None, "link": "https://a.test/b/r.pdf?c=d/e.png"}, "r.pdf", "application/pdf"),
    ):
        stored = sample_of(with_picture(parcel, **picture))
        assert stored is not None
        assert (stored.name, stored.file.media_type) == (name, media_type)
    large = sample_of(replace(parcel, media=MediaRule(size=5)))
    assert large is not None
    assert large.file.size == 5


def test_it_takes_effect_on_documents_and_entries(memory: Memory, remembered: Remembered) -> None:
    remembered.write("parcels", {"number": "P1", "state": "waiting"})
    (happened,) = happen(memory.triggers["moved"], remembered, {"number": "P1", "state": "moved"})
    assert (happened.number, happened.why_not) == (1, "")
    assert remembered.document("rules") == {"open": True, "tellAt": "", "lastMoved": "P1"}
    (entry,) = remembered.journal("parcels").matching({})
    assert entry == {"number": "P1", "state": "moved"}


@pytest.mark.parametrize(("is_lost", "waiting"), [(False, 2), (True, 1)])
async def test_what_follows_comes_unless_the_contract_has_lost_it(
    memory: Memory, remembered: Remembered, *, is_lost: bool, waiting: int
) -> None:
    (first,) = play(read_trigger(memory, {"trigger": "parcelInParts"}, "depot"), remembered)
    if is_lost:
        remembered.rules.memory = replace(memory, triggers={})
    await asyncio.sleep(0.1)  # of the mock's time, 100 seconds
    items = remembered.queue("arrivals").waiting()
    assert len(items) == waiting
    assert {item.value()["number"] for item in items} == {first.body["number"]}


# What is wanted


def file(**changes: Any) -> dict[str, Any]:
    return {"name": "a.png", "base64": base64.b64encode(b"picture").decode()} | changes


def test_what_is_wanted_is_read(memory: Memory) -> None:
    wanted = read_trigger(
        memory,
        {
            "depot": 1,
            "trigger": "parcel",
            "set": {"of.weight": 5, "sender": None},
            "file": file(),
            "times": 10_000,
            "whenPolled": True,
        },
        "depot",
    )
    assert wanted.trigger is memory.triggers["parcel"]
    assert wanted.changes == {("of", "weight"): 5, ("sender",): None}
    assert wanted.stored == Stored(
        "a.png", SampleFile(b"picture", "image/png"), MediaRule(), held=7
    )
    assert (wanted.times, wanted.when_polled) == (10_000, True)
    plain = read_trigger(memory, {"trigger": "parcel"}, "depot")
    assert (plain.changes, plain.times, plain.when_polled) == ({}, 1, False)
    assert plain.stored == sample_of(plain.trigger)


@pytest.mark.parametrize(
    ("given", "media_type"),
    [
        (file(), "image/png"),
        (file(type="text/x-own"), "text/x-own"),
        (file(name="a.unheard"), "application/octet-stream"),
        (file(name="a.unheard", type=None), "application/octet-stream"),
    ],
)
def test_a_files_type_is_the_given_one_or_its_names(
    memory: Memory, given: dict[str, Any], media_type: str
) -> None:
    stored = read_trigger(memory, {"trigger": "parcel", "file": given}, "depot").stored
    assert stored is not None
    assert stored.file.media_type == media_type


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ([], "Send an object"),
        ({"when": 1}, "use trigger, set, file, times, whenPolled, depot."),
        ({"times": 0}, "whole number from 1 to 10000"),
        ({"times": -1}, "whole number from 1 to 10000"),
        ({"times": 10_001}, "whole number from 1 to 10000"),
        ({"times": True}, "whole number from 1 to 10000"),
        ({"times": 1.0}, "whole number from 1 to 10000"),
        ({"whenPolled": 1}, "`whenPolled` must be true or false"),
        ({"set": []}, "`set` must be an object"),
        ({"set": {"of.size": 1}}, "depot, number, of, of.weight, picture"),
        ({"file": "a.png"}, "`file` must be an object"),
        ({"file": file(name="")}, "`file` must be an object"),
        ({"file": file(name=1)}, "`file` must be an object"),
        ({"file": file(base64=1)}, "`file` must be an object"),
        ({"file": file(base64="a")}, "not base64"),
        ({"file": file(base64="eA==*")}, "not base64"),
        ({"file": file(type=1)}, "`file.type` must be a text"),
        ({"trigger": "moved", "file": file()}, "moved carries no file"),
    ],
)
def test_what_is_wanted_wrongly_is_refused(memory: Memory, wanted: Any, said: str) -> None:
    whole = {"trigger": "parcel"} | wanted if wanted else wanted
    with pytest.raises(TriggerError, match=said.replace(".", r"\.")):
        read_trigger(memory, whole, "depot")


@pytest.mark.parametrize("name", ["letter", None, ["parcel"]])
def test_a_trigger_that_there_is_not_is_told_with_those_there_are(
    memory: Memory, name: Any
) -> None:
    with pytest.raises(UnknownTriggerError, match=r"It has: parcel, .*moved"):
        read_trigger(memory, {"trigger": name}, "depot")
    with pytest.raises(UnknownTriggerError, match="It has: none"):
        read_trigger(Memory(), {"trigger": name}, "depot")
