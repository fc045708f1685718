"""The documented rate is kept by all threads and tasks of a client together."""

from __future__ import annotations

import asyncio
import inspect
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from green_api_files import ApiTimeoutError, AsyncGreenApi, GreenApi, SettingsError
from tests.files.conftest import CHAT, MESSAGE, Caller, settings_for
from tests.support.byte_server import StoredFile, link_to

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.byte_server import ByteServer, Got, Wire


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


@pytest.mark.parametrize(("settings", "rate"), [({}, 5), ({"requests_per_second": 12}, 12)])
def test_the_rate_is_kept(
    server: ByteServer, call_many: Callable[..., None], settings: dict[str, object], rate: int
) -> None:
    times: list[float] = []
    server.api_answers = [clocked(server, times)] * 100
    given = settings or {"requests_per_second": 5}
    call_many(server, 2 * rate + 1, **given)
    times.sort()
    # Between one request and the one `rate` later lies a second; the wire may eat some of it.
    assert all(later - earlier > 0.8 for earlier, later in zip(times, times[rate:], strict=False))


@pytest.mark.parametrize("client", [GreenApi, AsyncGreenApi])
def test_five_a_second_is_the_default(client: type[GreenApi | AsyncGreenApi]) -> None:
    assert inspect.signature(client).parameters["requests_per_second"].default == 5


def test_the_rate_can_be_switched_off(server: ByteServer, call_many: Callable[..., None]) -> None:
    times: list[float] = []
    server.api_answers = [clocked(server, times)] * 100
    call_many(server, 40, requests_per_second=None)
    assert len(times) == 40
    assert max(times) - min(times) < 4


@pytest.mark.parametrize("is_async", [False, True], ids=["threads", "tasks"])
def test_a_turn_that_does_not_come_within_the_time_limit_is_told(
    server: ByteServer, tmp_path: Path, *, is_async: bool
) -> None:
    server.put("/file", StoredFile(b"x"))
    caller = Caller(is_async, settings_for(server.url, requests_per_second=1))
    with pytest.raises(ApiTimeoutError, match="requests_per_second left no turn"):
        caller.save_all(tmp_path, ["A1", "A2"], time_limit=0.4)
    assert len(server.api_requests) == 1


def test_a_rate_below_one_is_refused() -> None:
    with pytest.raises(SettingsError, match="requests_per_second"):
        GreenApi(1, "secret", requests_per_second=0)


def test_the_limiter_starts_no_thread(server: ByteServer) -> None:
    before = set(threading.enumerate())
    with GreenApi(1, "secret0000", api_url=server.url) as api:
        api.download_file(CHAT, MESSAGE)
        ours = {t.name for t in set(threading.enumerate()) - before}
    assert not any("eak" in name for name in ours)
