"""What the mock remembers: one home, which a reload of the contract leaves as it is.

Each instance is a world of its own, so that tests with different ones do not meet.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from green_api_mock.api.arrivals import Arrivals
from green_api_mock.api.orders import Orders
from green_api_mock.memory.remembered import Remembered
from green_api_mock.storage.serving import BrokenLinks

if TYPE_CHECKING:
    from green_api_mock.contract import Operation, Scenario
    from green_api_mock.contract.memory import Memory
    from green_api_mock.memory.postman import Postman
    from green_api_mock.storage.serving import Stored

# More instances than a test has. Past it the one that was quiet for longest is forgotten, so that
# memory is bounded.
_MOST_WORLDS = 10_000


@dataclass(slots=True)
class World:
    """What is remembered of one instance.

    There may be thousands, so what is counted is one mapping: the scenarios that were met and the
    calls that were made, each by its operation.

    Attributes:
        remembered: what it has received, sent and set.
    """

    remembered: Remembered
    _second: int = 0
    _counts: dict[tuple[str, ...], int] = field(default_factory=dict[tuple[str, ...], int])

    def play(self, operation: Operation, scenario: Scenario) -> bool:
        """Count a request that meets a scenario. False if the scenario is over."""
        times = scenario.times
        return times is None or self._count("met", operation.id, scenario.name) <= times

    def is_over(self, operation: Operation, scenario: Scenario) -> bool:
        """Whether all requests that a scenario is for have met it."""
        met = self._counts.get(("met", operation.id, scenario.name), 0)
        return scenario.times is not None and met >= scenario.times

    def calls_in(self, second: int, operation: Operation) -> int:
        """Count a call; how many there were in this second."""
        if second != self._second:
            self._second = second
            for key in [key for key in self._counts if key[0] == "second"]:
                del self._counts[key]
        return self._count("second", operation.id)

    def use(self, operation: Operation, quota: int) -> bool:
        """Count a valid call. False when all calls of the quota were used before."""
        return self._count("used", operation.id) <= quota

    def _count(self, *key: str) -> int:
        self._counts[key] = count = self._counts.get(key, 0) + 1
        return count


@dataclass(slots=True)
class Session:
    """Everything that is remembered.

    Attributes:
        postman: delivers what waits, and knows the rules of what an instance remembers.
        arrivals: the last requests.
        orders: answers that tests ordered.
        broken_links: of the storage.
    """

    postman: Postman
    arrivals: Arrivals = field(default_factory=Arrivals)
    orders: Orders = field(default_factory=Orders)
    broken_links: BrokenLinks = field(default_factory=BrokenLinks)
    _worlds: dict[str | None, World] = field(default_factory=dict[str | None, World])

    def world(self, instance: str | None) -> World:
        """That of an instance; None for requests that name none."""
        # Put in anew, so that the first is the one that was quiet for longest.
        world = self._worlds.pop(instance, None)
        if world is None:
            world = World(Remembered(instance or "", self.postman.rules))
            self.postman.rules.changes += 1
        self._worlds[instance] = world
        if len(self._worlds) > _MOST_WORLDS:
            del self._worlds[next(iter(self._worlds))]
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

    def adopt(self, memory: Memory) -> list[str]:
        """Go on with what another contract remembers. What it does not know is forgotten.

        Returns:
            What that was, in words.
        """
        self.postman.rules.memory = memory
        gone = set[str]()
        for world in self._worlds.values():
            gone |= world.remembered.forget_unknown()
            self.postman.look_at(world.remembered)
        self.postman.rules.changes += 1
        return sorted(gone)

    def remembered(self) -> list[Remembered]:
        """What is remembered of each instance that was met, whoever was busy last at the end."""
        return [world.remembered for name, world in self._worlds.items() if name is not None]

    def kept_file(self, instance: str | None, key: str) -> Stored | None:
        """The file that was kept with a payload of an instance."""
        world = self._worlds.get(instance)
        return world.remembered.files.at(key) if world else None
