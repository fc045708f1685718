"""Notifications come in order, at least once, and are deleted when the program is done."""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
from contextlib import aclosing, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from bench.account import DELETE, RECEIVE, Account
from green_api_client.models import (
    IncomingMessageReceived,
    StateInstanceChanged,
    UnknownNotification,
)
from green_api_files import AsyncGreenApi, GreenApi, Notification, errors, messages_in
from tests.files.conftest import TOKEN, settings_for

if TYPE_CHECKING:
    from collections.abc import Callable


class Leave(Exception):  # noqa: N818 # no error: what a program may raise
    """A program's own."""


@dataclass
class Loop:
    """One of the two clients, and its loops."""

    account: Account
    is_async: bool
    settings: dict[str, Any]

    def receive(
        self, body: Callable[[Notification], object] = lambda _: None, **options: Any
    ) -> list[Notification]:
        """Loop until the queue is empty, or `body` returns "break" or raises."""
        return self.receive_in_turn([body], **options)

    def receive_in_turn(
        self, bodies: list[Callable[[Notification], object]], **options: Any
    ) -> list[Notification]:
        """One loop after the other with the same client."""
        options = {"receive_timeout": 5, "until_empty": True, **options}
        given: list[Notification] = []
        if not self.is_async:
            with GreenApi(**self.settings) as api:
                for body in bodies:
                    with closing(api.notifications(**options)) as loop:
                        for notification in loop:
                            given.append(notification)
                            if body(notification) == "break":
                                break
            return given

        async def run() -> None:
            async with AsyncGreenApi(**self.settings) as api:
                for body in bodies:
                    async with aclosing(api.notifications(**options)) as loop:
                        async for notification in loop:
                            given.append(notification)
                            if body(notification) == "break":
                                break

        asyncio.run(run())
        return given


@pytest.fixture(params=["threads", "tasks"])
def loop(request: pytest.FixtureRequest, quick_mock: str) -> Loop:
    account = Account(quick_mock)
    own = settings_for(quick_mock, id_instance=account.number, timeout=0.5)
    return Loop(account, request.param == "tasks", own)


def ids(given: list[Notification]) -> list[int]:
    return [notification.receipt_id for notification in given]


def test_they_come_in_order_and_typed_and_each_is_deleted_before_the_next_comes(
    loop: Loop,
) -> None:
    loop.account.trigger("incomingImage", "stateAuthorized", "incomingText")
    given = loop.receive()
    kinds = [IncomingMessageReceived, StateInstanceChanged, IncomingMessageReceived]
    assert [type(one.body) for one in given] == kinds
    assert ids(given) == [1, 2, 3]
    assert not any(one.is_repeated for one in given)
    assert loop.account.calls == [RECEIVE, DELETE] * 3 + [RECEIVE]


def test_messages_in_takes_them(loop: Loop) -> None:
    loop.account.trigger("incomingImage", "stateAuthorized")
    strange: list[object] = []
    (message,) = messages_in(loop.receive(), unrecognised=strange.append)
    assert message.has_file
    assert strange == []


def test_they_are_as_they_came(loop: Loop) -> None:
    loop.account.trigger("incomingImage")
    (one,) = loop.receive()
    sent = next(row["answer"]["body"] for row in loop.account.requests)
    assert json.loads(one.content) == one.to_dict() == sent
    assert TOKEN not in repr(one)


def test_nothing_is_deleted_when_the_loop_is_left_and_then_it_is_repeated(loop: Loop) -> None:
    loop.account.trigger("incomingText", "incomingText")
    given = loop.receive_in_turn([lambda _: "break", lambda _: None])
    assert ids(given) == [1, 1, 2]
    assert [one.is_repeated for one in given] == [False, True, False]
    assert loop.account.calls == [RECEIVE, RECEIVE, DELETE, RECEIVE, DELETE, RECEIVE]


def test_nothing_is_deleted_when_the_program_raises(loop: Loop) -> None:
    loop.account.trigger("incomingText")

    def fail(_: Notification) -> None:
        raise Leave

    with pytest.raises(Leave):
        loop.receive(fail)
    assert loop.account.calls == [RECEIVE]
    assert ids(loop.receive()) == [1]


def test_nothing_is_deleted_when_the_task_is_cancelled(quick_mock: str) -> None:
    account = Account(quick_mock)
    account.trigger("incomingText")

    async def run() -> None:
        async with AsyncGreenApi(**settings_for(quick_mock, id_instance=account.number)) as api:
            has_one = asyncio.Event()

            async def receive() -> None:
                async for _ in api.notifications():
                    has_one.set()
                    await asyncio.Event().wait()

            task = asyncio.create_task(receive())
            await has_one.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(run())
    assert account.calls == [RECEIVE]


PASSING: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
    "502": (("badGateway",), {}),
    "429": (("429",), {}),
    "503": ((), {"status": 503}),
    "reset": ((), {"fault": "connectionReset"}),
    "cut": ((), {"fault": "cutBody"}),
    "garbage": ((), {"fault": "garbage"}),
}


@pytest.mark.parametrize("failure", PASSING)
@pytest.mark.parametrize("operation", [RECEIVE, DELETE])
def test_what_passes_is_waited_out(
    loop: Loop, failure: str, operation: str, caplog: pytest.LogCaptureFixture
) -> None:
    loop.account.trigger("incomingImage", "incomingText")
    answers, order = PASSING[failure]
    loop.account.order(*answers, operation=operation, **order)
    with caplog.at_level(logging.WARNING, "green_api_files"):
        given = loop.receive()
    firsts = [one for one in given if not one.is_repeated]
    assert ids(firsts) == [1, 2]
    # aiohttp itself sends a request again whose connection was reset at once.
    is_hidden = loop.is_async and failure == "reset"
    assert len(given) - len(firsts) == (operation == DELETE and not is_hidden)
    assert caplog.text.count("it goes on in") == (not is_hidden)
    assert TOKEN not in caplog.text
    assert loop.account.waiting == []


