"""What a caller is held to. The gateway's own limits are off unless asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from green_api_mock.api.routes import Match
    from green_api_mock.api.session import Session
    from green_api_mock.contract import Parameter

# A sender that needs longer for its body has hung up without saying so.
_BODY_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What is enforced.

    Attributes:
        rate: whether the contract's rate limit is.
        quota: how many valid calls a caller has; None for any number.
        allowed: parameters and the only values that are let through.
        strict: whether only those messages are known that came or were sent.
        body_seconds: how long the body of a request may take to come.
    """

    rate: bool = False
    quota: int | None = None
    allowed: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    strict: bool = False
    body_seconds: float = _BODY_SECONDS

    def remaining(self, match: Match, session: Session, now: float) -> int | None:
        """Count a request. How many are left in this second, -1 for one too many.

        None while the rate limit is off.

        Args:
            match: the request.
            session: counts.
            now: seconds on any clock.
        """
        limit = match.operation.rate_limit
        if limit is None or not self.rate:
            return None
        calls = session.world(match.values[limit.per]).calls_in(int(now), match.operation)
        return max(limit.requests_per_second - calls, -1)

    def refused(self, match: Match) -> Parameter | None:
        """The first parameter whose value is not let through."""
        for parameter in match.operation.parameters:
            allowed = self.allowed.get(parameter.name)
            if allowed is not None and match.values[parameter.name] not in allowed:
                return parameter
        return None

    def use_quota(self, match: Match, session: Session) -> bool:
        """Count a valid call. False when the caller had used all calls before."""
        quota = match.operation.quota
        if quota is None or self.quota is None:
            return True
        return session.world(match.values[quota.per]).use(match.operation, self.quota)
