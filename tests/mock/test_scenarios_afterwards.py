"""What goes wrong when an operation has done its work, as the contract's scenarios say."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from green_api_mock.contract.answer import Fault, Outcome
from green_api_mock.contract.memory import Drop, Peek
from green_api_mock.contract.values import get_in
from tests.mock.command import running
from tests.mock.example import EXAMPLE, ExampleRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from green_api_mock.contract import Operation, Scenario

CONTRACT = EXAMPLE.contract
# How many seconds of the mock pass in one, so that a minute's poll is soon over.
FACTOR = 100
CASES = [
    (operation, scenario)
    for operation in CONTRACT.operations
    for scenario in operation.scenarios
    if scenario.after is not None
]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running("--time-factor", str(FACTOR)) as command:
        yield command.url


@dataclass(frozen=True)
class Meeting:
    """A scenario, and an instance that meets it."""

    url: str
    operation: Operation
    scenario: Scenario

    def ask(self, operation: Operation, **values: Any) -> httpx.Response:
        """A valid request of this instance, with other values where some are given."""
        request = ExampleRequest(CONTRACT, operation.id)
        values = {**self.scenario.when, **values}
        in_path = {n: str(v) for n, v in values.items() if n in request.values}
        query = {n: v for n, v in values.items() if n not in request.values}
        path = self.url + request.path(**in_path)
        return httpx.request(operation.method, path, params=query, timeout=30, **request.options())

    def meet(self) -> httpx.Response:
        """The request, once more after whatever makes it end as the scenario wants."""
        return self.ask(self.operation, **self._prepared())

    def _prepared(self) -> dict[str, Any]:
        step = self.operation.step
        match self.scenario.after, step:
            case Outcome.EMPTY, Peek():
                return {step.wait: self.longest()}
            case Outcome.MISSING, Drop():
                return {step.by: 1}
            case Outcome.DONE, Drop():
                return {step.by: self._given(step)}
            case _:
                raise AssertionError("say here how a request comes to this end")

    def _given(self, step: Drop) -> int:
        """The number of something that was triggered and given out."""
        triggers = CONTRACT.memory.triggers.values()
        trigger = next(each for each in triggers if each.webhook.queue == step.queue)
        order = {"trigger": trigger.name, CONTRACT.per: self.scenario.when[CONTRACT.per]}
        assert httpx.post(f"{self.url}/_mock/triggers", json=order).status_code == 201
        (giver, peek) = next(
            (operation, operation.step)
            for operation in CONTRACT.operations
            if isinstance(operation.step, Peek) and operation.step.queue == step.queue
        )
        number: int = get_in(self.ask(giver).json(), peek.number)
        return number

    def longest(self) -> int:
        """The longest time, in seconds of the mock, for which a request can wait."""
        paths: dict[str, Any] = CONTRACT.document["paths"]
        node = paths[self.operation.template][self.operation.method.lower()]
        referred = [parameter["$ref"].rpartition("/")[2] for parameter in node["parameters"]]
        seconds: int = max(
            CONTRACT.document["components"]["parameters"][name]["schema"]["maximum"]
            for name in referred
        )
        return seconds

    def is_met(self) -> bool:
        """Whether a request meets what the scenario says."""
        try:
            answer = self.meet()
        except httpx.TransportError:
            return self.scenario.fault is Fault.CONNECTION_RESET
        wanted = self.scenario.answer
        return (
            self.scenario.fault is None
            and (answer.status_code, answer.content) == (wanted.status, wanted.body)
            and all(answer.headers[name] == value for name, value in wanted.headers)
        )

    def reason(self) -> str | None:
        """Of which scenario the mock says that it was the last one."""
        asked = httpx.get(f"{self.url}/_mock/requests", params={"operation": self.operation.id})
        last: dict[str, Any] = asked.json()["requests"][-1]
        name: str | None = last["reason"]["name"]
        return name


def of(kind: Outcome) -> list[Any]:
    return [pytest.param(o, s, id=f"{o.id}-{s.name}") for o, s in CASES if s.after is kind]


def test_each_of_the_three_ends_has_a_scenario() -> None:
    assert {scenario.after for _, scenario in CASES} == set(Outcome)


@pytest.mark.parametrize(("operation", "scenario"), [case for kind in Outcome for case in of(kind)])
def test_it_comes_after_the_work_as_often_as_it_says(
    url: str, operation: Operation, scenario: Scenario
) -> None:
    meeting = Meeting(url, operation, scenario)
    for _ in range(scenario.times or 2):
        assert meeting.is_met()
        assert meeting.reason() == scenario.name
    if scenario.times is not None:
        assert meeting.meet().status_code == operation.default.status
        assert meeting.reason() != scenario.name
    httpx.delete(f"{url}/_mock/state", params=dict(scenario.when))


@pytest.mark.parametrize(
    ("operation", "scenario"), [case for case in of(Outcome.EMPTY) if case.values[1].times]
)
def test_it_comes_in_the_middle_of_the_wait(
    url: str, operation: Operation, scenario: Scenario
) -> None:
    meeting = Meeting(url, operation, scenario)
    assert scenario.wait_seconds is not None
    began = time.monotonic()
    assert meeting.is_met()
    cut = time.monotonic() - began
    assert meeting.meet().status_code == operation.default.status
    whole = time.monotonic() - began - cut
    assert scenario.wait_seconds / FACTOR <= cut < whole
    assert whole >= meeting.longest() / FACTOR
    httpx.delete(f"{url}/_mock/state", params=dict(scenario.when))


@pytest.mark.parametrize(("operation", "scenario"), of(Outcome.EMPTY))
def test_what_comes_in_time_is_given_all_the_same(
    url: str, operation: Operation, scenario: Scenario
) -> None:
    meeting = Meeting(url, operation, scenario)
    step = operation.step
    assert isinstance(step, Peek)
    triggers = CONTRACT.memory.triggers.values()
    trigger = next(each for each in triggers if each.webhook.queue == step.queue)
    order = {"trigger": trigger.name, **scenario.when}
    assert httpx.post(f"{url}/_mock/triggers", json=order).status_code == 201
    answer = meeting.meet()
    assert answer.status_code == operation.default.status
    assert get_in(answer.json(), step.number) == 1
    httpx.delete(f"{url}/_mock/state", params=dict(scenario.when))


@pytest.mark.parametrize(
    ("operation", "scenario"),
    [
        pytest.param(operation, scenario, id=f"{operation.id}-{scenario.name}")
        for operation, scenario in CASES
        if scenario.fault is not None
    ],
)
def test_an_order_by_its_name_breaks_as_it_does(
    url: str, operation: Operation, scenario: Scenario
) -> None:
    caller = {CONTRACT.per: 1101000999}
    order = {"answer": scenario.name, "operation": operation.id, **caller}
    assert httpx.post(f"{url}/_mock/answers", json=order).status_code == 201
    meeting = Meeting(url, operation, scenario)
    with pytest.raises(httpx.TransportError):
        meeting.ask(operation, **caller)
    httpx.delete(f"{url}/_mock/state", params=caller)
