"""What an engine and whoever uses it share: what every request says, and how one may fail."""

from __future__ import annotations

import os
import ssl
from typing import TYPE_CHECKING

from green_api_files._version import USER_AGENT

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADERS = {"accept": "*/*", "accept-encoding": "identity", "user-agent": USER_AGENT}
"""In every request, besides its own: any kind of answer will do, and none need be compressed."""

NEVER = float("inf")
"""A deadline, or seconds of silence, that nothing meets."""


class Failure(Exception):  # noqa: N818 # who asked makes an error of it that says whose it is
    """No complete answer came.

    Attributes:
        reason: Why, in the system's words.
        timed_out: Whether it did not come in time.
        lasting: Whether the same request will fail again.
        proxy: The proxy that failed, without credentials; empty if none is to blame.
    """

    def __init__(
        self, reason: str, *, proxy: str, timed_out: bool = False, lasting: bool = False
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.timed_out = timed_out
        self.lasting = lasting
        self.proxy = proxy


def failure_of(error: BaseException, *, timed_out: bool, proxy: str) -> Failure:
    """What an engine's error means. Of its own words none are kept: they may hold the URL."""
    chain = list(_chain(error))
    return Failure(
        _reason(chain),
        timed_out=timed_out,
        lasting=any(isinstance(one, ssl.SSLCertVerificationError) for one in chain),
        proxy=proxy,
    )


def _reason(chain: list[BaseException]) -> str:
    reason = type(chain[0]).__name__
    for one in chain:
        if isinstance(one, OSError) and one.strerror:
            number, reason = one.errno, one.strerror
            # asyncio puts words of its own there. The numbers of TLS and DNS mean something else.
            if isinstance(number, int) and number > 0 and not isinstance(one, ssl.SSLError):
                reason = os.strerror(number)
    return reason


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what led to it; the last one is the first cause."""
    current: BaseException | None = error
    seen: set[int] = set()
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__
