"""What a request to the control endpoints asks for, and why it is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from green_api_mock.api.body import TooLargeError, UnreadableError, read_body
from green_api_mock.judge.jsonbody import MalformedJsonError, parse_json

if TYPE_CHECKING:
    from aiohttp import web

    from green_api_mock.contract import Contract
    from green_api_mock.control.state import State

CALLER = "callerId"
"""How the description calls the parameter that tells callers apart. What is served calls it as the
contract does, if that has one."""
# More than anything here counts. Python refuses to read a number of thousands.
_MOST_DIGITS = 20
_NUMBER = re.compile(r"[1-9][0-9]{0,14}")


@dataclass(frozen=True)
class ControlError(Exception):
    """A request that is refused, and why."""

    status: int
    text: str
    allow: str = ""


async def read_json(request: web.BaseRequest, limit: int, seconds: float) -> Any:
    """The JSON body of a request.

    Args:
        request: whose body it is.
        limit: the most bytes that are read.
        seconds: the longest time that is waited for all of it.

    Raises:
        ControlError: there is none, or it is too large or too slow.
    """
    try:
        body = await read_body(request, limit, seconds)
    except TooLargeError:
        raise ControlError(413, "The body is too large.") from None
    except UnreadableError:
        raise ControlError(400, "The body did not come to its end.") from None
    if request.content_type != "application/json":
        raise ControlError(415, "Send application/json.")
    try:
        return parse_json(body)
    except MalformedJsonError:
        raise ControlError(400, "The body is not JSON.") from None


class Asked:
    """Reads what requests ask for by the names of the contract that is served now.

    Args:
        state: knows the contract.
    """

    def __init__(self, state: State) -> None:
        self._state = state

    @property
    def contract(self) -> Contract:
        """The contract that is served."""
        return self._state.contract

    @property
    def caller(self) -> str:
        """The name of the parameter that tells callers apart."""
        return self.contract.per or CALLER

    def instance(self, request: web.BaseRequest) -> str | None:
        """The instance that a request names in its query."""
        if self.caller not in request.query:
            return None
        if not self.contract.per:
            raise ControlError(400, "The contract tells no callers apart (x-mock > per).")
        if not (instance := request.query[self.caller]):
            raise ControlError(400, f"`{self.caller}` must not be empty.")
        return instance

    def operation(self, request: web.BaseRequest) -> str | None:
        """The operation that a request names in its query."""
        wanted = request.query.get("operation")
        if wanted is not None and self.contract.operation(wanted) is None:
            known = ", ".join(each.id for each in self.contract.operations)
            raise ControlError(404, f"The contract has no operation {wanted!r}. It has: {known}.")
        return wanted

    def most(self, request: web.BaseRequest) -> int | None:
        """How many of each list a request wants; None for all."""
        return self.number(request, "most") if "most" in request.query else None

    @staticmethod
    def number(request: web.BaseRequest, name: str) -> int:
        """The whole number that a request names in its query; 0 without."""
        text = request.query.get(name, "0")
        if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
            raise ControlError(400, f"`{name}` must be a whole number.")
        return int(text)

    @staticmethod
    def as_number(instance: str | None) -> int | str | None:
        """An instance as JSON has it: what is written as a number is one, if JavaScript has it."""
        return int(instance) if instance and _NUMBER.fullmatch(instance) else instance
