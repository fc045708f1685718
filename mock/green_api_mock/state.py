"""What the mock is doing now, for those who ask it and those who change it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from green_api_mock.answers import UnknownAnswerError, named

if TYPE_CHECKING:
    from green_api_mock.api import Api
    from green_api_mock.arrivals import Arrivals
    from green_api_mock.contract import Answer, Contract
    from green_api_mock.play import Play
    from green_api_mock.prism import Prism


@dataclass
class State:
    """The parts that run now. Reloading the contract replaces `api` and `prism`.

    Attributes:
        revision: counts how often a contract was read, so that a change can be noticed.
        contract_error: why the contract on disk is not the one that is served; None if it is.
    """

    api: Api
    prism: Prism
    arrivals: Arrivals
    revision: int = 1
    contract_error: str | None = None

    @property
    def contract(self) -> Contract:
        """The contract that is served."""
        return self.api.contract

    @property
    def play(self) -> Play:
        """The scenarios' progress."""
        return self.api.play

    def health(self) -> dict[str, Any]:
        """In the form of the control API."""
        return {
            "status": "restarting" if self.prism.port is None else "ok",
            "prism": {"pid": self.prism.pid, "restarts": self.prism.restarts},
            "contract": {
                "title": self.contract.title,
                "version": self.contract.version,
                "revision": self.revision,
                "error": self.contract_error,
            },
            "requests": self.arrivals.total,
        }

    def find_answer(self, name: str) -> Answer:
        """The answer with this name, of any operation.

        Raises:
            UnknownAnswerError: there is none.
        """
        *others, last = self.contract.operations
        for operation in others:
            try:
                return named(operation, name)
            except UnknownAnswerError:
                continue
        return named(last, name)

    def reset(self) -> None:
        """Forget requests, orders, scenarios' progress, limits and broken links."""
        self.arrivals.clear()
        self.api.play.reset()
        self.api.gate.reset()
        self.api.storage.reset()
