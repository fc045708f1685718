"""What a caller is held to. The gateway's own limits are off unless asked for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from green_api_mock.contract import Answer, Operation
    from green_api_mock.routes import Match

# More callers than a test has. Past it, the counting starts anew, so that memory is bounded.
_MOST_CALLERS = 10_000
# A sender that needs longer for its body has hung up without saying so.
_BODY_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What is enforced.

    Attributes:
        rate: whether the contract's rate limit is.
        quota: how many valid calls a caller has; None for any number.
        allowed: parameters and the only values that are let through.
        body_seconds: how long the body of a request may take to come.
    """

    rate: bool = False
    quota: int | None = None
    allowed: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    body_seconds: float = _BODY_SECONDS


@dataclass(slots=True)
class Gate:
    """Counts requests and says which ones go no further."""

    limits: Limits
    _second: int = 0
    _in_second: Counter[str] = field(default_factory=Counter[str])
    _used: Counter[str] = field(default_factory=Counter[str])

    def remaining(self, match: Match, now: float) -> int | None:
        """Count a request. How many are left in this second, -1 for one too many.

        None while the rate limit is off.

        Args:
            match: the request.
            now: seconds on any clock.
        """
        limit = match.operation.rate_limit
        if limit is None or not self.limits.rate:
            return None
        if int(now) != self._second or len(self._in_second) > _MOST_CALLERS:
            self._second = int(now)
            self._in_second.clear()
        caller = _caller(match, limit.per)
        self._in_second[caller] += 1
        return max(limit.requests_per_second - self._in_second[caller], -1)

    def refusal(self, match: Match) -> Answer | None:
        """The answer to a parameter whose value is not let through."""
        for parameter in match.operation.parameters:
            allowed = self.limits.allowed.get(parameter.name)
            if allowed is not None and match.values[parameter.name] not in allowed:
                return parameter.invalid
        return None

    def use_quota(self, match: Match) -> bool:
        """Count a valid call. False when the caller had used all calls before."""
        quota = match.operation.quota
        if quota is None or self.limits.quota is None:
            return True
        caller = _caller(match, quota.per)
        if self._used[caller] >= self.limits.quota:
            return False
        if len(self._used) > _MOST_CALLERS:
            self._used.clear()
        self._used[caller] += 1
        return True

    def reset(self) -> None:
        """Forget every count."""
        self._in_second.clear()
        self._used.clear()


def _caller(match: Match, parameter: str) -> str:
    operation: Operation = match.operation
    return f"{operation.method} {operation.template} {match.values[parameter]}"
