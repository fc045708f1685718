"""When something that failed is tried again, how often and how late."""

from __future__ import annotations

import random
from dataclasses import dataclass

from green_api_files._settings import count, not_negative
from green_api_files.errors import (
    FileUnavailableError,
    GreenApiError,
    InstanceStartingError,
    RateLimitError,
    ServerError,
)

# The rate is counted by the second, and an instance starts within "a few seconds".
_SHORTEST_DELAYS: dict[type[object], float] = {
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

    Raises:
        SettingsError: if one of them cannot be right.
    """

    tries: int = 4
    first_delay: float = 1.0
    longest_delay: float = 20.0
    total: float = 120.0

    def __post_init__(self) -> None:
        count(self.tries, "Retry.tries")
        for name in ("first_delay", "longest_delay", "total"):
            not_negative(getattr(self, name), f"Retry.{name}")

    def delay(self, failures: int, error: BaseException | None) -> float:
        """Seconds to wait after so many failures in a row, the last of which was `error`."""
        longest = min(self.first_delay * 2.0 ** min(failures - 1, 30), self.longest_delay)
        shortest = _SHORTEST_DELAYS.get(type(error), 0.0)
        # Spreads load; nothing secret depends on it.
        return max(longest * random.uniform(0.5, 1.0), shortest)  # noqa: S311

    def allows(self, failures: int, error: BaseException | None) -> bool:
        """Whether to try again after so many failures in a row."""
        tries = min(self.tries, 2) if type(error) in _ONCE_MORE else self.tries
        return failures < tries and isinstance(error, GreenApiError) and error.can_retry
