"""What the mock remembers: one home, which a reload of the contract leaves as it is.

Each instance is a world of its own, so that tests with different ones do not meet.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from green_api_mock.api.arrivals import Arrivals
from green_api_mock.api.orders import Orders
from green_api_mock.memory.postman import Postman
from green_api_mock.memory.remembered import Remembered
from green_api_mock.storage.serving import BrokenLinks

if TYPE_CHECKING:
    from green_api_mock.contract import Operation, Scenario
    from green_api_mock.storage.serving import Stored

# More instances than a test has. Past it the one that was quiet for longest is forgotten, so that
# memory is bounded.
_MOST_WORLDS = 10_000


@dataclass(slots=True)
class World:
    """What is remembered of one instance, for each operation by its id.

    Attributes:
        met: how often each scenario was, by operation and name.
        used: valid calls, of which a quota allows so many.
        second: the second in which calls are counted.
        in_second: those of that second.
        remembered: what it has received, sent and set.
    """

    remembered: Remembered
    met: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    used: Counter[str] = field(default_factory=Counter[str])
    second: int = 0
    in_second: Counter[str] = field(default_factory=Counter[str])

    def play(self, operation: Operation, scenario: Scenario) -> bool:
        """Count a request that meets a scenario. False if the scenario is over."""
        if scenario.times is None:
            return True
        key = (operation.id, scenario.name)
        self.met[key] += 1
        return self.met[key] <= scenario.times

    def calls_in(self, second: int, operation: Operation) -> int:
        """Count a call; how many there were in this second."""
        if second != self.second:
            self.second = second
            self.in_second.clear()
        self.in_second[operation.id] += 1
        return self.in_second[operation.id]

    def use(self, operation: Operation, quota: int) -> bool:
        """Count a valid call. False when all calls of the quota were used before."""
        if self.used[operation.id] >= quota:
            return False
        self.used[operation.id] += 1
        return True


@dataclass(slots=True)
class Session:
    """Everything that is remembered.

    Attributes:
        postman: delivers what waits, and knows the rules of what an instance remembers.
        arrivals: the last requests.
        orders: answers that tests ordered.
        broken_links: of the storage.
    """

    postman: Postman = field(default_factory=Postman)
    arrivals: Arrivals = field(default_factory=Arrivals)
    orders: Orders = field(default_factory=Orders)
    broken_links: BrokenLinks = field(default_factory=BrokenLinks)
    _worlds: OrderedDict[str | None, World] = field(default_factory=OrderedDict[str | None, World])

    def world(self, instance: str | None) -> World:
        """That of an instance; None for requests that name none."""
        world = self._worlds.get(instance)
        if world is None:
            world = self._worlds[instance] = World(Remembered(instance or "", self.postman.rules))
            if len(self._worlds) > _MOST_WORLDS:
                self._worlds.popitem(last=False)
        else:
            self._worlds.move_to_end(instance)
        return world

    def forget(self, instance: str | None = None) -> None:
        """Forget everything, or everything of one instance."""
        self.arrivals.forget(instance)
        self.orders.forget(instance=instance)
        self.broken_links.forget(instance)
        self.postman.forget(instance)
        for name in [name for name in self._worlds if instance in (None, name)]:
            # Whoever waits at a queue goes on waiting at the same one.
            world = self._worlds.pop(name)
            world.remembered.forget()
            self._worlds[name] = World(world.remembered)

    def remembered(self) -> list[Remembered]:
        """What is remembered of each instance that was met."""
        return [world.remembered for name, world in self._worlds.items() if name is not None]

    def kept_file(self, instance: str | None, key: str) -> Stored | None:
        """The file that was kept with a payload of an instance."""
        world = self._worlds.get(instance)
        return world.remembered.files.at(key) if world else None
