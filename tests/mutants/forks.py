"""A fork of this process that tells how far it is, and is given up when it tells nothing."""

import os
import resource
import select
import signal
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import NoReturn

# Guards against what never ends, not expectations.
_SECONDS = 10.0
_BYTES = 4 << 30
# Short enough that one in which this process is stopped, or has to wait for others, does not count.
_STEP = 0.25


class Fork:
    """What the fork tells with."""

    def __init__(self, told: int, during: ExitStack) -> None:
        self._told = told
        self._during = during  # which would end with the last who knows of it

    def goes_on(self, name: str, seconds: float) -> None:
        """Tell that something begins that should not take longer."""
        _tell(self._told, f"{seconds} {name}")

    def end(self, answer: str) -> NoReturn:
        """Give the answer and end, whatever threads there are."""
        _tell(self._told, f"= {answer}")
        os._exit(0)


@dataclass(frozen=True)
class Hangs:
    """What did not end in its time."""

    name: str


def fork(during: AbstractContextManager[None], seconds: float) -> Fork | str | Hangs:
    """Fork. The fork gets what it tells with; the other one the answer, or what hangs.

    What the fork has started ends with it.

    Args:
        during: what is there while the fork lives. The fork itself does not leave it.
        seconds: how long it may take in all.
    """
    reading, writing = os.pipe()
    with ExitStack() as stack:
        stack.callback(os.close, reading)
        stack.enter_context(during)
        child = os.fork()
        if child == 0:
            os.setpgid(0, 0)
            resource.setrlimit(resource.RLIMIT_DATA, (_BYTES, _BYTES))
            return Fork(writing, stack.pop_all())
        stack.callback(_end, child)
        os.close(writing)
        return _answer(reading, seconds)


def _end(child: int) -> None:
    os.setpgid(child, child)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _tell(told: int, line: str) -> None:
    os.write(told, line.encode()[:2048].replace(b"\n", b" ") + b"\n")


def _answer(reading: int, seconds: float) -> str | Hangs:
    text, name, left = b"", "", _SECONDS
    while min(left, seconds) > 0:
        if not select.select([reading], [], [], _STEP)[0]:
            left, seconds = left - _STEP, seconds - _STEP
            continue
        part = os.read(reading, 1 << 16)
        if not part:
            return "the process died"
        *lines, text = (text + part).split(b"\n")
        for line in lines:
            first, _, name = line.decode("utf-8", "replace").partition(" ")
            if first == "=":
                return name
            left = float(first)
    return Hangs(name)
