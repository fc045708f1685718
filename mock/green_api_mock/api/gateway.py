"""From a request of the API to its answer. `docs/architecture.md` tells the way of each kind."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field, replace
from math import inf
from typing import TYPE_CHECKING, Any

from green_api_mock.api import answers, wording
from green_api_mock.api.body import TooLargeError, UnreadableError, read_body, read_form
from green_api_mock.api.masking import Mask
from green_api_mock.api.orders import named
from green_api_mock.api.reply import Kind, Reason, Reply, documented, plain
from green_api_mock.api.routes import Lost, Match, Routes, is_plain
from green_api_mock.contract.answer import Fault, Outcome
from green_api_mock.contract.document import as_object
from green_api_mock.contract.memory import Read, Send
from green_api_mock.contract.model import MULTIPART, is_json
from green_api_mock.contract.values import dump, set_in
from green_api_mock.judge.jsonbody import MalformedJsonError, parse_json
from green_api_mock.judge.question import (
    Body,
    JudgeAwayError,
    JudgeFailedError,
    Question,
    form_body,
)
from green_api_mock.memory.payloads import pointed
from green_api_mock.memory.remembered import text_at
from green_api_mock.memory.steps import Done, Work, perform
from green_api_mock.storage.serving import storage_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aiohttp import web

    from green_api_mock.api.arrivals import Arrival
    from green_api_mock.api.limits import Limits
    from green_api_mock.api.orders import Order
    from green_api_mock.api.session import Session
    from green_api_mock.contract import Answer, Contract, Operation, Scenario
    from green_api_mock.judge.question import Judge
    from green_api_mock.judge.violations import Violation
    from green_api_mock.storage.serving import Stored

    Values = Mapping[str, str | list[str]]

log = logging.getLogger(__name__)

_ALLOW_HEADERS = "Access-Control-Allow-Headers"
_RESTARTING = "mock restarting: Prism is not there for a moment, send the request again\n"


@dataclass(frozen=True, slots=True)
class Content:
    """The body of a request, as far as it can be read.

    Attributes:
        body: as Prism is to see it; None where there is none.
        fields: of the body, that scenarios may name.
        files: that came in a form.
        unusable: the answer to a body that cannot be judged. The parameters still can.
    """

    body: Body | None = None
    fields: Mapping[str, Any] = field(default_factory=dict[str, Any])
    files: Mapping[str, Stored] = field(default_factory=dict[str, "Stored"])
    unusable: Reply | None = None


@dataclass(frozen=True, slots=True)
class _Call:
    """A request that belongs to an operation.

    Attributes:
        path: raw, without the query.
        arrival: the note of it, which is filled in on the way.
    """

    request: web.BaseRequest
    path: str
    match: Match
    arrival: Arrival

    @property
    def operation(self) -> Operation:
        """Where it belongs."""
        return self.match.operation


class Gateway:
    """Answers the requests to the API of one contract."""

    def __init__(self, contract: Contract, judge: Judge, session: Session, limits: Limits) -> None:
        self.contract = contract
        self.judge = judge
        self.session = session
        self.limits = limits
        self.storage = storage_of(contract, session.broken_links, session.kept_file)
        self.mask = Mask(contract)
        self._routes = Routes(contract)

    async def answer(self, request: web.BaseRequest, path: str, arrival: Arrival) -> Reply:
        """The reply to a request. Never raises over what the caller sent."""
        match = self._routes.find(request.method, path)
        if isinstance(match, Lost):
            arrival.instance = match.instance
            reply = documented(match.answer, match.reason)
            return _with_prefer(request, reply) if match.reason.kind is Kind.PREFLIGHT else reply
        arrival.belongs_to(match.operation, match.values, match.values.get(self.contract.per))
        remaining = self.limits.remaining(match, self.session, time.monotonic())
        limit = match.operation.rate_limit
        if limit is None or remaining is None:
            return await self._answer_match(_Call(request, path, match, arrival))
        if remaining < 0:
            text = f"More than {limit.requests_per_second} requests within a second."
            return documented(limit.answer, Reason(Kind.RATE_LIMIT, text))
        reply = await self._answer_match(_Call(request, path, match, arrival))
        return _with_header(reply, limit.remaining_header, str(remaining))

    async def _answer_match(self, call: _Call) -> Reply:
        """What needs the path alone, then the verdict, then the choice of an answer."""
        early = self._at_gateway(call)
        if early is not None:
            return early
        query, headers = _query(call), _headers(call)
        values = {**call.match.values, **{name: _first(came) for name, came in query.items()}}
        call.arrival.parameters = values
        try:
            content = await self._read(call)
        except UnreadableError:
            reason = Reason(Kind.UNREADABLE, "The body did not come to its end, or is no HTTP.")
            return documented(self.contract.unreadable, reason)
        question = Question(call.operation, call.match.values, query, headers, content.body)
        refusal = await self._refusal(call, question, content)
        return refusal or await self._choose(call, content, {**content.fields, **headers, **values})

    def _at_gateway(self, call: _Call) -> Reply | None:
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
        scenario = self._scenario(call, match.values, at_gateway=True)
        return self._played(call, scenario) if scenario else None

    async def _refusal(self, call: _Call, question: Question, content: Content) -> Reply | None:
        """The answer to a request that Prism does not let through, or whose body is of no use."""
        try:
            strange = [*_unreadable(call.match), *_strange(question)]
            violations = [*strange, *await self.judge.verdict(question)]
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

    async def _read(self, call: _Call) -> Content:
        """The body of a request.

        Raises:
            UnreadableError: it did not come to its end.
        """
        operation, request = call.operation, call.request
        if not operation.media_types:
            return Content()
        media_type = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        seconds = self.limits.body_seconds
        try:
            if media_type == MULTIPART and MULTIPART in operation.media_types:
                form = await read_form(
                    request, operation.body_limit, seconds, keeps=isinstance(operation.step, Send)
                )
                call.arrival.keep_form(form.as_json(), form.size)
                return Content(form_body(form.fields), form.fields, form.stored)
            body = await read_body(request, operation.body_limit, seconds)
        except TooLargeError:
            return Content(_no_body(operation), unusable=wording.too_large(operation, call.path))
        if media_type in operation.media_types and is_json(media_type) and body:
            return _json(call, media_type, body)
        call.arrival.keep_text(body)
        # A server that expects one kind of body sees none in another.
        is_wanted = body and media_type in operation.media_types
        text = body.decode(errors="replace")
        return Content(Body(media_type, text) if is_wanted else _no_body(operation))

    async def _choose(self, call: _Call, content: Content, values: Mapping[str, Any]) -> Reply:
        """The answer to a valid request."""
        operation = call.operation
        try:
            header = ",".join(call.request.headers.getall("Prefer", ()))
            wanted = answers.preferred(operation, header)
        except answers.UnknownAnswerError as error:
            return plain(404, f"{error}\n", Reason(Kind.UNKNOWN_ANSWER, str(error)))
        if wanted is not None:
            name, answer = wanted
            reason = Reason(Kind.PREFER, f"The header Prefer asks for {name}.", name)
            return self._documented(call, answer, reason)
        if not self.limits.use_quota(call.match, self.session):
            return self._over_quota(operation)
        order = self.session.orders.take(operation, call.arrival.instance)
        if order is not None:
            return self._ordered(call, order)
        scenario = self._scenario(call, values, at_gateway=False)
        if scenario is not None:
            return self._played(call, scenario)
        return await self._work(call, content, values)

    def _usual(self, call: _Call) -> Reply:
        reason = Reason(Kind.DEFAULT, "The usual success: no scenario has these values.")
        return self._documented(call, call.operation.default, reason)

    async def _work(self, call: _Call, content: Content, values: Mapping[str, Any]) -> Reply:
        """What the operation does with what is remembered, and what goes wrong on purpose then."""
        operation = call.operation
        if operation.step is None:
            return self._usual(call)
        world = self.session.world(call.arrival.instance)
        remembered = world.remembered
        if (refusal := operation.refusal) and text_at(remembered, refusal.where):
            reason = Reason(Kind.MEMORY, f"{refusal.where} is set.")
            return self._documented(call, refusal.answer, reason)
        afterwards = [
            each
            for each in operation.scenarios.of(values)
            if each.after and not world.is_over(operation, each)
        ]
        waits = [each.wait_seconds for each in afterwards if each.wait_seconds is not None]
        work = Work(
            remembered=remembered,
            fields=content.fields,
            values=values,
            files=content.files,
            success=operation.default,
            longest_wait=min(waits, default=inf),
            is_strict=self.limits.strict,
        )
        done = await perform(operation.step, work)
        reply = self._remembered(call, done)
        for scenario in afterwards:
            if scenario.after is done.outcome and self._counts(call, scenario):
                text = f"The operation was {done.outcome.value}, and then: {scenario.name}."
                reason = Reason(Kind.SCENARIO, text, scenario.name)
                if done.outcome is not Outcome.DONE:
                    reply = self._documented(call, scenario.answer, reason)
                return replace(
                    reply,
                    reason=reason,
                    delay_seconds=scenario.delay_seconds,
                    fault=scenario.fault,
                )
        return reply

    def _remembered(self, call: _Call, done: Done) -> Reply:
        if done.answer is None:
            return self._usual(call)
        reason = Reason(Kind.MEMORY, f"From what the mock remembers: {done.outcome.value}.")
        if not done.is_filled:
            return self._documented(call, done.answer, reason)
        base = f"{call.request.scheme}://{call.request.host}"
        reply = documented(done.answer, reason, pointed(dump(done.value), base))
        return replace(reply, answer=None)

    def _scenario(
        self, call: _Call, values: Mapping[str, Any], *, at_gateway: bool
    ) -> Scenario | None:
        """The first scenario that has these values and is not over; the request counts for it."""
        for scenario in call.operation.scenarios.of(values):
            if (
                scenario.at_gateway == at_gateway
                and scenario.after is None
                and not _is_first_document(call.operation, scenario, self.contract.per)
                and self._counts(call, scenario)
            ):
                return scenario
        return None

    def _counts(self, call: _Call, scenario: Scenario) -> bool:
        """Count a request that meets a scenario. False if the scenario is over."""
        world = self.session.world(call.arrival.instance)
        return scenario.times is None or world.play(call.operation, scenario)

    def _played(self, call: _Call, scenario: Scenario) -> Reply:
        text = f"The request has the values of the scenario {scenario.name}."
        reply = self._documented(call, scenario.answer, Reason(Kind.SCENARIO, text, scenario.name))
        return replace(reply, delay_seconds=scenario.delay_seconds)

    def _ordered(self, call: _Call, order: Order) -> Reply:
        name = order.name or order.title
        reason = Reason(Kind.ORDER, f"A test ordered {order.title}.", name)
        answer = named(call.operation, order.name) if order.name else None
        if order.own is not None:
            reply = Reply(order.own.status, order.own.headers, order.own.body, reason)
        elif answer is not None or order.fault is Fault.CUT_BODY:
            reply = self._documented(call, answer or call.operation.default, reason)
        else:
            reply = Reply(0, (), b"", reason)
        return replace(reply, delay_seconds=order.delay_seconds, fault=order.fault)

    def _documented(self, call: _Call, answer: Answer, reason: Reason) -> Reply:
        """An answer of the contract, with links that lead to the mock's storage."""
        operation, instance = call.operation, call.arrival.instance
        self.storage.broken.renew(instance, operation, answer)
        base = f"{call.request.scheme}://{call.request.host}"
        return documented(answer, reason, answers.render(operation, answer, base, instance))

    def _over_quota(self, operation: Operation) -> Reply:
        quota, limit = operation.quota, self.limits.quota
        if quota is None or limit is None:
            raise AssertionError("only a quota can be used up")
        value = quota.answer.value
        for place, counted in ((quota.used, limit), (quota.total, limit)):
            value = set_in(value, place, counted)
        if quota.method:
            value = set_in(value, quota.method, operation.id.lower())
        body = dump(value)
        return documented(quota.answer, Reason(Kind.QUOTA, f"All {limit} calls are used."), body)


