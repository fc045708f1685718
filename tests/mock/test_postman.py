"""What waits is delivered, whenever it comes and whatever happens meanwhile."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from green_api_mock.contract import read_contract
from green_api_mock.memory.postman import Postman
from green_api_mock.memory.remembered import Remembered, Rules
from tests.mock.command import END_SECONDS
from tests.mock.depot import CONTRACT, Receiver

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


async def came(receiver: Receiver, count: int) -> None:
    await asyncio.to_thread(receiver.wait_for, count)


async def test_what_comes_as_a_round_of_deliveries_ends_is_delivered(receiver: Receiver) -> None:
    postman = Postman(Rules(read_contract(CONTRACT).memory))
    remembered = Remembered("1", postman.rules)
    # The change begins a round, which finds nothing. What is put then comes between its end and
    # the moment in which the loop tells of it.
    remembered.change("rules", {"tellAt": receiver.url})
    loop = asyncio.get_running_loop()
    loop.call_soon(lambda: remembered.put("arrivals", b"{}", "parcel", hurries=False))
    await came(receiver, 1)
    await postman.close()


async def test_what_comes_as_deliveries_are_forgotten_is_delivered(receiver: Receiver) -> None:
    postman = Postman(Rules(read_contract(CONTRACT).memory))
    remembered = Remembered("1", postman.rules)
    receiver.statuses = [500]
    remembered.change("rules", {"tellAt": receiver.url})
    remembered.put("arrivals", b'"first"', "parcel", hurries=False)
    await came(receiver, 1)
    postman.forget("1")
    remembered.forget()
    remembered.change("rules", {"tellAt": receiver.url})
    remembered.put("arrivals", b'"second"', "parcel", hurries=False)
    await came(receiver, 2)
    assert [body for _, body in receiver.came] == [b'"first"', b'"second"']
    end = time.monotonic() + END_SECONDS
    while remembered.waiting() != {"arrivals": 0}:  # the last one is just being crossed off
        assert time.monotonic() < end
        await asyncio.sleep(0.01)
    await postman.close()