@pytest.mark.slow
def test_silence_is_waited_out(loop: Loop) -> None:
    loop.account.trigger("incomingImage")
    loop.account.order(operation=RECEIVE, fault="silence")
    assert ids(loop.receive()) == [1]


LASTING = {
    "401": errors.AuthenticationError,
    "forbidden": errors.PermissionDeniedError,
    "notFound": errors.NotFoundError,
    "instanceNotAuthorized": errors.InstanceNotAuthorizedError,
    "instanceExpired": errors.InstanceGoneError,
    "webhookUrlIsSet": errors.WebhookUrlIsSetError,
}


@pytest.mark.parametrize(
    ("name", "operation"),
    [*((name, RECEIVE) for name in LASTING), ("401", DELETE), ("webhookUrlIsSet", DELETE)],
)
def test_what_lasts_is_raised(loop: Loop, name: str, operation: str) -> None:
    loop.account.trigger("incomingText")
    loop.account.order(name, operation=operation)
    with pytest.raises(LASTING[name]):
        loop.receive()
    asked = [RECEIVE] if operation == RECEIVE else [RECEIVE, DELETE]
    # A task may have asked for the next one by then, beside the deletion.
    more = [[], [RECEIVE]] if loop.is_async and operation == DELETE else [[]]
    assert loop.account.calls in [asked + then for then in more]
    assert len(loop.account.waiting) == 1


@pytest.mark.parametrize("body", ["a portal", {"receiptId": "1"}, ["1"], {"code": 1}])
def test_what_is_none_of_this_api_is_raised(loop: Loop, body: object) -> None:
    loop.account.order(operation=RECEIVE, status=200, body=body)
    with pytest.raises(errors.UnexpectedAnswerError):
        loop.receive()


def test_a_200_that_says_401_is_raised(loop: Loop) -> None:
    loop.account.order(
        operation=RECEIVE, status=200, body={"code": 401, "description": "Unauthorized"}
    )
    with pytest.raises(errors.AuthenticationError):
        loop.receive()


@pytest.mark.parametrize("name", ["notDeleted", "notificationGone", "deletedInOldForm"])
def test_what_is_gone_already_is_no_failure(
    loop: Loop, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    loop.account.order(
        operation=RECEIVE, status=200, body={"receiptId": 77, "body": {"typeWebhook": "x"}}
    )
    loop.account.order(name, operation=DELETE)
    assert ids(loop.receive()) == [77]
    assert [record for record in caplog.records if record.name == "green_api_files"] == []


def test_what_is_given_again_although_it_was_deleted_is_repeated_and_waited_for(
    loop: Loop, caplog: pytest.LogCaptureFixture
) -> None:
    loop.account.trigger("incomingText", "incomingText")
    loop.account.order("deleted", operation=DELETE, times=2)
    given = loop.receive()
    assert ids(given) == [1, 1, 1, 2]
    assert [one.is_repeated for one in given] == [False, True, True, False]
    assert caplog.text.count("gives it again") == 2


def test_patience_ends(loop: Loop) -> None:
    loop.account.order("badGateway", operation=RECEIVE, times=100)
    with pytest.raises(errors.BadGatewayError):
        loop.receive(patience=0.2)
    assert 1 < len(loop.account.calls) < 100


def test_without_retry_nothing_is_waited_out(loop: Loop) -> None:
    loop.settings["retry"] = None
    loop.account.order("badGateway", operation=RECEIVE)
    with pytest.raises(errors.BadGatewayError):
        loop.receive()
    assert len(loop.account.calls) == 1


@pytest.mark.parametrize("body", ["text", None, 5, ["list"]])
def test_what_is_not_understood_is_handed_over_and_does_not_block(loop: Loop, body: object) -> None:
    told = {"receiptId": 9, "body": body, "new": True}
    loop.account.order(operation=RECEIVE, status=200, body=told)
    loop.account.order("deleted", operation=DELETE)
    (one,) = loop.receive()
    assert (one.receipt_id, one.body, one.to_dict()) == (9, None, told)
    assert not one.is_repeated


def test_a_new_kind_is_typed_as_the_open_one(loop: Loop) -> None:
    told = {"receiptId": 9, "body": {"typeWebhook": "somethingNew", "why": 1}}
    loop.account.order(operation=RECEIVE, status=200, body=told)
    loop.account.order("deleted", operation=DELETE)
    (one,) = loop.receive()
    assert isinstance(one.body, UnknownNotification)
    assert one.to_dict() == told


@pytest.mark.parametrize(
    "options",
    [{"receive_timeout": 4}, {"receive_timeout": 61}, {"receive_timeout": "9"}, {"patience": -1}],
)
def test_wrong_arguments_are_told_at_once(loop: Loop, options: dict[str, Any]) -> None:
    with pytest.raises(errors.SettingsError):
        loop.receive(**options)
    assert loop.account.calls == []


def test_the_twins_have_the_same_arguments() -> None:
    of_threads, of_tasks = (
        inspect.signature(client.notifications).parameters for client in (GreenApi, AsyncGreenApi)
    )
    assert of_threads == of_tasks
