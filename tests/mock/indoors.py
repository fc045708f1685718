"""A mock within the process of a test: real HTTP, and nothing is started that takes time."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import httpx

from green_api_mock.api.gateway import Gateway
from green_api_mock.api.limits import Limits
from green_api_mock.api.session import Session
from green_api_mock.contract import read_contract
from green_api_mock.control.endpoints import Control
from green_api_mock.control.state import State
from green_api_mock.memory.postman import Postman
from green_api_mock.memory.remembered import Rules
from green_api_mock.page.page import Page
from green_api_mock.server.door import FrontDoor
from tests.mock.depot import CONTRACT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from green_api_mock.contract import Contract
    from green_api_mock.judge.question import Question
    from green_api_mock.judge.violations import Violation

DEPOTS = read_contract(CONTRACT)


def new_session(rules: Rules | None = None) -> Session:
    """What a mock that has just started remembers."""
    return Session(Postman(rules or Rules(), ""))


class Lenient:
    """A judge that finds nothing wrong."""

    async def verdict(self, question: Question) -> Sequence[Violation]:  # noqa: ARG002 - a Judge's
        return ()


@dataclass
class Indoors:
    """A mock, what it knows, what stands for its Prism, and a client of it."""

    state: State
    prism: SimpleNamespace
    http: httpx.AsyncClient

    @property
    def url(self) -> str:
        return str(self.http.base_url).rstrip("/")


@asynccontextmanager
async def served(contract: Contract, judge: Any = None) -> AsyncIterator[Indoors]:
    """The front door for a contract, without Prism behind it."""
    session = new_session(Rules(contract.memory))
    prism = SimpleNamespace(is_ready=True, pid=None, restarts=0)
    gateway = Gateway(contract, judge or Lenient(), session, Limits())
    state = State(gateway, cast("Any", prism), session)
    door = FrontDoor(state, Control(state, loopback_only=True), Page())
    server = await asyncio.get_running_loop().create_server(door, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    try:
        async with httpx.AsyncClient(base_url=f"http://{host}:{port}", timeout=60) as http:
            yield Indoors(state, prism, http)
    finally:
        server.close()
        await session.postman.close()
        await door.shutdown(0.1)  # to aiohttp 0 is no limit
