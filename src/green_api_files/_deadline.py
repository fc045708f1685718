"""When what is under way has to be done.

The generated functions, which stand between a client and its engine, hand no such argument on.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

_deadline = ContextVar("deadline", default=float("inf"))  # by `time.monotonic`


@contextmanager
def ends_in(seconds: float) -> Generator[None]:
    """Let what this thread or task does within the `with` end after so long, if not sooner."""
    outer = _deadline.get()
    _deadline.set(min(outer, time.monotonic() + seconds))
    try:
        yield
    finally:
        _deadline.set(outer)  # a reset would fail where a task is torn down from outside


def deadline() -> float:
    """When it ends, by `time.monotonic`; infinity if nothing bounds it."""
    return _deadline.get()


def seconds_left() -> float:
    """How long it may still take; infinity if nothing bounds it."""
    return _deadline.get() - time.monotonic()
