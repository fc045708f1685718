"""Asks Prism what the contract does not allow in an exchange."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs

from green_api_mock.api.routes import Match, Routes
from green_api_mock.judge.node import find_node, installed_home
from green_api_mock.judge.prism import Prism
from green_api_mock.judge.question import Body, JudgeAwayError, JudgeFailedError, Question

if TYPE_CHECKING:
    import green_api_mock.judge.violations as judging
    from green_api_mock.contract import Contract, Operation
    from green_api_mock.proxy.exchange import Exchange, Message

# Prism goes on with a list of all that are.
_UNKNOWN_STATUS = "Unable to match the returned status code"


@dataclass(frozen=True)
class Violation:
    """Something that the contract does not allow.

    Attributes:
        side: `request` or `response`.
        what: the broken rule, in a sentence.
    """

    side: str
    what: str


class Checker:
    """Checks exchanges. Use it as an asynchronous context manager.

    Raises:
        MockError: Prism is not installed, or does not start.
    """

    def __init__(self, contract: Contract) -> None:
        self._routes = Routes(contract)
        self._prism = Prism(find_node(), installed_home(), contract.document)

    async def __aenter__(self) -> Self:
        """Start Prism."""
        await self._prism.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """End it."""
        await self._prism.stop()

    async def violations(self, exchange: Exchange) -> list[Violation]:
        """What the contract does not allow in an exchange."""
        broken = [
            Violation(side, f"The body of the {side} calls itself JSON and is none")
            for side, message in (("request", exchange.request), ("response", exchange.answer))
            if message.is_broken_json
        ]
        if broken:
            return broken
        match = self._routes.find(exchange.method, exchange.path)
        if not isinstance(match, Match):
            return [Violation("request", "The contract has no such method and path")]
        try:
            judged = await self._prism.verdict(_question(match, exchange))
        except (JudgeAwayError, JudgeFailedError) as error:
            return [Violation("response", f"Prism could not check it ({error})")]
        return [Violation(violation.side, _words(violation, exchange)) for violation in judged]


def _words(violation: judging.Violation, exchange: Exchange) -> str:
    if violation.said.startswith(_UNKNOWN_STATUS):
        return f"Status {exchange.status} is not documented"
    return violation.said


def _question(match: Match, exchange: Exchange) -> Question:
    operation, sent = match.operation, exchange.request
    came = parse_qs(exchange.query, keep_blank_values=True, errors="replace")
    query = {p.name: came[p.name] for p in operation.query if p.name in came}
    return Question(
        operation,
        match.values,
        {name: values if len(values) > 1 else values[0] for name, values in query.items()},
        {p.name: sent.headers[p.name] for p in operation.headers if p.name in sent.headers},
        _body(operation, sent),
        _answer(exchange),
    )


def _body(operation: Operation, sent: Message) -> Body | None:
    if not (sent.body and operation.media_types):
        return None
    return Body(sent.headers.get("Content-Type", ""), _value(sent))


def _answer(exchange: Exchange) -> dict[str, Any]:
    headers = {name.lower(): value for name, value in exchange.answer.headers.items()}
    if not exchange.answer.body:
        # An empty answer need not be of the type that it calls itself.
        headers.pop("content-type", None)
    return {
        "statusCode": exchange.status,
        "headers": headers,
        "body": _value(exchange.answer) if exchange.answer.body else None,
    }


def _value(message: Message) -> Any:
    return json.loads(message.body) if message.is_json else message.body.decode(errors="replace")
