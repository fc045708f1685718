"""What the mock is doing now, for those who ask it and those who change it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from green_api_mock.api.gateway import Gateway
    from green_api_mock.api.session import Session
    from green_api_mock.contract import Contract
    from green_api_mock.judge.prism import Prism


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
            "startedAt": self.started_at,
        }
