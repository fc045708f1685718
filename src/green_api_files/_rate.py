"""Keeping to the API's rate: DownloadFile allows 5 requests a second to one instance.

https://green-api.com/en/docs/api/ratelimiter/
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from green_api_files.errors import SettingsError

if TYPE_CHECKING:
    from pyrate_limiter import InMemoryBucket, Limiter

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
        self._per_second = per_second

    def wait(self) -> None:
        """Return when the next request may be sent."""
        if self._per_second is not None:
            self._forget_old()
            self._limiter.try_acquire()

    async def wait_async(self) -> None:
        """Return when the next request may be sent."""
        if self._per_second is not None:
            self._forget_old()
            await self._limiter.try_acquire_async()

    def _forget_old(self) -> None:
        # The library would start a thread for this.
        now: int = self._bucket.now()  # type: ignore[no-untyped-call] # the library's own gap
        self._bucket.leak(now)

    @cached_property
    def _bucket(self) -> InMemoryBucket:
        # A program that makes no call does without the import.
        from pyrate_limiter import Duration, InMemoryBucket  # noqa: PLC0415
        from pyrate_limiter import Rate as WindowRate  # noqa: PLC0415

        return InMemoryBucket([WindowRate(self._per_second or 1, Duration.SECOND)])

    @cached_property
    def _limiter(self) -> Limiter:
        from pyrate_limiter import Limiter, SingleBucketFactory  # noqa: PLC0415

        return Limiter(SingleBucketFactory(self._bucket, schedule_leak=False))
