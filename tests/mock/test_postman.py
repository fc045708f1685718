"""What waits is delivered, whenever it comes and whatever happens meanwhile."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from green_api_mock.contract import read_contract
from green_api_mock.memory.postman import Attempt, Attempts, Postman
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
    postman = Postman(Rules(read_contract(CONTRACT).memory), "")
    remembered = Remembered("1", postman.rules)
    # The change begins a round, which finds nothing. What is put then comes between its end and
    # the moment in which the loop tells of it.
    remembered.change("rules", {"tellAt": receiver.url})
    loop = asyncio.get_running_loop()
    loop.call_soon(lambda: remembered.put("arrivals", b"{}", "parcel", hurries=False))
    await came(receiver, 1)
    await postman.close()


async def test_what_comes_as_deliveries_are_forgotten_is_delivered(receiver: Receiver) -> None:
    postman = Postman(Rules(read_contract(CONTRACT).memory), "")
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


def delivering(url: str, token: str = "", **more: Any) -> tuple[Postman, Remembered]:
    """A postman, and an instance of which something waits to be delivered."""
    postman = Postman(Rules(read_contract(CONTRACT).memory), "", **more)
    remembered = Remembered("1", postman.rules)
    remembered.put("arrivals", b'{"a":1}', "parcel", hurries=False)
    remembered.change("rules", {"tellAt": url, "tellWith": token})
    return postman, remembered


async def attempts_of(postman: Postman, count: int = 1) -> list[Attempt]:
    end = time.monotonic() + END_SECONDS
    while len(found := postman.attempts.after(0)) < count:
        assert time.monotonic() < end
        await asyncio.sleep(0.01)
    return found


@pytest.mark.parametrize(
    ("token", "sent"), [("key", "Bearer key"), ("Basic a2V5", "Basic a2V5"), ("", None)]
)
async def test_a_delivery_is_sent_and_told_with_everything_but_secrets(
    receiver: Receiver, caplog: pytest.LogCaptureFixture, token: str, sent: str | None
) -> None:
    caplog.set_level(logging.INFO, "green_api_mock")
    receiver.statuses, receiver.says = [307, 201], b"said \xff" + b"x" * 5000
    url = f"{receiver.url}?another=secret"
    began = time.monotonic()
    postman, remembered = delivering(url, token)
    # Nobody wants to wait for the pause between two tries.
    rule = postman.rules.memory.delivery
    assert rule is not None
    postman.rules.memory = replace(postman.rules.memory, delivery=replace(rule, pause_seconds=0.01))
    await came(receiver, 3)
    refused, again, taken = await attempts_of(postman, 3)
    took = time.monotonic() - began
    for headers, body in receiver.came:
        assert body == b'{"a":1}'
        assert headers.get("Authorization") == sent
        assert headers["Content-Type"] == "application/json; charset=utf-8"
        assert headers[":path"] == "/hook?secret=1?another=secret", "no redirect is followed"
    assert [each.status for each in (refused, again, taken)] == [307, 201, 200]
    assert refused.url == receiver.url.partition("?")[0]
    assert refused.said == "said \ufffd" + "x" * (4096 - 6)
    assert 0 <= refused.seconds <= took
    assert len(caplog.messages) == 2, "what was taken is no news"
    assert "307" in caplog.messages[0]
    assert "secret" not in caplog.text
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(remembered.queue("arrivals").polled(), 0.05)
    await postman.close()


@pytest.mark.parametrize(
    ("url", "token", "said"),
    [
        ("http://192.0.2.1/hook", "", "192.0.2.1 is another machine; --webhook-hosts 192.0.2.1"),
        ("ftp://127.0.0.1/", "", "no http or https address"),
        ("http:///hook", "", "no http or https address"),
        ("nonsense", "", "no http or https address"),
        ("http://[", "", "no address"),
        ("https://127.0.0.1:1/", "", "no answer (ClientConnectorError)"),
        ("http://me:secret@127.0.0.1:1/a@b#secret", "", "no answer (ClientConnectorError)"),
        ("http://me:secret@127.0.0.1:1/", "key", "a token and a user in the address would be"),
    ],
)
async def test_what_is_not_delivered_is_told_with_the_reason(
    url: str, token: str, said: str
) -> None:
    postman, remembered = delivering(url, token)
    (attempt,) = await attempts_of(postman)
    assert said in attempt.said
    assert "secret" not in str(attempt)
    assert (attempt.status, remembered.waiting()) == (None, {"arrivals": 1})
    # It waits before it tries again. To end this raises nothing.
    await asyncio.wait_for(postman.close(), END_SECONDS)


async def test_a_host_that_was_allowed_is_delivered_to(receiver: Receiver) -> None:
    url = receiver.url.replace("127.0.0.1", "0.0.0.0")  # this machine, by no name of it
    postman, _ = delivering(url, hosts=frozenset({"0.0.0.0"}))
    (attempt,) = await attempts_of(postman)
    assert attempt.status == 200
    await postman.close()


async def test_what_was_forgotten_leaves_the_next_round_the_only_one(receiver: Receiver) -> None:
    receiver.statuses = [500] * 9
    postman, remembered = delivering(receiver.url)
    await attempts_of(postman)
    postman.forget("1")
    remembered.change("rules", {"tellAt": receiver.url})
    await attempts_of(postman)
    remembered.change("rules", {"tellAt": receiver.url})
    await asyncio.sleep(0.1)  # long enough for another round, and shorter than the pause
    assert len(receiver.came) == 2
    await postman.close()


def test_attempts_are_told_after_a_number_and_forgotten_by_instance() -> None:
    attempts = Attempts()
    what = {
        "at": 5.0,
        "url": "http://127.0.0.1/",
        "item": 2,
        "trigger": "parcel",
        "body": b'{"a":1}',
        "status": 200,
        "said": "ok",
        "seconds": 0.0123456,
    }
    for instance in ("7", "8", "7"):
        attempts.note(instance=instance, **what)

    def numbers(*which: Any) -> list[int]:
        return [attempt.number for attempt in attempts.after(*which)]

    assert attempts.after(0)[0].as_json() == {
        **{name: what[name] for name in ("at", "url", "item", "trigger", "status")},
        "number": 1,
        "body": {"a": 1},
        "answer": "ok",
        "durationMs": 12.346,
    }
    assert [numbers(0), numbers(1), numbers(0, "7"), numbers(1, "8")] == [
        [1, 2, 3],
        [2, 3],
        [1, 3],
        [2],
    ]
    attempts.forget("7")
    assert numbers(0) == [2]
    attempts.note(instance="7", **what)
    assert (numbers(0), attempts.total) == ([2, 4], 4)
    attempts.forget()
    assert (numbers(0), attempts.total) == ([], 4)
    for _ in range(1001):
        attempts.note(instance="7", **what)
    assert numbers(0) == list(range(6, 1006)), "the last thousand"
