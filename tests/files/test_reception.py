"""What a loop over notifications does next, decided without a network or a wait."""

from __future__ import annotations

import asyncio
import gc
import time
from typing import Any

import pytest

from green_api_client.api.receiving import delete_notification, receive_notification
from green_api_files import AsyncGreenApi, GreenApi, Notification, Retry, errors
from green_api_files._api.call import Manner
from green_api_files._api.reception import Ask, HandedOut, Pause, Reception
from green_api_files._drive.tasks import notifications
from green_api_files._settings import settings
from tests.files.conftest import QUICK, TOKEN


def reception(
    *, seconds: float = 60.0, retry: Retry | None = QUICK, last: bytes = b"", **options: Any
) -> Reception:
    given = settings(1101000001, TOKEN, "http://127.0.0.1:1")
    usual = {"receive_timeout": 20, "patience": None, "until_empty": False, "overlaps": False}
    return Reception(given, Manner(retry, seconds), HandedOut(last), **usual | options)


def asked(course: Reception) -> Ask[Any]:
    step = course.next()
    assert isinstance(step, Ask)
    return step


@pytest.mark.parametrize(("client", "overlaps"), [(GreenApi, False), (AsyncGreenApi, True)])
def test_only_tasks_ask_for_the_next_one_while_they_delete(
    client: type[GreenApi | AsyncGreenApi], monkeypatch: pytest.MonkeyPatch, *, overlaps: bool
) -> None:
    given: list[bool] = []
    kept = lambda *_, **options: given.append(options["overlaps"])  # noqa: E731 - it is a class
    monkeypatch.setattr("green_api_files._core.Reception", kept)
    client(1, "abc").notifications()
    assert given == [overlaps]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"receive_timeout": 4}, "^receive_timeout must be 5 to 60, not 4"),
        ({"receive_timeout": 61}, "^receive_timeout must be 5 to 60, not 61"),
        ({"receive_timeout": "9"}, "^receive_timeout must be a number"),
        ({"patience": -1}, "^patience must be 0 or more"),
    ],
)
def test_what_cannot_be_right_is_refused(options: dict[str, Any], words: str) -> None:
    with pytest.raises(errors.SettingsError, match=words):
        reception(**options)


@pytest.mark.parametrize(
    ("options", "held"),
    [({"receive_timeout": 60}, 60), ({"receive_timeout": 60, "until_empty": True}, 5)],
)
def test_the_server_holds_a_poll_as_it_is_told(options: dict[str, Any], held: int) -> None:
    request = asked(reception(**options)).question.request
    assert request.url.endswith(f"?receiveTimeout={held}")


def test_a_quick_empty_answer_is_followed_by_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    course = reception()
    asked(course).then(None)
    pause = course.next()
    assert isinstance(pause, Pause)
    assert 0.5 < pause.seconds <= 1.0
    ask = asked(course)
    later = time.monotonic() + 20
    monkeypatch.setattr(time, "monotonic", lambda: later)
    ask.then(None)
    assert isinstance(course.next(), Ask)


@pytest.mark.parametrize(("seconds", "longest"), [(60.0, 30.0), (0.5, 20.5)])
def test_an_answer_may_come_later_than_the_server_waits(seconds: float, longest: float) -> None:
    manner = asked(reception(seconds=seconds)).manner
    assert manner.seconds == longest


def test_a_lost_answer_to_a_deletion_is_not_asked_for_again_by_number() -> None:
    """Another notification may have got the number meanwhile."""
    course = reception()
    asked(course).then(Notification(1, None, is_repeated=False, content=b"first"))
    first = course.next()
    assert isinstance(first, Notification)
    course.handled()
    assert asked(course).question.api is delete_notification
    course.failed(errors.ApiConnectionError())
    assert isinstance(course.next(), Pause)
    again = asked(course)
    assert again.question.api is receive_notification
    again.then(Notification(1, None, is_repeated=False, content=b"second"))
    second = course.next()
    assert isinstance(second, Notification)
    assert not second.is_repeated


def handing_out(course: Reception, ask: Ask[Any], content: bytes) -> Notification:
    ask.then(Notification(1, None, is_repeated=False, content=content))
    step = course.next()
    assert isinstance(step, Notification)
    assert step.content == content
    return step


def deleting(course: Reception) -> tuple[Ask[Any], Ask[Any]]:
    """The deletion of what was handed out, and what is asked for beside it."""
    course.handled()
    deletion = asked(course)
    assert deletion.question.api is delete_notification
    assert deletion.beside is not None
    assert deletion.beside.question.api is receive_notification
    return deletion, deletion.beside


def test_the_next_is_asked_for_while_the_last_is_deleted() -> None:
    course = reception(overlaps=True)
    handing_out(course, asked(course), b"first")
    deletion, beside = deleting(course)
    deletion.then(None)
    second = handing_out(course, beside, b"second")
    assert not second.is_repeated
    deleting(course)


