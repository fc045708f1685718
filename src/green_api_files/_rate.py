"""Keeping to the API's rate: DownloadFile allows 5 requests a second to one instance.

https://green-api.com/en/docs/api/ratelimiter/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from green_api_files._deadline import seconds_left
from green_api_files.errors import ApiTimeoutError, SettingsError

if TYPE_CHECKING:
    from pyrate_limiter import InMemoryBucket

DOCUMENTED = 5
"""Requests per second."""


class Rate:
    """At most so many requests within any second, for all threads or tasks that share this.

    Args:
        per_second: How many; None for no limit.
    """

    def __init__(self, per_second: int | None) -> None:
        if per_second is not None and per_second < 1:
            raise SettingsError("requests_per_second must be 1 or more, or None for no limit.")
        self._bucket: InMemoryBucket | None = None
        if per_second is not None:
            # Not above, as a program that makes no call does without; and not at the first call,
            # as no file can be imported when all descriptors are in use.
            from pyrate_limiter import (  # noqa: PLC0415
                Duration,
                InMemoryBucket,
                Limiter,
                SingleBucketFactory,
            )
            from pyrate_limiter import Rate as WindowRate  # noqa: PLC0415

            self._bucket = InMemoryBucket([WindowRate(per_second, Duration.SECOND)])
            self._limiter = Limiter(SingleBucketFactory(self._bucket, schedule_leak=False))

    def wait(self) -> None:
        """Return when the next request may be sent.

        Raises:
            ApiTimeoutError: if that is not within the time that is left.
        """
        if self._bucket is not None:
            _forget_old(self._bucket)
            if not self._limiter.try_acquire(timeout=_timeout()):
                raise _no_turn()

    async def wait_async(self) -> None:
        """Do the same for a task."""
        if self._bucket is not None:
            _forget_old(self._bucket)
            if not await self._limiter.try_acquire_async(timeout=_timeout()):
                raise _no_turn()


def _timeout() -> float:
    left = seconds_left()
    return -1 if left == float("inf") else max(left, 0.0)  # -1 stands for none


def _no_turn() -> ApiTimeoutError:
    return ApiTimeoutError(
        "requests_per_second left no turn to this call within its time limit: allow a longer "
        "time_limit, or work on fewer messages at once."
    )


def _forget_old(bucket: InMemoryBucket) -> None:
    # The library would start a thread for this.
    now: int = bucket.now()  # type: ignore[no-untyped-call] # the library's own gap
    bucket.leak(now)
