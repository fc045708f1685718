"""The course of receiving, without a network, a wait or a program of its own.

`Reception` says what comes next: ask for a notification, hand it out, delete it, wait, or give up.
A notification is deleted when the program is done with it and never before. Whether a deletion
whose answer was lost has happened is not asked for by sending it again, as another notification
may have got its number meanwhile: the queue tells by what it gives next.

Where two requests can be under way, the next notification is asked for while the last one is being
deleted, which halves the time that a long queue takes. The head of a queue is given until it is
deleted (https://green-api.com/en/docs/api/receiving/technology-http-api/ReceiveNotification), so
the worst that can come of it is the old head: that is dropped, and the two are asked for one after
another from then on.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from green_api_files import _settings
from green_api_files._api import operations
from green_api_files.errors import (
    ApiConnectionError,
    GreenApiError,
    SettingsError,
    UnexpectedAnswerError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from green_api_files._api.call import Manner, Question
    from green_api_files._api.notification import Notification
    from green_api_files._settings import Settings

T = TypeVar("T")

logger = logging.getLogger("green_api_files")

RECEIVE_TIMEOUT = 20
"""Seconds for which the server holds a poll of an empty queue; proxies cut what takes a minute."""

_LEAST, _MOST = 5, 60  # seconds; the method's page
_MARGIN = 10.0  # seconds that the answer may take beside
# An empty queue was seen to be told within milliseconds, so that a loop asked hundreds of times.
_SHORTEST_POLL = 1.0
_OK = 200

_OF_STRANGERS = (ApiConnectionError, UnexpectedAnswerError)
"""What is met where somebody else answers, as the portal of a hotel's network does."""


@dataclass(frozen=True, slots=True)
class Ask(Generic[T]):
    """Ask the API, in one try, and hand on what it answers.

    Attributes:
        question: What.
        manner: How.
        then: Takes the result. `Reception.failed` takes the error.
        beside: What to ask at the same time; its result comes after this one's.
    """

    question: Question[T]
    manner: Manner
    then: Callable[[T], None]
    beside: Ask[Any] | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait for so many seconds."""

    seconds: float


@dataclass(slots=True)
class HandedOut:
    """What a client handed out last, whichever of its loops did."""

    content: bytes = b""


class Reception:
    """One loop over the notifications of an instance.

    Args:
        settings: Of which instance.
        manner: How the client calls.
        last: What it handed out last.
        receive_timeout: Seconds for which the server holds a poll of an empty queue.
        patience: Seconds after which failures are not waited out any longer; None for never.
        until_empty: Whether to end when the queue is empty.
        overlaps: Whether two requests can be under way at once.

    Raises:
        SettingsError: if one of them cannot be right.
    """

    def __init__(  # noqa: PLR0913 # what a loop may do
        self,
        settings: Settings,
        manner: Manner,
        last: HandedOut,
        *,
        receive_timeout: int,
        patience: float | None,
        until_empty: bool,
        overlaps: bool,
    ) -> None:
        held = _settings.count(receive_timeout, "receive_timeout")
        if not _LEAST <= held <= _MOST:
            raise SettingsError(f"receive_timeout must be {_LEAST} to {_MOST}, not {held}.")
        self.is_done = False
        self._patience = (
            float("inf") if patience is None else _settings.not_negative(patience, "patience")
        )
        self._until_empty = until_empty
        self._overlaps = overlaps
        self._settings = settings
        self._retry = manner.retry
        self._last = last
        held = _LEAST if until_empty else held  # to be told soon
        self._poll = operations.receive_notification(settings, held)
        seconds = held + min(manner.seconds, _MARGIN)
        self._to_poll = replace(manner, retry=None, seconds=seconds)
        self._to_delete = replace(manner, retry=None)
        self._arrived: Notification | None = None  # to be handed out
        self._done_with: Notification | None = None  # to be deleted
        self._was_deleted = False  # what was handed out last, as the API says
        self._pause = 0.0
        self._was_answered = False  # by the API
        self._failures = 0

    def next(self) -> Notification | Ask[Any] | Pause:
        """What comes next. After a notification was handled call `handled`."""
        if self._pause:
            seconds, self._pause = self._pause, 0.0
            return Pause(seconds)
        if self._arrived is not None:
            self._last.content = self._arrived.content
            self._was_deleted = False
            return self._arrived
        if self._done_with is not None:
            receipt_id = self._done_with.receipt_id
            deletion = operations.delete_notification(self._settings, receipt_id)
            beside = self._ask_for_next(self._received_beside) if self._overlaps else None
            return Ask(deletion, self._to_delete, self._deleted, beside)
        return self._ask_for_next(self._received)

    def _ask_for_next(self, then: Callable[[Notification | None], None]) -> Ask[Any]:
        self._asked_at = time.monotonic()
        return Ask(self._poll, self._to_poll, then)

    def handled(self) -> None:
        """Take notice that the program is done with what was handed out."""
        self._done_with, self._arrived = self._arrived, None

    def failed(self, error: GreenApiError) -> None:
        """Take notice of a failure.

        Raises:
            GreenApiError: `error`, if it lasts.
        """
        self._done_with = None
        now = time.monotonic()
        if not self._failures:
            self._failing_since = now
        self._failures += 1
        if self._retry is None or not self._may_pass(error):
            raise error
        delay = self._retry.delay(self._failures, error)
        if now + delay > self._failing_since + self._patience:
            raise error
        logger.warning("Receiving failed, it goes on in %.1f s. %s", delay, error)
        self._pause = max(self._pause, delay)

    def _may_pass(self, error: GreenApiError) -> bool:
        """Whether it may go better later.

        Where the API has answered before, a stranger's answer says nothing of the settings: the
        computer is in another network.
        """
        return error.can_retry or (self._was_answered and isinstance(error, _OF_STRANGERS))

    def _received(self, notification: Notification | None) -> None:
        self._was_answered = True
        if notification is None:
            self._failures = 0
            self.is_done = self._until_empty
            self._pause = max(0.0, self._asked_at + _SHORTEST_POLL - time.monotonic())
            return
        if notification.content == self._last.content:
            notification = replace(notification, is_repeated=True)
            if self._was_deleted:
                self.failed(_not_deleted(notification))
        else:
            self._failures, self._pause = 0, 0.0
        self._arrived = notification

    def _received_beside(self, notification: Notification | None) -> None:
        # The old head says nothing of whether it is deleted by now, so it is not handed out.
        if notification and notification.content == self._last.content:
            self._overlaps = False
        else:
            self._received(notification)

    def _deleted(self, _: None) -> None:
        self._done_with, self._was_deleted = None, True


def _not_deleted(notification: Notification) -> UnexpectedAnswerError:
    error = UnexpectedAnswerError(
        "The API says that a notification is deleted, and gives it again: "
        "if it stays so, tell GREEN-API.",
        status=_OK,
        content=b'{"receiptId":%d}' % notification.receipt_id,
    )
    error.can_retry = True
    return error
