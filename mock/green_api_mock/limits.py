"""The gateway's limits, which are off unless asked for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

# Callers that were seen at most; the counters of a longer list start anew.
_CALLERS = 10_000


@dataclass(slots=True)
class SecondWindows:
    """Counts each caller's requests in the running second, as the gateway does.

    Args:
        limit: requests in a second.
    """

    limit: int
    _second: int = 0
    _counts: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def remaining(self, caller: str, now: float) -> int:
        """Count one request. How many are left in this second; -1 for one too many."""
        second = int(now)
        if second != self._second:
            self._second = second
            self._counts.clear()
        self._counts[caller] += 1
        return max(self.limit - self._counts[caller], -1)

    def reset(self) -> None:
        """Forget every request."""
        self._counts.clear()


@dataclass(slots=True)
class Quotas:
    """Counts each caller's calls.

    Args:
        limit: how many calls a caller has.
    """

    limit: int
    _counts: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def use(self, caller: str) -> bool:
        """Count one call. False when the quota was used up before."""
        if self._counts[caller] >= self.limit:
            return False
        if len(self._counts) > _CALLERS:
            self._counts.clear()
        self._counts[caller] += 1
        return True

    def reset(self) -> None:
        """Forget every call."""
        self._counts.clear()