def test_a_failed_deletion_whose_queue_goes_on_is_not_waited_for() -> None:
    course = reception(overlaps=True)
    handing_out(course, asked(course), b"first")
    _, beside = deleting(course)
    course.failed(errors.ApiConnectionError())
    handing_out(course, beside, b"second")


@pytest.mark.parametrize("is_deleted", [True, False])
def test_an_old_head_is_neither_handed_out_nor_deleted_again(*, is_deleted: bool) -> None:
    """Where the deletion's answer was lost, another notification may have got its number."""
    course = reception(overlaps=True)
    handing_out(course, asked(course), b"first")
    deletion, beside = deleting(course)
    if is_deleted:
        deletion.then(None)
    else:
        course.failed(errors.ApiConnectionError())
    beside.then(Notification(1, None, is_repeated=False, content=b"first"))
    if not is_deleted:
        assert isinstance(course.next(), Pause)
    alone = asked(course)
    assert alone.question.api is receive_notification
    handing_out(course, alone, b"second")
    course.handled()
    assert asked(course).beside is None


@pytest.mark.parametrize("fails", [False, True])
def test_beside_a_deletion_that_is_refused_nothing_is_left_under_way(
    caplog: pytest.LogCaptureFixture, *, fails: bool
) -> None:
    """Neither what was asked for nor an error of which nobody hears."""
    answers = [Notification(1, None, is_repeated=False, content=b"first")]

    async def run() -> None:
        is_asked = asyncio.Event()

        async def ask(one: Ask[Any]) -> Notification:
            if one.question.api is delete_notification:
                await is_asked.wait()
            elif answers:
                return answers.pop()
            else:
                is_asked.set()
                if not fails:
                    await asyncio.Event().wait()
            raise errors.AuthenticationError(status=401)

        loop = notifications(reception(overlaps=True), ask)
        await anext(loop)
        with pytest.raises(errors.AuthenticationError):
            await anext(loop)
        await asyncio.sleep(0)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(run())
    gc.collect()
    assert "never retrieved" not in caplog.text


def test_what_an_earlier_loop_did_not_delete_is_repeated_at_once() -> None:
    course = reception(last=b"first")
    assert handing_out(course, asked(course), b"first").is_repeated


def test_what_is_given_again_although_it_was_deleted_ends_the_patience() -> None:
    course = reception(overlaps=True, patience=0)
    handing_out(course, asked(course), b"first")
    deletion, _ = deleting(course)
    deletion.then(None)
    again = Notification(7, None, is_repeated=False, content=b"first")
    with pytest.raises(errors.UnexpectedAnswerError, match="gives it again") as caught:
        asked(course).then(again)
    assert (caught.value.status, caught.value.content) == (200, b'{"receiptId":7}')
    assert caught.value.can_retry


def test_a_failure_is_raised_that_would_be_waited_out_for_longer_than_the_patience() -> None:
    course = reception(retry=Retry(first_delay=10.0), patience=1)
    asked(course)
    with pytest.raises(errors.ApiConnectionError):
        course.failed(errors.ApiConnectionError())


def untrusted() -> errors.ApiConnectionError:
    error = errors.ApiConnectionError("The certificate is another's.")
    error.can_retry = False
    return error


@pytest.mark.parametrize(
    "error", [errors.UnexpectedAnswerError("A portal.", status=200), untrusted()]
)
def test_a_stranger_is_waited_for_where_the_api_has_answered_before(
    error: errors.GreenApiError,
) -> None:
    course = reception()
    asked(course)
    with pytest.raises(type(error)):
        course.failed(error)
    course = reception()
    asked(course).then(None)
    assert isinstance(course.next(), Pause)
    asked(course)
    course.failed(error)
    assert isinstance(course.next(), Pause)
    asked(course)
    with pytest.raises(errors.AuthenticationError):
        course.failed(errors.AuthenticationError(status=401))


@pytest.mark.parametrize("answer", [None, Notification(1, None, is_repeated=False, content=b"x")])
def test_failures_in_a_row_wait_longer_until_something_succeeds(
    answer: Notification | None,
) -> None:
    course = reception(retry=Retry(first_delay=1.0, longest_delay=100.0))

    def pause_after_failure() -> float:
        asked(course)
        course.failed(errors.ApiConnectionError())
        step = course.next()
        assert isinstance(step, Pause)
        return step.seconds

    pauses = [pause_after_failure() for _ in range(4)]
    assert pauses[0] <= 1.0
    assert 4.0 <= pauses[3] <= 8.0
    asked(course).then(answer)
    assert isinstance(course.next(), Notification if answer else Pause)
    course.handled()
    assert pause_after_failure() <= 1.0


def test_the_first_notification_is_no_repetition_and_hides_its_content() -> None:
    assert HandedOut().content == b""
    told = repr(Notification(1, None, is_repeated=False, content=b"secret"))
    assert "secret" not in told
