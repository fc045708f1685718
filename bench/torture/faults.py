"""Every fault that can be produced, and how often it is in a long and in a short run."""

import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.torture import disk, held, network, processes, proxy, watching
from bench.torture.tally import Tally


@dataclass(frozen=True)
class Fault:
    """One fault.

    Attributes:
        endure: Produces it so many times in a folder, and counts.
        tries: How many times in `make torture`; hours for what lasts.
        short: How many times in `make test-slow`.
    """

    endure: Callable[[int, Path], Tally]
    tries: int
    short: int


FAULTS: Mapping[str, Fault] = {
    **{name: Fault(partial(network.endure, name), 300, 24) for name in proxy.FAULTS},
    **{name: Fault(partial(disk.endure, name), 100, 6) for name in disk.FAULTS if name != "watch"},
    "killed": Fault(partial(processes.killed, processes.Victim), 100, 5),
    "command killed": Fault(partial(processes.killed, processes.CommandVictim), 200, 5),
    "interrupted": Fault(partial(processes.interrupted, processes.Victim), 50, 3),
    "command interrupted": Fault(partial(processes.interrupted, processes.CommandVictim), 50, 3),
    "two at once": Fault(processes.two_at_once, 480, 24),
    "two commands": Fault(processes.two_commands, 480, 24),
    "no descriptors": Fault(processes.without_descriptors, 480, 24),
    "jumping clock": Fault(processes.jumping_clock, 200, 20),
    "watch killed": Fault(partial(watching.ended, signal.SIGKILL), 200, 20),
    "watch terminated": Fault(partial(watching.ended, signal.SIGTERM), 50, 20),
    "watch on a full disk": Fault(partial(disk.endure, "watch"), 50, 10),
    "watch for a day": Fault(held.held, 24, 4),
}
"""The faults, by short names."""
