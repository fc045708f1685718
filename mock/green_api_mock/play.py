"""What changes while the mock runs: how often a scenario was met, and answers ordered by a test."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from green_api_mock.contract import Answer, Operation, Scenario


@dataclass(slots=True, eq=False)
class Order:
    """An answer that a test ordered for the next requests."""

    answer: Answer
    left: int
    delay_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """The answer that a request gets, and why."""

    answer: Answer
    scenario: str | None = None
    delay_seconds: float = 0.0
    order: Order | None = None


@dataclass(slots=True)
class Play:
    """Which part comes next. A part that is taken counts at once and can be given back."""

    orders: deque[Order] = field(default_factory=deque[Order])
    met: Counter[str] = field(default_factory=Counter[str])

    def take(
        self, operation: Operation, values: Mapping[str, Any], *, at_gateway: bool = False
    ) -> Part:
        """The part for a request with these values.

        Ordered answers come first, then the first scenario that fits and is not over, then
        the operation's default.
        """
        if self.orders and not at_gateway:
            order = self.orders[0]
            order.left -= 1
            if order.left == 0:
                self.orders.popleft()
            return Part(order.answer, None, order.delay_seconds, order)
        for scenario in operation.scenarios.of(values):
            if scenario.at_gateway == at_gateway and not self._is_over(scenario):
                self.met[scenario.name] += 1
                return Part(scenario.answer, scenario.name, scenario.delay_seconds)
        return Part(operation.default)

    def give_back(self, part: Part) -> None:
        """Undo `take` for a request that turned out to be invalid."""
        if part.scenario is not None:
            self.met[part.scenario] -= 1
        if part.order is not None:
            if part.order.left == 0:
                self.orders.appendleft(part.order)
            part.order.left += 1

    def reset(self) -> None:
        """Forget everything."""
        self.orders.clear()
        self.met.clear()

    def _is_over(self, scenario: Scenario) -> bool:
        return scenario.times is not None and self.met[scenario.name] >= scenario.times
