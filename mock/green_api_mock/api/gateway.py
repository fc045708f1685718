"""From a request of the API to its answer. `docs/architecture.md` tells the way of each kind."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from green_api_mock.api import wording
from green_api_mock.api.body import UnreadableError
from green_api_mock.api.choice import Choice
from green_api_mock.api.incoming import (
    Call,
    Content,
    headers_of,
    not_plain,
    parameters_of,
    query_of,
    read_content,
)
from green_api_mock.api.masking import Mask
from green_api_mock.api.reply import Kind, Reason, Reply, documented, plain
from green_api_mock.api.routes import Lost, Routes
from green_api_mock.judge.question import JudgeAwayError, JudgeFailedError, Question
from green_api_mock.memory.triggering import UnknownTriggerError
from green_api_mock.storage.serving import storage_of

if TYPE_CHECKING:
    from aiohttp import web

    from green_api_mock.api.arrivals import Arrival
    from green_api_mock.api.limits import Limits
    from green_api_mock.api.session import Session
    from green_api_mock.contract import Contract
    from green_api_mock.judge.question import Judge

log = logging.getLogger(__name__)

_ALLOW_HEADERS = "Access-Control-Allow-Headers"
_RESTARTING = "mock restarting: Prism is not there for a moment, send the request again\n"
_READ_AGAIN = (
    "mock restarting: the contract was read again and no longer has what this request triggers, "
    "send the request again\n"
)


class Gateway:
    """Answers the requests to the API of one contract."""

    def __init__(self, contract: Contract, judge: Judge, session: Session, limits: Limits) -> None:
        self.contract = contract
        self.judge = judge
        self.session = session
        self.limits = limits
        self.storage = storage_of(contract, session.broken_links, session.kept_file)
        self.mask = Mask(contract)
        self._choice = Choice(contract.per, session, limits)
        self._routes = Routes(contract)

    async def answer(self, request: web.BaseRequest, path: str, arrival: Arrival) -> Reply:
        """The reply to a request. Never raises over what the caller sent."""
        match = self._routes.find(request.method, path)
        if isinstance(match, Lost):
            arrival.instance = match.instance
            return _with_prefer(request, documented(match.answer, match.reason))
        arrival.belongs_to(match.operation, match.values, match.values.get(self.contract.per))
        remaining = self.limits.remaining(match, self.session, time.monotonic())
        limit = match.operation.rate_limit
        if limit is None or remaining is None:
            return await self._answer_match(Call(request, path, match, arrival))
        if remaining < 0:
            text = f"More than {limit.requests_per_second} requests within a second."
            return documented(limit.answer, Reason(Kind.RATE_LIMIT, text))
        reply = await self._answer_match(Call(request, path, match, arrival))
        return _with_header(reply, limit.remaining_header, str(remaining))

    async def _answer_match(self, call: Call) -> Reply:
        """What needs the path alone, then the verdict, then the choice of an answer."""
        early = self._at_gateway(call)
        if early is not None:
            return early
        query, headers = query_of(call), headers_of(call)
        call.arrival.parameters = values = parameters_of(call, query)
        try:
            content = await read_content(call, self.limits.body_seconds)
        except UnreadableError:
            reason = Reason(Kind.UNREADABLE, "The body did not come to its end, or is no HTTP.")
            return documented(self.contract.unreadable, reason)
        question = Question(call.operation, call.match.values, query, headers, content.body)
        refusal = await self._refusal(call, question, content)
        if refusal is not None:
            return refusal
        values = {**content.fields, **headers, **values}
        try:
            return await self._choice.answer(call, content, values)
        except UnknownTriggerError as error:
            return plain(503, _READ_AGAIN, Reason(Kind.RESTARTING, str(error)))

    def _at_gateway(self, call: Call) -> Reply | None:
        """What is answered without a look at query and body, if it is."""
        match, operation = call.match, call.operation
        # Those before an unreadable one are told first, and Prism knows whether they are right.
        if match.unreadable is not None and match.unreadable is operation.parameters[0]:
            broken = [wording.no_plain_value(match.unreadable)]
            return wording.refuse_parameter(operation, match.unreadable, broken, call.path)
        if (refused := self.limits.refused(match)) is not None:
            text = f"--allow does not let this {refused.name} through."
            reason = Reason(Kind.NOT_ALLOWED, text, refused.name)
            return wording.own_answer(refused, operation, call.path, reason)
        scenario = self._choice.scenario(call, match.values, at_gateway=True)
        return self._choice.played(call, scenario) if scenario else None

    async def _refusal(self, call: Call, question: Question, content: Content) -> Reply | None:
        """The answer to a request that Prism does not let through, or whose body is of no use."""
        try:
            violations = [*not_plain(call.match, question), *await self.judge.verdict(question)]
        except JudgeAwayError as error:
            log.info("no verdict from Prism: %s", error)
            return plain(503, _RESTARTING, Reason(Kind.RESTARTING, str(error)))
        except JudgeFailedError as error:
            text = f"The mock's Prism cannot judge this request: {error}"
            return plain(500, f"{text}\n", Reason(Kind.FAILURE, text))
        return (
            wording.refused_parameter(call.operation, violations, call.path)
            or content.unusable
            or wording.refused_body(call.operation, violations, call.path)
        )


def _with_prefer(request: web.BaseRequest, reply: Reply) -> Reply:
    """What a preflight is told: a page may choose answers, too, which the real API cannot do."""
    asked = request.headers.get("Access-Control-Request-Headers", "").lower().split(",")
    if "prefer" not in (name.strip() for name in asked):
        return reply
    # Where the answer allows no headers, there is none to replace.
    allowed = dict(reply.headers).get(_ALLOW_HEADERS)
    return _with_header(reply, _ALLOW_HEADERS, f"{allowed},Prefer")


def _with_header(reply: Reply, name: str, value: str) -> Reply:
    headers = tuple((key, value if key == name else old) for key, old in reply.headers)
    return replace(reply, headers=headers)