def _is_first_document(operation: Operation, scenario: Scenario, per: str) -> bool:
    """Whether a scenario says what a document is at first. Later the document itself is given."""
    is_document = isinstance(operation.step, Read) and scenario.answer.is_success
    return is_document and set(scenario.when) == {per}


def _json(call: _Call, media_type: str, body: bytes) -> Content:
    try:
        value = parse_json(body)
    except MalformedJsonError as error:
        call.arrival.keep_text(body)
        malformed = wording.malformed(call.operation, call.path, error)
        return Content(_no_body(call.operation), unusable=malformed)
    call.arrival.keep_body(value, len(body))
    return Content(Body(media_type, value), as_object(value))


def _query(call: _Call) -> Values:
    """The documented query parameters that came."""
    if not call.operation.query:
        return {}
    came = call.request.query
    found = {p.name: came.getall(p.name) for p in call.operation.query if p.name in came}
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def _headers(call: _Call) -> dict[str, str]:
    """The documented header parameters that came."""
    came = call.request.headers
    return {p.name: came[p.name] for p in call.operation.headers if p.name in came}


def _first(value: str | list[str]) -> str:
    return value if isinstance(value, str) else value[0]


def _unreadable(match: Match) -> Iterator[Violation]:
    if match.unreadable is not None:
        yield wording.no_plain_value(match.unreadable)


