"""Which answer a valid request gets, and what its operation does for it."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from typing import TYPE_CHECKING, Any

from green_api_mock.api import answers
from green_api_mock.api.orders import named
from green_api_mock.api.reply import Kind, Reason, Reply, documented, plain
from green_api_mock.contract.answer import Fault, Outcome
from green_api_mock.contract.memory import Read
from green_api_mock.contract.values import dump, set_in
from green_api_mock.memory.payloads import pointed
from green_api_mock.memory.remembered import text_at
from green_api_mock.memory.steps import Done, Work, perform

if TYPE_CHECKING:
    from collections.abc import Mapping

    from green_api_mock.api.incoming import Call, Content
    from green_api_mock.api.limits import Limits
    from green_api_mock.api.orders import Order
    from green_api_mock.api.session import Session
    from green_api_mock.contract import Answer, Operation, Scenario


class Choice:
    """Chooses: by `Prefer`, quota, order, scenario, and by what the operation remembers.

    Args:
        per: the parameter that tells callers apart.
        session: what is remembered and ordered.
        limits: what callers are held to.
    """

    def __init__(self, per: str, session: Session, limits: Limits) -> None:
        self._per = per
        self._session = session
        self._limits = limits

    async def answer(self, call: Call, content: Content, values: Mapping[str, Any]) -> Reply:
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
        if not self._limits.use_quota(call.match, self._session):
            return self._over_quota(operation)
        order = self._session.orders.take(operation, call.arrival.instance)
        if order is not None:
            return self._ordered(call, order)
        scenario = self.scenario(call, values, at_gateway=False)
        if scenario is not None:
            return self.played(call, scenario)
        return await self._work(call, content, values)

    def _usual(self, call: Call) -> Reply:
        reason = Reason(Kind.DEFAULT, "The usual success: no scenario has these values.")
        return self._documented(call, call.operation.default, reason)

    async def _work(self, call: Call, content: Content, values: Mapping[str, Any]) -> Reply:
        """What the operation does with what is remembered, and what goes wrong on purpose then."""
        operation = call.operation
        if operation.step is None:
            return self._usual(call)
        world = self._session.world(call.arrival.instance)
        remembered = world.remembered
        if (refusal := operation.refusal) and text_at(remembered, refusal.where):
            reason = Reason(Kind.MEMORY, f"{refusal.where} is set.")
            return self._documented(call, refusal.answer, reason)
        afterwards = [
            each for each in operation.scenarios.of(values) if not world.is_over(operation, each)
        ]
        waits = [each.wait_seconds for each in afterwards if each.wait_seconds is not None]
        work = Work(
            remembered=remembered,
            fields=content.fields,
            values=values,
            files=content.files,
            success=operation.default,
            longest_wait=min(waits, default=inf),
            is_strict=self._limits.strict,
        )
        done = await perform(operation.step, work)
        reply = self._remembered(call, done)
        for scenario in afterwards:
            if scenario.after is done.outcome and self._counts(call, scenario):
                return self._gone_wrong(call, scenario, done.outcome, reply)
        return reply

    def _gone_wrong(self, call: Call, scenario: Scenario, outcome: Outcome, reply: Reply) -> Reply:
        """What a scenario makes of the reply to work that is done, or in vain."""
        text = f"The operation was {outcome.value}, and then: {scenario.name}."
        reason = Reason(Kind.SCENARIO, text, scenario.name)
        if outcome is not Outcome.DONE:
            reply = self._documented(call, scenario.answer, reason)
        delay, fault = scenario.delay_seconds, scenario.fault
        return replace(reply, reason=reason, delay_seconds=delay, fault=fault)

    def _remembered(self, call: Call, done: Done) -> Reply:
        if done.answer is None:
            return self._usual(call)
        reason = Reason(Kind.MEMORY, f"From what the mock remembers: {done.outcome.value}.")
        if not done.is_filled:
            return self._documented(call, done.answer, reason)
        base = f"{call.request.scheme}://{call.request.host}"
        body = pointed(dump(done.value), base)
        return Reply(done.answer.status, done.answer.headers, body, reason)

    def scenario(
        self, call: Call, values: Mapping[str, Any], *, at_gateway: bool
    ) -> Scenario | None:
        """The first scenario that has these values and is not over; the request counts for it."""
        for scenario in call.operation.scenarios.of(values):
            if (
                scenario.at_gateway == at_gateway
                and scenario.after is None
                and not _is_first_document(call.operation, scenario, self._per)
                and self._counts(call, scenario)
            ):
                return scenario
        return None

    def _counts(self, call: Call, scenario: Scenario) -> bool:
        """Count a request that meets a scenario. False if the scenario is over."""
        return self._session.world(call.arrival.instance).play(call.operation, scenario)

    def played(self, call: Call, scenario: Scenario) -> Reply:
        """The answer of a scenario."""
        text = f"The request has the values of the scenario {scenario.name}."
        reply = self._documented(call, scenario.answer, Reason(Kind.SCENARIO, text, scenario.name))
        return replace(reply, delay_seconds=scenario.delay_seconds)

    def _ordered(self, call: Call, order: Order) -> Reply:
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

    def _documented(self, call: Call, answer: Answer, reason: Reason) -> Reply:
        """An answer of the contract, with links that lead to the mock's storage."""
        operation, instance = call.operation, call.arrival.instance
        self._session.broken_links.renew(instance, operation, answer)
        base = f"{call.request.scheme}://{call.request.host}"
        return documented(answer, reason, answers.render(operation, answer, base, instance))

    def _over_quota(self, operation: Operation) -> Reply:
        quota, limit = operation.quota, self._limits.quota
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
