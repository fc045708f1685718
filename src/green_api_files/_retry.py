"""When a call is repeated, how often and how late."""

from __future__ import annotations

import logging
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from green_api_files._deadline import seconds_left
from green_api_files.errors import (
    FileUnavailableError,
    GreenApiError,
    InstanceStartingError,
    RateLimitError,
    ServerError,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import tenacity

T = TypeVar("T")

logger = logging.getLogger("green_api_files")

# The rate is counted by the second, and an instance starts within "a few seconds".
_SHORTEST_DELAYS: dict[type[BaseException], float] = {
    RateLimitError: 1.0,
    InstanceStartingError: 3.0,
}

# What a 500 without known words means is not documented; an empty link was seen to be filled by
# the second call.
_ONCE_MORE = frozenset({ServerError, FileUnavailableError})


@dataclass(frozen=True, slots=True)
class Retry:
    """How failed calls are repeated.

    Only failures that may pass are repeated: see `can_retry` in `green_api_files.errors`. The
    defaults follow the vendor's advice for a 502, "repeat the request 3 times with a delay":
    https://green-api.com/en/docs/api/common-errors/. A 429 is never repeated sooner than after
    one second, an instance that is starting not sooner than after three. An empty link and a 500
    whose meaning is not documented are tried once more only.

    Attributes:
        tries: How often a call is made at most, the first time included.
        first_delay: Seconds before the second try; every further delay is twice as long. A
            random part of up to a half is taken off, so that many callers do not come back at
            the same moment.
        longest_delay: The most seconds between two tries.
        total: Seconds from the first try after which no new one is started.
    """

    tries: int = 4
    first_delay: float = 1.0
    longest_delay: float = 20.0
    total: float = 120.0

    def delay(self, failures: int, error: BaseException | None) -> float:
        """Seconds to wait after so many failures in a row, the last of which was `error`."""
        longest = min(self.first_delay * 2.0 ** min(failures - 1, 30), self.longest_delay)
        shortest = _SHORTEST_DELAYS.get(type(error), 0.0) if error else 0.0
        # Spreads load; nothing secret depends on it.
        return max(longest * random.uniform(0.5, 1.0), shortest)  # noqa: S311

    def allows(self, failures: int, error: BaseException | None) -> bool:
        """Whether to try again after so many failures in a row."""
        tries = min(self.tries, 2) if type(error) in _ONCE_MORE else self.tries
        return failures < tries and isinstance(error, GreenApiError) and error.can_retry


def call(policy: Retry | None, attempt: Callable[[], T]) -> T:
    """Call `attempt`, again where the policy says so. Raises what the last try raised."""
    started = time.monotonic()
    try:
        return attempt()
    except GreenApiError as error:
        if policy is None or not policy.allows(1, error):
            raise
        failed = [error]

    def once() -> T:
        if failed:
            raise failed.pop()
        return attempt()

    # Imported and set up only now: it would take half as long as the call itself.
    from tenacity import Retrying  # noqa: PLC0415

    return Retrying(**_rules(policy, started))(once)


async def call_async(policy: Retry | None, attempt: Callable[[], Awaitable[T]]) -> T:
    """Do the same with an `attempt` to await."""
    started = time.monotonic()
    try:
        return await attempt()
    except GreenApiError as error:
        if policy is None or not policy.allows(1, error):
            raise
        failed = [error]

    async def once() -> T:
        if failed:
            raise failed.pop()
        return await attempt()

    from tenacity import AsyncRetrying  # noqa: PLC0415 # as above

    return await AsyncRetrying(**_rules(policy, started))(once)


def _rules(policy: Retry, started: float) -> dict[str, Any]:
    def wait(state: tenacity.RetryCallState) -> float:
        return policy.delay(state.attempt_number, _error_of(state))

    def may_go_on(state: tenacity.RetryCallState) -> bool:
        return policy.allows(state.attempt_number, _error_of(state))

    def is_late(state: tenacity.RetryCallState) -> bool:
        left = min(policy.total - (time.monotonic() - started), seconds_left())
        return state.upcoming_sleep > left

    return {
        "wait": wait,
        "retry": may_go_on,
        "stop": is_late,
        "before_sleep": _log,
        "reraise": True,
    }


def _error_of(state: tenacity.RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None


def _log(state: tenacity.RetryCallState) -> None:
    logger.info(
        "Try %d failed, the next one follows in %.1f s. %s",
        state.attempt_number,
        state.upcoming_sleep,
        _error_of(state),
    )