def _strange(question: Question) -> Iterator[Violation]:
    """Values that Prism reads as JavaScript does, and a server does not."""
    operation = question.operation
    for parameters, values in (
        (operation.query, question.query),
        (operation.headers, question.headers),
    ):
        for parameter in parameters:
            value = values.get(parameter.name)
            if isinstance(value, str) and not is_plain(parameter, value):
                yield wording.no_plain_value(parameter)


def _no_body(operation: Operation) -> Body | None:
    """What stands for a body that did not come, or that nobody can read."""
    if not operation.body_required:
        return None
    for media_type in operation.media_types:
        if is_json(media_type):
            return Body(media_type, {})
    return form_body({}) if MULTIPART in operation.media_types else None


def _with_prefer(request: web.BaseRequest, reply: Reply) -> Reply:
    """The answer to a preflight: a page may choose answers, which the real API knows nothing of."""
    asked = request.headers.get("Access-Control-Request-Headers", "").lower().split(",")
    if "prefer" not in (name.strip() for name in asked):
        return reply
    allowed = dict(reply.headers).get(_ALLOW_HEADERS, "")
    return _with_header(reply, _ALLOW_HEADERS, ",".join(filter(None, (allowed, "Prefer"))))


def _with_header(reply: Reply, name: str, value: str) -> Reply:
    headers = tuple((key, value if key == name else old) for key, old in reply.headers)
    return replace(reply, headers=headers)
