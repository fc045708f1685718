"""Every fault that can be produced, and how often it is in a long and in a short run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.torture import disk, network, processes, proxy
from bench.torture.tally import Tally


@dataclass(frozen=True)
class Fault:
    """One fault.

    Attributes:
        endure: Produces it so many times in a folder, and counts.
        tries: How many times in `make torture`.
        short: How many times in `make test`.
    """

    endure: Callable[[int, Path], Tally]
    tries: int
    short: int


FAULTS: Mapping[str, Fault] = {
    **{name: Fault(partial(network.endure, name), 300, 24) for name in proxy.FAULTS},
    **{name: Fault(partial(disk.endure, name), 100, 6) for name in disk.FAULTS},
    "killed": Fault(partial(processes.killed, processes.Victim), 100, 5),
    "command killed": Fault(partial(processes.killed, processes.CommandVictim), 200, 5),
    "interrupted": Fault(partial(processes.interrupted, processes.Victim), 50, 3),
    "command interrupted": Fault(partial(processes.interrupted, processes.CommandVictim), 50, 3),
    "two at once": Fault(processes.two_at_once, 480, 24),
    "two commands": Fault(processes.two_commands, 480, 24),
    "no descriptors": Fault(processes.without_descriptors, 480, 24),
    "jumping clock": Fault(processes.jumping_clock, 200, 20),
}
"""The faults, by short names."""
