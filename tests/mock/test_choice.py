"""Which answer a valid request gets, when its operation remembers or a test has ordered one."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp.test_utils import make_mocked_request

from green_api_mock.api.arrivals import Arrival
from green_api_mock.api.choice import Choice
from green_api_mock.api.incoming import Call, Content
from green_api_mock.api.limits import Limits
from green_api_mock.api.orders import read_orders
from green_api_mock.api.reply import Kind, Reply
from green_api_mock.api.routes import Match
from green_api_mock.contract import Scenario, Scenarios, read_contract
from green_api_mock.contract.answer import Fault, Outcome
from tests.mock.depot import CONTRACT as FILE
from tests.mock.indoors import new_session

if TYPE_CHECKING:
    from green_api_mock.api.session import Session
    from green_api_mock.contract import Operation

CONTRACT = read_contract(FILE)
NEXT, TAKE, SEND, RULES, CHANGE = (
    next(each for each in CONTRACT.operations if each.id == name)
    for name in ("nextArrival", "takeArrival", "send", "rules", "changeRules")
)
assert TAKE.malformed is not None
WRONG = TAKE.malformed


@pytest.fixture
def session() -> Session:
    session = new_session()
    session.adopt(CONTRACT.memory)
    return session


async def ask(session: Session, operation: Operation, depot: str, **values: Any) -> Reply:
    """Ask for the answer to a request that is valid."""
    arrival = Arrival(1, 0.0, "api", operation.method, "/", {})
    path = {"depot": depot, **{p.name: str(values[p.name]) for p in operation.parameters[1:]}}
    arrival.belongs_to(operation, path, depot)
    request = make_mocked_request(operation.method, "/", headers={"Host": "mock"})
    call = Call(request, "/", Match(operation, path, None), arrival)
    choice = Choice("depot", session, Limits())
    return await choice.answer(call, Content(fields=values), {**path, **values})


def met(name: str, depot: str, after: Outcome | None, **more: Any) -> Scenario:
    """A scenario of a depot, with an error of the contract for an answer."""
    when = {"depot": depot}
    return Scenario(
        name, "", WRONG, when, more.pop("times", None), 0.0, at_gateway=False, after=after, **more
    )


async def test_what_goes_wrong_after_the_work_has_the_scenarios_answer(session: Session) -> None:
    assert (await ask(session, TAKE, "903", ticket=1)).status == 410
    missing = await ask(session, TAKE, "1", ticket=1)
    assert (missing.status, missing.reason.kind) == (200, Kind.MEMORY)
    assert missing.body == b'{"taken":false}'


async def test_work_that_is_done_keeps_its_answer_and_loses_it_on_the_way(session: Session) -> None:
    for fault in (Fault.CONNECTION_RESET, None):
        world = session.world("902")
        world.remembered.put("arrivals", b"{}", "parcel", hurries=False)
        item = await world.remembered.queue("arrivals").peek(0)
        assert item is not None
        reply = await ask(session, TAKE, "902", ticket=item.number)
        assert (reply.status, reply.body, reply.fault) == (200, b'{"taken":true}', fault)


async def test_a_scenario_that_is_over_does_not_cut_the_wait(session: Session) -> None:
    cut = met("cut", "1", Outcome.EMPTY, times=1, wait_seconds=0)
    later = met("later", "2", Outcome.EMPTY, times=1)
    operation = replace(NEXT, scenarios=Scenarios([cut, later]))
    assert (await ask(session, operation, "1", patience=3600)).status == WRONG.status
    assert (await ask(session, operation, "2", patience=0.01)).reason.name == "later"
    for depot in "12":
        began = time.monotonic()
        reply = await ask(session, operation, depot, patience=0.05)
        assert (reply.status, reply.reason.kind) == (200, Kind.MEMORY)
        assert time.monotonic() - began >= 0.05


async def test_a_scenario_that_says_what_a_document_is_at_first_never_hides_a_change(
    session: Session,
) -> None:
    assert (await ask(session, RULES, "904")).body == b'{"open":false}'
    await ask(session, CHANGE, "904", tellAt="x")
    reply = await ask(session, RULES, "904")
    assert (reply.body, reply.reason.kind) == (b'{"open":false,"tellAt":"x"}', Kind.MEMORY)


async def test_errors_and_other_operations_have_scenarios_of_an_instance(session: Session) -> None:
    failing = replace(RULES, scenarios=Scenarios([met("failing", "1", None)]))
    assert (await ask(session, failing, "1")).reason.name == "failing"
    usual = replace(met("usual", "1", None), answer=SEND.default)
    sending = replace(SEND, scenarios=Scenarios([usual]))
    assert (await ask(session, sending, "1", to="north")).reason.name == "usual"


async def test_an_ordered_fault_leaves_no_answer_but_a_cut_body_is_of_one(session: Session) -> None:
    session.orders.add(read_orders(CONTRACT, [{"fault": "silence"}, {"fault": "cutBody"}]))
    silent, cut = [await ask(session, SEND, "1", to="north") for _ in range(2)]
    assert (silent.status, silent.headers, silent.body) == (0, (), b"")
    assert (silent.fault, silent.answer, silent.reason.name) == (Fault.SILENCE, None, "silence")
    assert (cut.status, cut.body, cut.fault) == (200, SEND.default.body, Fault.CUT_BODY)
