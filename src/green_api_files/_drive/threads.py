"""Calls and downloads in a thread."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, TypeVar

from green_api_files._api.reception import Ask, Pause
from green_api_files._http.exchange import Failure
from green_api_files.errors import DownloadError, GreenApiError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from green_api_files._api.call import Call
    from green_api_files._api.notification import Notification
    from green_api_files._api.rate import Turns
    from green_api_files._api.reception import Reception
    from green_api_files._file.transfer import Transfer
    from green_api_files._http.threads import ThreadEngine

T = TypeVar("T")


def carry_out(call: Call[T], engine: ThreadEngine) -> T:
    """Make a call of the API.

    Raises:
        GreenApiError: what the last try came to.
    """
    while True:
        try:
            if call.turns is not None:
                _wait_for_turn(call.turns, call.deadline)
            answer = engine.send(call.request(), call.end_of_try())
            try:
                call.answered(answer.status, answer.headers)
                while data := answer.read():
                    call.take(data)
            finally:
                answer.close()
            return call.result()
        except (Failure, GreenApiError) as error:
            pause = call.failed(error)
        time.sleep(pause)


def _wait_for_turn(turns: Turns, deadline: float) -> None:
    turn = turns.ask(deadline)
    try:
        while pause := turns.take(turn):
            time.sleep(pause)
    finally:
        turns.give_back(turn)


def notifications(reception: Reception, ask: Callable[[Ask[Any]], Any]) -> Generator[Notification]:
    """The notifications of a queue, each of which is deleted when the next one is asked for.

    Args:
        reception: The loop's course.
        ask: Asks the API.
    """
    while not reception.is_done:
        step = reception.next()
        if isinstance(step, Pause):
            time.sleep(step.seconds)
        elif isinstance(step, Ask):
            try:
                answer = ask(step)
            except GreenApiError as error:
                reception.failed(error)
            else:
                step.then(answer)
        else:
            yield step
            reception.handled()


def pieces(transfer: Transfer, engine: ThreadEngine, link: Callable[[], str]) -> Generator[bytes]:
    """A file piece by piece; `transfer.position` is where each piece belongs.

    Args:
        transfer: The download's course.
        engine: Sends the requests.
        link: Asks the API for a link.
    """
    while not transfer.is_done:
        if transfer.needs_link:
            transfer.use_link(link())
        try:
            answer = engine.send(transfer.request(), transfer.deadline, transfer.silence)
            try:
                if transfer.answered(answer.status, answer.headers):
                    while data := answer.read():
                        yield from transfer.take(data)
                    transfer.ended()
            finally:
                answer.close()
        except (Failure, DownloadError) as error:
            pause = transfer.failed(error)
        else:
            continue
        time.sleep(pause)
