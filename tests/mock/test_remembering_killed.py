"""Prism is killed while callers wait and things are delivered: nothing is lost, all get theirs."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.mock.command import END_SECONDS, running
from tests.mock.depot import CONTRACT, Depot, Receiver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.mock.command import RunningCommand

pytestmark = pytest.mark.slow

FACTOR = 20
CALLERS = range(1, 6)
MANY = 60


@pytest.fixture
def mock() -> Iterator[RunningCommand]:
    with running("--contract", str(CONTRACT), "--time-factor", str(FACTOR)) as command:
        yield command


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


def eventually(condition: Callable[[], object]) -> None:
    end = time.monotonic() + END_SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def kill_prism(mock: RunningCommand) -> None:
    """End Prism as the system does, and wait until the mock has noticed it."""
    prism = mock.health()["prism"]
    psutil.Process(prism["pid"]).kill()
    eventually(lambda: mock.health()["prism"]["restarts"] > prism["restarts"])


def is_waiting(depot: Depot) -> bool:
    """Whether a poll of this instance has been judged, so that it waits at its queue."""
    told = depot.control("GET", f"memory?depot={depot.number}").json()["instances"]
    return bool(told) and "arrivals" in told[0]["queues"]


def test_everybody_who_waits_is_answered_in_time_and_the_queues_are_whole(
    mock: RunningCommand,
) -> None:
    depots = [Depot(mock.url, number) for number in CALLERS]
    full = Depot(mock.url, max(CALLERS) + 1)
    waiting = full.trigger("parcel", times=MANY)
    seconds = 5
    with ThreadPoolExecutor(len(depots)) as pool:
        began = time.monotonic()
        polls = [pool.submit(depot.next, seconds * FACTOR) for depot in depots]
        for depot in depots:
            eventually(lambda: is_waiting(depot))  # noqa: B023 - called at once
        kill_prism(mock)
        first, *others = depots
        (row,) = first.trigger("parcel")
        given = [poll.result(END_SECONDS) for poll in polls]
    assert given[0]["parcel"] == row["body"]
    assert given[1:] == [None] * len(others), "nothing came for them, and each was told so"
    assert time.monotonic() - began >= seconds
    eventually(lambda: mock.health()["status"] == "ok")
    numbers: list[str] = []
    while (arrival := full.next()) is not None:
        numbers.append(arrival["parcel"]["number"])
        assert full.take(arrival["at"]["ticket"]) == {"taken": True}
    assert numbers == [each["body"]["number"] for each in waiting]
    for depot in (*depots, full):
        depot.http.close()


def test_deliveries_go_on_in_order_and_none_is_lost(
    mock: RunningCommand, receiver: Receiver
) -> None:
    with Depot(mock.url, 1) as depot:
        depot.http.put("/rules", json={"tellAt": receiver.url})
        # The server refuses now and then, so that deliveries are under way when Prism dies.
        receiver.statuses = [200, 200, 500, 200, 503, 200, 500]
        rows = depot.trigger("parcel", times=MANY // 2)
        receiver.wait_for(2)
        kill_prism(mock)
        rows += depot.trigger("parcel", times=MANY // 2)
        receiver.wait_for(MANY + 3)
        kill_prism(mock)
        (last,) = depot.trigger("parcel")
        receiver.wait_for(MANY + 4)
        taken = [
            each["item"]
            for each in depot.control("GET", "deliveries?depot=1").json()["deliveries"]
            if each["status"] == 200
        ]
    wanted = [row["body"]["number"] for row in (*rows, last)]
    numbers = [json.loads(body)["number"] for _, body in receiver.came]
    assert list(dict.fromkeys(numbers)) == wanted, "in order, and none is missing"
    assert len(numbers) == len(wanted) + 3, "only what was refused came again"
    assert taken == list(range(1, MANY + 2))
