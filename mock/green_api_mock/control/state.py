"""What the mock is doing now, for those who ask it and those who change it."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from green_api_mock.contract.memory import Peek
from green_api_mock.contract.values import dump
from green_api_mock.memory.payloads import pointed
from green_api_mock.memory.triggering import play

if TYPE_CHECKING:
    from green_api_mock.api.gateway import Gateway
    from green_api_mock.api.session import Session
    from green_api_mock.contract import Contract
    from green_api_mock.judge.prism import Prism
    from green_api_mock.memory.payloads import Happened
    from green_api_mock.memory.triggering import Wanted


@dataclass
class State:
    """The parts that run now. Reloading the contract replaces `gateway` and `prism`.

    Attributes:
        session: all that is remembered. No reload touches it.
        revision: counts how often a contract was read, so that a change can be noticed.
        started_at: seconds since 1970.
        contract_error: why the contract on disk is not the one that is served; None if it is.
    """

    gateway: Gateway
    prism: Prism
    session: Session
    revision: int = 1
    contract_error: str | None = None
    started_at: float = field(default_factory=time.time)

    @property
    def contract(self) -> Contract:
        """The contract that is served."""
        return self.gateway.contract

    def trigger(self, wanted: Wanted, instance: str, base: str) -> list[dict[str, Any]]:
        """Let something come. What became of it, in the form of the control API.

        Args:
            wanted: what is to come.
            instance: who receives it.
            base: scheme and host under which whoever is told knows the mock.
        """
        number = self._number_of(wanted.trigger.webhook.queue)
        remembered = self.session.world(instance).remembered
        return [_happened(each, number, base) for each in play(wanted, remembered)]

    def _number_of(self, queue: str) -> str:
        """How the contract calls the number of what waits in a queue."""
        steps = (operation.step for operation in self.contract.operations)
        peeks = (step for step in steps if isinstance(step, Peek) and step.queue == queue)
        return next((str(peek.number[-1]) for peek in peeks), "number")

    def health(self) -> dict[str, Any]:
        """In the form of the control API."""
        return {
            "status": "ok" if self.prism.is_ready else "restarting",
            "prism": {"pid": self.prism.pid, "restarts": self.prism.restarts},
            "contract": {
                "title": self.contract.title,
                "version": self.contract.version,
                "revision": self.revision,
                "error": self.contract_error,
            },
            "requests": self.session.arrivals.total,
            "orders": self.session.orders.changes,
            "remembered": self.session.postman.rules.changes,
            "deliveries": self.session.postman.attempts.total,
            "startedAt": self.started_at,
        }


def _happened(happened: Happened, number: str, base: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        number: happened.number,
        "body": json.loads(pointed(dump(happened.body), base)),
    }
    return row if not happened.why_not else {**row, "notQueued": happened.why_not}
