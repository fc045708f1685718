"""The documented rate is kept by all threads and tasks of a client together."""

from __future__ import annotations

import asyncio
import inspect
import threading
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from green_api_client.api.account import get_settings
from green_api_files import ApiTimeoutError, AsyncGreenApi, GreenApi
from green_api_files._api import rate as rates
from green_api_files._api.rate import Turns
from tests.files.conftest import CHAT, MESSAGE, TOKEN, Caller, settings_for
from tests.support.byte_server import StoredFile, answering, link_to

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from green_api_files._api.rate import Turn
    from tests.support.byte_server import ByteServer, Got, Wire

Moments = list[tuple[float, float]]


def clocked(server: ByteServer, times: list[float]) -> Callable[[Got, Wire], None]:
    def answer(got: Got, wire: Wire) -> None:
        times.append(time.monotonic())
        link_to(server.url)(got, wire)

    return answer


def call_in_threads(server: ByteServer, calls: int, **settings: Any) -> None:
    with GreenApi(**settings_for(server.url, **settings)) as api:
        threads = [
            threading.Thread(target=api.download_file, args=(CHAT, MESSAGE)) for _ in range(calls)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def call_in_tasks(server: ByteServer, calls: int, **settings: Any) -> None:
    async def run() -> None:
        async with AsyncGreenApi(**settings_for(server.url, **settings)) as api:
            await asyncio.gather(*[api.download_file(CHAT, MESSAGE) for _ in range(calls)])

    asyncio.run(run())


@pytest.fixture(params=[call_in_threads, call_in_tasks])
def call_many(request: pytest.FixtureRequest) -> Callable[..., None]:
    return request.param  # type: ignore[no-any-return] # pytest gives what params has


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Moments:
    """Between which two moments each turn was taken.

    A loaded machine may hold a request up behind its turn, and the one a second later not, so
    when they arrive says nothing of how far apart they were let go.
    """
    moments: Moments = []
    take = Turns.take

    def watched(turns: Turns, turn: Turn) -> float:
        before = time.monotonic()
        pause = take(turns, turn)
        if not pause:
            moments.append((before, time.monotonic()))
        return pause

    monkeypatch.setattr(Turns, "take", watched)
    return moments


def keeps(rate: int, taken: Moments) -> bool:
    """Whether between one turn and the one `rate` later a second can have passed."""
    earliest, latest = (sorted(moments) for moments in zip(*taken, strict=True))
    pairs = zip(earliest, latest[rate:], strict=False)
    return all(later - earlier > 0.9999 for earlier, later in pairs)


@pytest.mark.parametrize(("settings", "rate"), [({}, 5), ({"requests_per_second": 12}, 12)])
def test_the_rate_is_kept(
    server: ByteServer,
    call_many: Callable[..., None],
    taken: Moments,
    settings: dict[str, object],
    rate: int,
) -> None:
    turns: list[int] = []

    def answer(got: Got, wire: Wire) -> None:
        turns.append(len(taken))
        link_to(server.url)(got, wire)

    server.api_answers = [answer] * 100
    given = settings or {"requests_per_second": 5}
    call_many(server, 2 * rate + 1, **given)
    assert len(turns) == len(taken) == 2 * rate + 1
    assert keeps(rate, taken)
    # None is sent before it has a turn.
    assert all(taken_so_far >= arrived for arrived, taken_so_far in enumerate(sorted(turns), 1))


@pytest.mark.parametrize("client", [GreenApi, AsyncGreenApi])
def test_five_a_second_and_a_minute_for_each_are_the_default(
    client: type[GreenApi | AsyncGreenApi],
) -> None:
    told = inspect.signature(client).parameters
    assert (told["requests_per_second"].default, told["timeout"].default) == (5, 60)


def test_each_method_has_turns_of_the_rate_that_is_documented_for_it(
    server: ByteServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    class Noted(Turns):
        def __init__(self, rate: int) -> None:
            made.append(rate)
            super().__init__(rate)

    monkeypatch.setattr("green_api_files._core.Turns", Noted)
    settings_page = answering(200, b"{}", content_type="application/json")
    server.put(f"/waInstance1101000001/getSettings/{TOKEN}", settings_page)
    with GreenApi(**settings_for(server.url, requests_per_second=7)) as api:
        api.get_settings()
    assert made == [7, get_settings.RATE_LIMIT]


@pytest.mark.parametrize(("settings", "limited"), [({}, 2), ({"requests_per_second": None}, 0)])
def test_another_method_keeps_to_the_rate_that_is_documented_for_it(
    server: ByteServer, taken: Moments, settings: dict[str, Any], limited: int
) -> None:
    settings_page = answering(200, b"{}", content_type="application/json")
    server.put(f"/waInstance1101000001/getSettings/{TOKEN}", settings_page)
    with GreenApi(**settings_for(server.url, requests_per_second=50) | settings) as api:
        api.get_settings()
        api.get_settings()
    assert len(server.file_requests) == 2
    assert len(taken) == limited
    assert not limited or keeps(1, taken)


def test_the_rate_can_be_switched_off(server: ByteServer, call_many: Callable[..., None]) -> None:
    times: list[float] = []
    server.api_answers = [clocked(server, times)] * 100
    call_many(server, 40, requests_per_second=None)
    assert len(times) == 40
    assert max(times) - min(times) < 4


@pytest.mark.parametrize("is_async", [False, True], ids=["threads", "tasks"])
def test_a_turn_that_does_not_come_within_the_time_limit_is_told(
    server: ByteServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_async: bool
) -> None:
    # The first file may take long on a loaded machine; the second turn comes later than that.
    monkeypatch.setattr(rates, "_WINDOW", 3600.0)
    server.put("/file", StoredFile(b"x"))
    caller = Caller(is_async, settings_for(server.url, requests_per_second=1))
    with pytest.raises(ApiTimeoutError, match="requests_per_second left no turn"):
        caller.save_all(tmp_path, ["A1", "A2"], time_limit=60)
    assert len(server.api_requests) == 1


class Clock(SimpleNamespace):
    """Stands still until it is moved."""

    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(rates, "time", clock)
    return clock


def test_turns_are_given_in_order_and_no_more_than_so_many_in_a_second(clock: Clock) -> None:
    turns = Turns(2)
    given = [turns.ask(clock.now + 60).at - clock.now for _ in range(7)]
    assert given == [0, 0, 1, 1, 2, 2, 3]


def test_a_turn_that_was_taken_late_moves_those_behind_it(clock: Clock) -> None:
    turns = Turns(1)
    first, second = turns.ask(clock.now + 60), turns.ask(clock.now + 60)
    clock.now += 0.5
    assert turns.take(first) == 0
    clock.now += 0.75
    assert turns.take(second) == 0.25
    clock.now += 0.25
    assert turns.take(second) == 0


def test_turns_that_are_given_back_are_free_again(clock: Clock) -> None:
    turns = Turns(1)
    waiting = [turns.ask(clock.now + 60) for _ in range(30)]
    assert turns.take(waiting[0]) == 0
    for turn in waiting:
        turns.give_back(turn)
    assert turns.ask(clock.now + 60).at == clock.now + 1  # behind the one that was taken


def test_a_gap_that_was_given_back_is_before_nobody(clock: Clock) -> None:
    turns = Turns(2)
    waiting = [turns.ask(clock.now + 60) for _ in range(3)]
    for turn in waiting[:2]:
        turns.give_back(turn)
    assert turns.ask(clock.now + 60).at == waiting[2].at


def test_a_turn_after_the_deadline_is_refused_and_holds_nobody_up(clock: Clock) -> None:
    turns = Turns(1)
    turns.ask(clock.now + 60)
    for _ in range(3):
        with pytest.raises(ApiTimeoutError):
            turns.ask(clock.now + 0.5)
    assert turns.ask(clock.now + 60).at == clock.now + 1


def test_a_task_that_is_cancelled_gives_its_turn_back(server: ByteServer) -> None:
    async def run() -> float:
        async with AsyncGreenApi(**settings_for(server.url, requests_per_second=1)) as api:
            calls = [asyncio.create_task(api.download_file(CHAT, MESSAGE)) for _ in range(20)]
            await calls[0]
            for call in calls[1:]:
                call.cancel()
            await asyncio.wait(calls)
            started = time.monotonic()
            await api.download_file(CHAT, MESSAGE)
            return time.monotonic() - started

    assert asyncio.run(run()) < 10  # not behind the 19


def test_the_limiter_starts_no_thread(server: ByteServer) -> None:
    before = set(threading.enumerate())
    with GreenApi(1, "secret0000", api_url=server.url) as api:
        api.download_file(CHAT, MESSAGE)
        ours = {t.name for t in set(threading.enumerate()) - before}
    assert not any("eak" in name for name in ours)
