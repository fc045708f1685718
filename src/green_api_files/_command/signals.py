"""Being told to end: Ctrl-C, SIGTERM, a terminal that was closed."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Generator
    from types import FrameType

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")  # Windows has no SIGHUP
_OFFSET = 128  # a shell's exit code for a signal is above it


class Told(BaseException):  # as KeyboardInterrupt, it is no error
    """A signal asks the command to end.

    Attributes:
        exit_code: What a shell expects for this signal.
    """

    def __init__(self, number: int) -> None:
        name = signal.Signals(number).name
        super().__init__("Interrupted." if name == "SIGINT" else f"Ended by {name}.")
        self.exit_code = _OFFSET + number


@contextmanager
def raised() -> Generator[None]:
    """Raise `Told` where the command is when it is told to end."""

    def end(number: int, _: FrameType | None) -> None:
        raise Told(number)

    with _handled(end):
        yield


def run(work: Callable[[], Coroutine[None, None, None]]) -> None:
    """Run `work` in an event loop, and cancel it when the command is told to end.

    What is told once more ends the process at once, whatever `work` still waits for.

    Raises:
        Told: if it was told to end.
    """
    told: list[int] = []

    async def cancellable() -> None:
        task, loop = asyncio.current_task(), asyncio.get_running_loop()
        assert task is not None  # noqa: S101 # this is one

        def end(number: int, _: FrameType | None) -> None:
            if told:
                os._exit(_OFFSET + number)
            told.append(number)
            loop.call_soon_threadsafe(task.cancel)

        with _handled(end):
            await work()

    try:
        asyncio.run(cancellable())
    except asyncio.CancelledError:
        if not told:
            raise
    if told:
        raise Told(told[0])


@contextmanager
def _handled(handler: Callable[[int, FrameType | None], None]) -> Generator[None]:
    """Handle the signals, but for those that whoever started the command wants to be ignored."""
    numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    before = {
        number: signal.signal(number, handler)
        for number in numbers
        if signal.getsignal(number) not in {signal.SIG_IGN, None}
    }
    try:
        yield
    finally:
        for number, previous in before.items():
            signal.signal(number, previous)
