"""Calls and downloads in a task, and work for which its event loop does not wait."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from green_api_files._api.reception import Ask, Pause
from green_api_files._http.exchange import Failure
from green_api_files.errors import DownloadError, GreenApiError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine

    from green_api_files._api.call import Call
    from green_api_files._api.notification import Notification
    from green_api_files._api.rate import Turns
    from green_api_files._api.reception import Reception
    from green_api_files._file.transfer import Transfer
    from green_api_files._http.tasks import TaskEngine

P = ParamSpec("P")
T = TypeVar("T")


async def carry_out(call: Call[T], engine: TaskEngine) -> T:
    """Make a call of the API.

    Raises:
        GreenApiError: what the last try came to.
    """
    while True:
        try:
            if call.turns is not None:
                await _wait_for_turn(call.turns, call.deadline)
            answer = await engine.send(call.request(), call.end_of_try())
            try:
                call.answered(answer.status, answer.headers)
                while data := await answer.read():
                    call.take(data)
            finally:
                answer.close()
            return call.result()
        except (Failure, GreenApiError) as error:
            pause = call.failed(error)
        await asyncio.sleep(pause)


async def _wait_for_turn(turns: Turns, deadline: float) -> None:
    turn = turns.ask(deadline)
    try:
        while pause := turns.take(turn):  # noqa: ASYNC110 # the turn says when it comes
            await asyncio.sleep(pause)
    finally:
        turns.give_back(turn)


async def notifications(
    reception: Reception, ask: Callable[[Ask[Any]], Coroutine[Any, Any, Any]]
) -> AsyncGenerator[Notification]:
    """The notifications of a queue, each of which is deleted when the next one is asked for.

    Args:
        reception: The loop's course.
        ask: Asks the API.
    """
    while not reception.is_done:
        step = reception.next()
        if isinstance(step, Pause):
            await asyncio.sleep(step.seconds)
        elif isinstance(step, Ask):
            await _settle(step, reception, ask)
        else:
            yield step
            reception.handled()


async def _settle(
    step: Ask[Any], reception: Reception, ask: Callable[[Ask[Any]], Coroutine[Any, Any, Any]]
) -> None:
    if step.beside is None:
        await _take(step, ask(step), reception)
        return
    # A task begins when this one waits: the first request is on its way by then.
    beside = asyncio.create_task(ask(step.beside))
    try:
        await _take(step, ask(step), reception)
        await _take(step.beside, beside, reception)
    finally:
        beside.cancel()


async def _take(asked: Ask[T], answer: Awaitable[T], reception: Reception) -> None:
    try:
        result = await answer
    except GreenApiError as error:
        reception.failed(error)
    else:
        asked.then(result)


async def pieces(
    transfer: Transfer, engine: TaskEngine, link: Callable[[], Awaitable[str]]
) -> AsyncGenerator[bytes]:
    """A file piece by piece; `transfer.position` is where each piece belongs.

    Args:
        transfer: The download's course.
        engine: Sends the requests.
        link: Asks the API for a link.
    """
    while not transfer.is_done:
        if transfer.needs_link:
            transfer.use_link(await link())
        try:
            answer = await engine.send(transfer.request(), transfer.deadline, transfer.silence)
            try:
                if transfer.answered(answer.status, answer.headers):
                    while data := await answer.read():
                        for piece in transfer.take(data):
                            yield piece
                    transfer.ended()
            finally:
                answer.close()
        except (Failure, DownloadError) as error:
            pause = transfer.failed(error)
        else:
            continue
        await asyncio.sleep(pause)


async def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do `work` in a thread. A cancelled task still waits for its end.

    A thread cannot be stopped. It must not go on with a file that its task then closes.
    """
    loop = asyncio.get_running_loop()
    doing = loop.run_in_executor(None, partial(work, *args, **kwargs))
    try:
        return await asyncio.shield(doing)
    except asyncio.CancelledError:
        await asyncio.wait({doing})
        doing.exception()  # nobody is left to hear of it
        raise
