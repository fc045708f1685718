"""What an operation that remembers reads and changes, and what it answers, without a server."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import pytest

from green_api_mock.contract import MediaFault, MediaRule, read_contract
from green_api_mock.contract.answer import Outcome
from green_api_mock.contract.memory import Fetch, Listing, Step
from green_api_mock.memory.payloads import pointed
from green_api_mock.memory.remembered import Remembered, Rules
from green_api_mock.memory.steps import Done, Work, perform
from green_api_mock.storage.files import SampleFile
from green_api_mock.storage.serving import Stored
from tests.mock.depot import CONTRACT

if TYPE_CHECKING:
    from green_api_mock.contract import Answer

UPLOADED = Stored("a.png", SampleFile(b"picture", "image/png"), MediaRule(), held=7)


@pytest.fixture
def remembered() -> Remembered:
    return Remembered("7", Rules(read_contract(CONTRACT).memory))


class Asked:
    """An operation of the foreign contract, and a request to it."""

    def __init__(self, remembered: Remembered, identifier: str) -> None:
        operation = read_contract(CONTRACT).operation(identifier)
        assert operation is not None
        self.step = cast("Step", operation.step)
        self._remembered = remembered
        self._success: Answer = operation.default

    async def __call__(self, step: Step | None = None, **values: Any) -> Done:
        files = {name: value for name, value in values.items() if isinstance(value, Stored)}
        return await perform(
            step or self.step,
            Work(self._remembered, {}, values, files, self._success, 0, is_strict=True),
        )


async def test_a_listing_leaves_out_what_is_too_old_and_too_much(remembered: Remembered) -> None:
    now = int(time.time())
    ages = {"new": -5, "recent": 119, "old": 181}
    for number, age in reversed(ages.items()):
        remembered.write("parcels", {"way": "in", "number": number, "when": now - age})
    remembered.write("parcels", {"way": "in", "number": "timeless"})
    remembered.write("parcels", {"way": "out", "number": "sent", "when": now})
    asked = Asked(remembered, "listParcels")
    listing = asked.step
    assert isinstance(listing, Listing)
    few = replace(listing, count=("most", 2))
    last = replace(listing, newest_first=False)
    all_of_them = ["timeless", "new", "recent", "old"]
    for step, values, expected in (
        (listing, {}, all_of_them),
        (listing, {"minutes": 3}, all_of_them[:3]),
        (listing, {"minutes": 1}, all_of_them[:2]),
        (few, {}, all_of_them[:2]),
        (few, {"most": 3}, all_of_them[:3]),
        (replace(last, minutes=None), {"minutes": 3}, all_of_them[::-1]),
        (replace(last, count=("most", 2)), {}, ["new", "timeless"]),
    ):
        done = await asked(step, **values)
        assert [entry["number"] for entry in done.value] == expected


async def test_what_is_exactly_as_old_as_wanted_is_listed(
    remembered: Remembered, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", lambda: 1_000.0)
    for when in (940, 939):
        remembered.write("parcels", {"way": "in", "when": when})
    done = await Asked(remembered, "listParcels")(minutes=1)
    assert [entry["when"] for entry in done.value] == [940]


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"picture": UPLOADED}, "a.png"),
        ({"picture": UPLOADED, "name": "b.jpg"}, "b.jpg"),
        ({"picture": UPLOADED, "name": ""}, "a.png"),
        ({"name": "c.png"}, "c.png"),
    ],
)
async def test_the_file_that_is_sent_has_the_name_that_is_wanted(
    remembered: Remembered, values: dict[str, Any], name: str
) -> None:
    done = await Asked(remembered, "photograph")(to="north", **values)
    (item,) = remembered.queue("arrivals").waiting()
    assert item.trigger == "sentPicture"
    assert item.value()["picture"]["name"] == name
    _, stored = remembered.files.newest((done.value["number"],)) or ("", None)
    assert stored is not None
    assert (stored.name, stored.held) == (name, 7 if "picture" in values else 0)


async def test_what_is_no_picture_or_has_no_name_is_another_payload(
    remembered: Remembered,
) -> None:
    await Asked(remembered, "photograph")(to="north", name="b.txt")
    await Asked(remembered, "photograph")(to="north")
    assert [item.trigger for item in remembered.queue("arrivals").waiting()] == ["sentParcel"] * 2
    assert len(remembered.files) == 2


async def test_an_answer_that_is_none_of_what_is_remembered_is_not_filled(
    remembered: Remembered,
) -> None:
    remembered.put("arrivals", b"{}", "parcel", hurries=False)
    await remembered.queue("arrivals").peek(0)
    for outcome in (Outcome.DONE, Outcome.MISSING):
        done = await Asked(remembered, "takeArrival")(ticket=1)
        assert (done.outcome, done.is_filled) == (outcome, False)


async def test_a_text_has_no_file(remembered: Remembered) -> None:
    done = await Asked(remembered, "send")(to="north")
    (item,) = remembered.queue("arrivals").waiting()
    assert item.value()["to"] == "north"
    assert done.value == {"number": item.value()["number"], "ok": True}
    assert len(remembered.files) == 0


@pytest.mark.parametrize("fault", [None, *MediaFault])
async def test_a_link_that_expired_is_renewed_and_no_other_fault_goes(
    remembered: Remembered, fault: MediaFault | None
) -> None:
    stored = replace(UPLOADED, rule=MediaRule(fault=fault))
    key = remembered.files.keep(("P1",), stored)
    asked = Asked(remembered, "picture")
    assert isinstance(asked.step, Fetch)
    done = await asked(number="P1")
    is_renewed = fault is MediaFault.EXPIRED
    newest, found = remembered.files.newest(("P1",)) or ("", None)
    assert (newest != key) is is_renewed
    assert found == (UPLOADED if is_renewed else stored)
    link = pointed(done.value["at"].encode(), "http://mock.test").decode()
    assert link == f"http://mock.test/media/7/~/{newest}/a.png"
    assert (await asked(number="nobody")).outcome is Outcome.MISSING
