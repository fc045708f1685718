"""The mock's own time, which may run faster than the wall's."""

from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clock:
    """Measures and converts seconds of the mock's time.

    Attributes:
        factor: how many seconds of the mock pass in one of the wall's (`--time-factor`).
    """

    factor: float = 1.0

    def now(self) -> float:
        """Seconds of the mock's time since some moment; never goes back."""
        return time.monotonic() * self.factor

    def real(self, seconds: float) -> float:
        """How many of the wall's seconds these seconds of the mock take."""
        return seconds / self.factor
