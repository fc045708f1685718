"""What the gateway decides by itself, and what it asks Prism for."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, cast

import pytest
from aiohttp.streams import EMPTY_PAYLOAD
from aiohttp.test_utils import make_mocked_request

from green_api_mock.api import session as session_module
from green_api_mock.api.arrivals import LARGEST_BODY_KEPT, Arrival
from green_api_mock.api.gateway import Gateway
from green_api_mock.api.limits import Limits
from green_api_mock.api.masking import Mask
from green_api_mock.api.orders import read_orders
from green_api_mock.api.reply import Kind, Reason, Reply, documented
from green_api_mock.api.routes import Lost, Match, Routes, is_plain
from green_api_mock.contract import Scenarios
from green_api_mock.contract.memory import Send
from green_api_mock.judge.question import (
    Body,
    JudgeAwayError,
    JudgeFailedError,
    Question,
    form_body,
)
from green_api_mock.judge.violations import Violation
from tests.mock.asking import body_stream
from tests.mock.example import EXAMPLE
from tests.mock.indoors import new_session

if TYPE_CHECKING:
    from collections.abc import Mapping

    from green_api_mock.api.session import Session
    from green_api_mock.contract import Answer, Contract, Operation

CONTRACT, OPERATION = EXAMPLE.contract, EXAMPLE.operation
OTHER = replace(
    OPERATION, id="other", method="GET", template="/other", parameters=(), ignores_case=False
)
ONLY_OTHER = replace(CONTRACT, operations=(OTHER,))
TWO = replace(CONTRACT, operations=(OTHER, OPERATION))
VALID = json.dumps(EXAMPLE.body).encode()
MEDIA_TYPE = "application/json"
Coming = Literal["announced", "at once", "in pieces"]


def answer_of(found: Match | Lost) -> Answer:
    assert isinstance(found, Lost)
    return found.answer


def test_an_operation_is_found_by_method_and_path() -> None:
    routes = Routes(TWO)
    found = routes.find(OPERATION.method, EXAMPLE.path())
    assert isinstance(found, Match)
    assert (found.operation, found.values, found.unreadable) == (OPERATION, EXAMPLE.values, None)
    assert isinstance(routes.find("GET", "/other"), Match)
    assert isinstance(routes.find(OPERATION.method, EXAMPLE.path().upper()), Match)
    assert answer_of(routes.find("GET", "/OTHER")) is CONTRACT.no_such_operation
    assert answer_of(routes.find("GET", EXAMPLE.path())) is CONTRACT.no_such_operation
    assert answer_of(routes.find("OPTIONS", EXAMPLE.path())) is CONTRACT.preflight
    assert answer_of(routes.find("OPTIONS", "/nowhere")) is CONTRACT.no_such_operation


def reason_of(found: Match | Lost) -> Reason:
    assert isinstance(found, Lost)
    return found.reason


def test_a_call_outside_the_contract_is_told_what_is_nearest() -> None:
    routes = Routes(TWO)
    first, word, last = EXAMPLE.path().strip("/").split("/")
    for method, path, nearest in (
        ("PUT", EXAMPLE.path(), OPERATION),
        ("POST", f"/{first}/{word}s/{last}", OPERATION),
        ("POST", f"{EXAMPLE.path()}/", OPERATION),
        ("POST", "/others", OTHER),
    ):
        reason = reason_of(routes.find(method, path))
        assert (reason.kind, reason.nearest) == (Kind.NOT_IN_CONTRACT, nearest.title), path
    assert reason_of(routes.find("GET", "/x")).nearest is None
    # Half alike is not near: 3 of 6 characters.
    assert reason_of(Routes(ONLY_OTHER).find("GET", "/otabc")).nearest is None
    assert reason_of(Routes(ONLY_OTHER).find("GET", "/othab")).nearest == OTHER.title
    slashes = replace(CONTRACT, operations=(replace(OPERATION, template="/{first}/{second}"),))
    assert reason_of(Routes(slashes).find("GET", "/1/2/3")).nearest is not None
    assert reason_of(routes.find("OPTIONS", EXAMPLE.path())).kind is Kind.PREFLIGHT


def test_a_call_outside_the_contract_belongs_to_its_instance() -> None:
    first, _, last = EXAMPLE.path(**{EXAMPLE.number: "77"}).strip("/").split("/")
    for path, instance in ((f"/{first}/elsewhere/{last}", "77"), ("/elsewhere", None)):
        found = Routes(TWO).find("GET", path)
        assert isinstance(found, Lost)
        assert found.instance == instance
    lost = Routes(ONLY_OTHER).find("GET", f"/{first}/elsewhere/{last}")
    assert isinstance(lost, Lost)
    assert lost.instance is None


def test_parameters_are_decoded() -> None:
    found = Routes(CONTRACT).find(OPERATION.method, EXAMPLE.path(**{EXAMPLE.secret: "%41b%2Fc"}))
    assert isinstance(found, Match)
    assert found.values[EXAMPLE.secret] == "Ab/c"


def test_what_cannot_be_decoded_is_kept_as_it_came_and_the_first_is_told() -> None:
    first, second = OPERATION.parameters
    path = EXAMPLE.path(**{first.name: "%zz", second.name: "%ff"})
    found = Routes(CONTRACT).find(OPERATION.method, path)
    assert isinstance(found, Match)
    assert found.unreadable is first
    assert found.values == {first.name: "%zz", second.name: "%ff"}


@pytest.mark.parametrize("segment", [".", "..", "%2e", "%2E%2e"])
def test_what_a_parser_of_urls_removes_is_no_value(segment: str) -> None:
    found = Routes(CONTRACT).find(OPERATION.method, EXAMPLE.path(**{EXAMPLE.secret: segment}))
    assert isinstance(found, Match)
    assert found.unreadable is OPERATION.parameters[1]
    assert found.values[EXAMPLE.secret] == segment


def test_a_whole_number_has_one_way_to_be_written_and_bounds() -> None:
    parameter = replace(OPERATION.parameters[0], bits=8)
    for value, whole, text in (
        *((value, True, True) for value in ("0", "-1", "99", "127", "-128")),
        *((value, False, True) for value in ("128", "-129", "999", "-1000", "9" * 5000)),
        *((value, False, True) for value in ("", "-0", "007", "+7", " 7", "7.0", "1e1", "0x1")),
    ):
        assert is_plain(parameter, value) is whole, value
        assert is_plain(replace(parameter, is_integer=False), value) is text
    unbounded = replace(parameter, bits=None)
    assert is_plain(unbounded, "9" * 5000)
    assert not is_plain(unbounded, "1e1")


def test_secrets_are_masked_in_paths() -> None:
    mask, secret = Mask(TWO), EXAMPLE.values[EXAMPLE.secret]
    assert mask.path(EXAMPLE.path()) == EXAMPLE.path(**{EXAMPLE.secret: "***"})
    assert mask.path("/other") == "/other"
    assert mask.path("/media/secret") == "/media/secret"
    for unknown in (f"{EXAMPLE.path()}/more", f"/other/{secret}", f"/{secret}/other"):
        assert secret not in mask.path(unknown)


def test_of_a_call_outside_the_contract_only_secret_and_instance_are_masked() -> None:
    first, word, secret = EXAMPLE.path().strip("/").split("/")
    number = EXAMPLE.values[EXAMPLE.number]
    hidden = first.replace(number, "***")
    for path, masked in (
        (f"/{first}/sendIt/{secret}", f"/{hidden}/sendIt/***"),
        (f"/{first}/sendIt/letters", f"/{hidden}/sendIt/***"),
        (f"/{first.upper()}/sendIt/{secret}/x", f"/{hidden.upper()}/sendIt/***/x"),
        (f"/{first}/{secret}", f"/{hidden}/***"),
        (f"/api/{first}/{word}/{secret}", f"/api/{hidden}/{word}/***"),
        (f"/nowhere/{word}/letters", f"/nowhere/{word}/***"),
        (f"/{number}/{secret}", "/***/***"),
        (f"/nowhere/{word}", f"/nowhere/{word}"),
        (f"/{first}/{first}/letters/letters", f"/{hidden}/{hidden}/***/***"),
        ("/", "/"),
    ):
        assert Mask(CONTRACT).path(path) == masked


def test_secrets_are_masked_however_each_operation_writes_its_path() -> None:
    paths = (
        "/api{number}/v2/{secret}",
        "/api{number}/v2/{secret}/more",
        "/api{number}/a/b/{secret}",
    )
    first, second = OPERATION.parameters
    number, secret = replace(first, name="number"), replace(second, name="secret")
    operations = [replace(OPERATION, id=p, template=p, parameters=(number, secret)) for p in paths]
    bare = replace(OPERATION, id="bare", template="/Keys/{secret}", parameters=(secret,))
    mask = Mask(replace(CONTRACT, operations=(*operations, bare)))
    for path, masked in (
        ("/API1/V2/letters", "/API1/V2/***"),
        ("/api1/v2/x/v2", "/api***/v2/***/***"),
        ("/api1/x/letters/letters", "/api***/x/***/***"),
        ("/keys/letters", "/keys/***"),
        ("/KEYS/letters/more", "/KEYS/***/more"),
        ("/nowhere/v2/letters", "/nowhere/v2/***"),
        ("/nowhere/V2", "/nowhere/V2"),
        ("letters/keys", "letters/keys"),
    ):
        assert mask.path(path) == masked


def test_of_a_query_only_what_is_documented_and_no_secret_is_shown() -> None:
    known = replace(OPERATION.parameters[0], name="size", place="query", is_sensitive=False)
    secret = replace(known, name="key", is_sensitive=True)
    operation = replace(OPERATION, query=(known, secret))
    mask = Mask(replace(CONTRACT, operations=(operation,)))
    shown = mask.path(EXAMPLE.path(), "size=5&key=x&other=y&empty=&size=%ff")
    assert shown.partition("?")[2] == "size=5&key=***&other=***&empty=&size=\ufffd"
    assert mask.path("/elsewhere", "size=5") == "/elsewhere?size=***"


def test_every_secret_of_a_path_is_masked() -> None:
    parameters = tuple(replace(p, is_sensitive=True) for p in OPERATION.parameters)
    contract = replace(CONTRACT, operations=(replace(OPERATION, parameters=parameters),))
    masked = EXAMPLE.path(**dict.fromkeys(EXAMPLE.values, "***"))
    assert Mask(contract).path(EXAMPLE.path()) == masked


class Verdicts:
    """Gives prepared verdicts in the place of Prism, and keeps what it was asked."""

    def __init__(self, *verdicts: list[Violation] | Exception) -> None:
        self.verdicts = deque(verdicts)
        self.asked: list[Question] = []

    async def verdict(self, question: Question) -> list[Violation]:
        self.asked.append(question)
        verdict = self.verdicts.popleft() if self.verdicts else JudgeAwayError("there is none")
        if isinstance(verdict, Exception):
            raise verdict
        return verdict


FINE: list[Violation] = []


async def exchange(  # noqa: PLR0913 - each is a part of a request
    gateway: Gateway,
    content: bytes = VALID,
    *,
    query: str = "",
    prefer: str | None = None,
    headers: Mapping[str, str] | None = None,
    coming: Coming = "at once",
    number: str = EXAMPLE.values[EXAMPLE.number],
    secret: str = EXAMPLE.values[EXAMPLE.secret],
) -> tuple[Reply, Arrival]:
    """Give the gateway a request, as the server in front of it does."""
    payload = body_stream() if content else EMPTY_PAYLOAD

    async def send() -> None:
        middle = len(content) // 2 if coming == "in pieces" else 0
        for piece in filter(None, (content[:middle], content[middle:])):
            payload.feed_data(piece)
            if middle:
                await asyncio.sleep(0.001)
        payload.feed_eof()

    sending = asyncio.create_task(send())
    if coming != "in pieces":
        await sending
    operation = gateway.contract.operations[0]
    sent = {"Host": "mock", "Content-Type": MEDIA_TYPE, **(headers or {})}
    if coming == "announced":
        sent["Content-Length"] = str(len(content))
    if prefer is not None:
        sent["Prefer"] = prefer
    path = EXAMPLE.path(**{EXAMPLE.number: number, EXAMPLE.secret: secret})
    request = make_mocked_request(
        operation.method, path + query, headers=sent, payload=cast("Any", payload)
    )
    arrival = Arrival(1, 0.0, "api", operation.method, path, {})
    reply = await gateway.answer(request, path, arrival)
    await sending
    return reply, arrival


def gateway_of(
    judge: Verdicts,
    *,
    limits: Limits | None = None,
    contract: Contract = CONTRACT,
    session: Session | None = None,
    **changes: Any,
) -> Gateway:
    changed: Operation = replace(OPERATION, **changes)
    if changes:
        contract = replace(contract, operations=(changed,))
    return Gateway(contract, judge, session or new_session(), limits or Limits())


def order(gateway: Gateway, wanted: object) -> None:
    gateway.session.orders.add(read_orders(gateway.contract, wanted))


ORDERED = OPERATION.answers[1].name


async def test_without_prism_the_caller_is_asked_to_come_again_and_nothing_is_used_up() -> None:
    gateway = gateway_of(Verdicts())
    order(gateway, {"answer": ORDERED})
    for content in (VALID, b"{bad"):
        reply, _ = await exchange(gateway, content)
        assert reply.status == 503
        assert reply.headers == (("Content-Type", "text/plain; charset=utf-8"),)
        assert reply.body.startswith(b"mock restarting")
        assert reply.body.endswith(b"again\n")
        assert reply.reason.kind is Kind.RESTARTING
    assert [order.left for order in gateway.session.orders.waiting()] == [1]


async def test_who_triggers_what_another_contract_has_lost_is_asked_to_come_again() -> None:
    sends = Send(triggers={"*": "lost"}, copy={}, answer={}, file="", name="")
    gateway = gateway_of(Verdicts(FINE), step=sends)
    reply, _ = await exchange(gateway)
    assert (reply.status, reply.reason.kind) == (503, Kind.RESTARTING)
    assert reply.reason.text == "The contract has no trigger 'lost'. It has: none."
    assert reply.body.startswith(b"mock restarting: the contract was read again")
    assert reply.body.endswith(b"again\n")


async def test_what_prism_cannot_judge_is_a_failure_of_the_mock() -> None:
    reply, _ = await exchange(gateway_of(Verdicts(JudgeFailedError("odd"))))
    assert (reply.status, reply.reason.kind) == (500, Kind.FAILURE)
    assert reply.body == b"The mock's Prism cannot judge this request: odd\n"


async def test_an_unknown_answer_is_not_found() -> None:
    reply, _ = await exchange(gateway_of(Verdicts(FINE)), prefer="example=none")
    assert (reply.status, reply.body[-1:]) == (404, b"\n")
    assert reply.reason.kind is Kind.UNKNOWN_ANSWER


async def test_prism_is_asked_once_and_only_about_what_the_contract_describes() -> None:
    number = OPERATION.parameters[0]
    known = tuple(replace(number, name=name, place="query") for name in ("known", "absent"))
    for content in (VALID, b"{bad", b""):
        judge = Verdicts(FINE)
        gateway = gateway_of(judge, query=tuple(replace(p, is_integer=False) for p in known))
        _, arrival = await exchange(gateway, content, query="?known=a%26b&other=c")
        (question,) = judge.asked
        _, request, _ = question.as_json()
        assert request["method"] == OPERATION.method.lower()
        assert request["url"] == {"path": EXAMPLE.path(), "query": {"known": "a&b"}}
        assert request["body"] == (EXAMPLE.body if content == VALID else {})
        assert arrival.parameters == EXAMPLE.values | {"known": "a&b"}


async def test_a_number_in_the_query_is_written_plainly() -> None:
    size = replace(OPERATION.parameters[0], name="size", place="query", invalid=None)
    for value, is_right in (("5", True), ("1e3", False), ("", False), ("%207", False)):
        gateway = gateway_of(Verdicts(FINE), query=(size,))
        reply, _ = await exchange(gateway, query=f"?size={value}")
        assert (reply.status == OPERATION.default.status) is is_right
        if not is_right:
            assert reply.reason.text == "'size' must be an integer"


async def test_a_preflight_that_asks_for_prefer_is_allowed_it() -> None:
    documented_headers, allow = dict(CONTRACT.preflight.headers), "Access-Control-Allow-Headers"
    for asked, added in (("a, Prefer ,b", ",Prefer"), ("PREFER", ",Prefer"), ("prefers", "")):
        headers = {"Access-Control-Request-Headers": asked}
        request = make_mocked_request("OPTIONS", EXAMPLE.path(), headers=headers)
        arrival = Arrival(1, 0.0, "api", "OPTIONS", EXAMPLE.path(), {})
        reply = await gateway_of(Verdicts()).answer(request, EXAMPLE.path(), arrival)
        wanted = documented_headers | {allow: documented_headers[allow] + added}
        assert (dict(reply.headers), reply.status) == (wanted, CONTRACT.preflight.status)


async def test_what_comes_several_times_is_judged_whole_and_the_first_counts() -> None:
    known = replace(OPERATION.parameters[0], name="known", place="query", is_integer=False)
    for query, judged, noted in (
        ("?known=a&known=b", {"known": ["a", "b"]}, {"known": "a"}),
        ("?known=ab", {"known": "ab"}, {"known": "ab"}),
        ("", {}, {}),
    ):
        judge = Verdicts(FINE)
        _, arrival = await exchange(gateway_of(judge, query=(known,)), query=query)
        assert judge.asked[0].query == judged
        assert arrival.parameters == EXAMPLE.values | noted


async def test_only_documented_headers_are_judged() -> None:
    known, absent = (replace(OPERATION.parameters[1], name=n, place="header") for n in ("X", "Y"))
    judge = Verdicts(FINE)
    await exchange(gateway_of(judge, headers=(known, absent)), headers={"x": "1", "Z": "2"})
    assert judge.asked[0].headers == {"X": "1"}


async def test_what_cannot_be_decoded_is_told_at_once_where_it_is_the_first() -> None:
    for number, secret, name, asked in (
        ("%zz", "a", EXAMPLE.number, 0),
        ("1e3", "a", EXAMPLE.number, 0),
        ("%zz", "%zz", EXAMPLE.number, 0),
        ("1", "%zz", EXAMPLE.secret, 1),
    ):
        judge = Verdicts(FINE)
        reply, _ = await exchange(gateway_of(judge), number=number, secret=secret)
        assert (reply.reason.kind, reply.reason.name) == (Kind.PARAMETER, name)
        assert len(judge.asked) == asked


FORM = "multipart/form-data"
TEXT = "text/plain"
NO_FORM = form_body({})


@pytest.mark.parametrize(
    ("wanted", "sent", "content", "judged", "shown"),
    [
        (FORM, MEDIA_TYPE, VALID, NO_FORM, VALID.decode()),
        (FORM, "", b"x", NO_FORM, "x"),
        (FORM, FORM, b"", NO_FORM, None),
        (MEDIA_TYPE, f"{FORM}; boundary=b", b"--b--", Body(MEDIA_TYPE, {}), "--b--"),
        (MEDIA_TYPE, "Application/JSON ;a=b", VALID, Body(MEDIA_TYPE, EXAMPLE.body), None),
        (TEXT, f"{TEXT}; charset=utf-8", b"a\xff", Body(TEXT, "a\ufffd"), "a\ufffd"),
        (TEXT, TEXT, b"", None, None),
        (TEXT, MEDIA_TYPE, VALID, None, VALID.decode()),
    ],
)
async def test_a_server_that_expects_one_kind_of_body_sees_none_in_another(
    wanted: str, sent: str, content: bytes, judged: Body | None, shown: str | None
) -> None:
    judge = Verdicts(FINE)
    gateway = gateway_of(judge, media_types=frozenset({wanted}))
    _, arrival = await exchange(gateway, content, headers={"Content-Type": sent})
    assert judge.asked[0].body == judged
    assert arrival.text == shown


async def test_prism_gets_a_body_only_for_operations_that_have_one() -> None:
    for media_types, expected in ((frozenset({MEDIA_TYPE}), {}), (frozenset[str](), None)):
        judge = Verdicts(FINE)
        reply, arrival = await exchange(gateway_of(judge, media_types=media_types), b"")
        assert reply.status == OPERATION.default.status
        assert judge.asked[0].as_json()[1]["body"] == expected
        assert arrival.body is None


async def test_a_body_that_nobody_demands_may_be_left_out() -> None:
    judge = Verdicts(FINE)
    await exchange(gateway_of(judge, body_required=False), b"")
    assert judge.asked[0].body is None


async def test_a_deviation_is_given() -> None:
    deviation = next(answer for answer in OPERATION.answers if answer.is_deviation)
    reply, _ = await exchange(gateway_of(Verdicts(FINE)), prefer=f"example={deviation.name}")
    assert (reply.status, reply.body) == (deviation.status, deviation.body)


async def test_bodies_are_shown_up_to_a_size() -> None:
    for size, shown in ((LARGEST_BODY_KEPT, EXAMPLE.body), (LARGEST_BODY_KEPT + 1, None)):
        reply, arrival = await exchange(gateway_of(Verdicts(FINE)), VALID.ljust(size))
        assert reply.status == OPERATION.default.status
        assert (arrival.body, arrival.body_size) == (shown, size)


async def test_a_malformed_body_is_shown_as_text() -> None:
    _, arrival = await exchange(gateway_of(Verdicts(FINE)), b"{bad")
    assert (arrival.body, arrival.text, arrival.body_size) == (None, "{bad", 4)


@pytest.mark.parametrize("coming", ["announced", "at once", "in pieces"])
async def test_a_body_is_too_large_however_it_comes(coming: Coming) -> None:
    limit = OPERATION.body_limit
    for size, expected in ((limit, OPERATION.default), (limit + 1, OPERATION.too_large)):
        assert expected is not None
        reply, _ = await exchange(gateway_of(Verdicts(FINE)), VALID.ljust(size), coming=coming)
        assert reply.status == expected.status


async def test_a_body_in_pieces_is_put_together() -> None:
    judge = Verdicts(FINE)
    _, arrival = await exchange(gateway_of(judge), coming="in pieces")
    assert arrival.body == EXAMPLE.body
    assert judge.asked[0].as_json()[1]["body"] == EXAMPLE.body


async def test_a_wrong_parameter_outranks_a_body_of_no_use() -> None:
    wrong = Violation("request", "path", EXAMPLE.secret.lower(), "pattern", "", "")
    for content in (b"{bad", VALID.ljust(OPERATION.body_limit + 1)):
        reply, _ = await exchange(gateway_of(Verdicts([wrong])), content)
        assert (reply.reason.kind, reply.reason.name) == (Kind.PARAMETER, EXAMPLE.secret)


async def test_what_the_rate_limit_leaves_is_told_down_to_nothing() -> None:
    limit = OPERATION.rate_limit
    assert limit is not None
    number = limit.requests_per_second
    replies = []
    # Once more, as a second may end in between.
    for _ in range(3):
        gateway = gateway_of(Verdicts(*[FINE] * number), limits=Limits(rate=True))
        replies = [(await exchange(gateway))[0] for _ in range(number + 1)]
        if replies[-1].status == limit.answer.status:
            break
    told = [dict(reply.headers)[limit.remaining_header] for reply in replies]
    assert told == [*map(str, range(number - 1, -1, -1)), "0"]
    assert [reply.status for reply in replies[:-1]] == [OPERATION.default.status] * number
    assert replies[-1].reason.kind is Kind.RATE_LIMIT
    for name, value in OPERATION.default.headers:
        if name != limit.remaining_header:
            assert dict(replies[0].headers)[name] == value


async def test_only_valid_calls_that_nobody_asked_an_answer_for_use_the_quota() -> None:
    quota = OPERATION.quota
    assert quota is not None
    gateway = gateway_of(Verdicts(*[FINE] * 4), limits=Limits(quota=1))
    preferred = f"code={OPERATION.default.status}"
    statuses = [
        (await exchange(gateway, prefer=asked))[0].status for asked in (preferred, None, None)
    ]
    assert statuses == [OPERATION.default.status] * 2 + [quota.answer.status]
    assert (await exchange(gateway, prefer=preferred))[0].status == OPERATION.default.status


async def test_a_call_over_the_quota_does_not_use_an_ordered_answer_up() -> None:
    assert OPERATION.quota is not None
    gateway = gateway_of(Verdicts(FINE), limits=Limits(quota=0))
    order(gateway, {"answer": ORDERED})
    reply, _ = await exchange(gateway)
    assert (reply.status, reply.reason.kind) == (OPERATION.quota.answer.status, Kind.QUOTA)
    assert [order.left for order in gateway.session.orders.waiting()] == [1]


SLOW = [s for s in OPERATION.scenarios if s.delay_seconds]


@pytest.mark.parametrize("scenario", SLOW)
async def test_only_what_is_declared_slow_is_slow(scenario: Any) -> None:
    body = json.dumps(EXAMPLE.body | dict(scenario.when)).encode()
    slow, _ = await exchange(gateway_of(Verdicts(FINE)), body)
    assert (slow.delay_seconds, slow.reason.name) == (scenario.delay_seconds, scenario.name)
    usual, _ = await exchange(gateway_of(Verdicts(FINE)))
    assert (usual.delay_seconds, usual.reason.kind) == (0.0, Kind.DEFAULT)
    assert documented(OPERATION.default, usual.reason).delay_seconds == 0.0


async def test_a_scenario_that_is_ordered_brings_its_delay_and_its_times() -> None:
    (slow,) = SLOW
    twice = next(s for s in OPERATION.scenarios if s.times == 2)
    gateway = gateway_of(Verdicts(*[FINE] * 4))
    order(gateway, [{"answer": slow.name}, {"answer": twice.name}])
    replies = [(await exchange(gateway))[0] for _ in range(4)]
    assert [reply.status for reply in replies] == [
        slow.answer.status,
        *[twice.answer.status] * 2,
        OPERATION.default.status,
    ]
    assert [reply.delay_seconds for reply in replies] == [slow.delay_seconds, 0, 0, 0]


async def test_an_order_is_for_its_instance_and_its_operation() -> None:
    gateway = gateway_of(
        Verdicts(*[FINE] * 5), contract=replace(TWO, operations=(OPERATION, OTHER))
    )
    order(gateway, {"answer": ORDERED, CONTRACT.per: 2, "operation": OPERATION.id})
    order(gateway, {"status": 503, CONTRACT.per: "1"})
    order(gateway, {"status": 520, "operation": OTHER.id})
    statuses = [(await exchange(gateway, number=number))[0].status for number in "33122"]
    usual = OPERATION.default.status
    assert statuses == [usual, usual, 503, OPERATION.answers[1].status, usual]
    assert [order.title for order in gateway.session.orders.waiting()] == ["520"]


async def test_an_order_waits_for_an_operation_that_has_the_answer() -> None:
    without = replace(OTHER, answers=(OTHER.default,), scenarios=Scenarios(()))
    contract = replace(CONTRACT, operations=(OPERATION, without))
    session = new_session()
    session.orders.add(read_orders(contract, {"answer": ORDERED}))
    assert session.orders.take(without, None) is None
    taken = session.orders.take(OPERATION, None)
    assert taken is not None
    assert taken.name == ORDERED


async def test_orders_and_counters_outlive_another_contract() -> None:
    session = new_session()
    counted = next(s for s in OPERATION.scenarios if s.times == 1)
    body = json.dumps(EXAMPLE.body | dict(counted.when)).encode()
    first = gateway_of(Verdicts(FINE), session=session)
    assert (await exchange(first, body))[0].reason.name == counted.name
    order(first, {"answer": ORDERED})
    again = gateway_of(Verdicts(FINE, FINE), session=session)
    assert (await exchange(again, body))[0].reason.kind is Kind.ORDER
    assert (await exchange(again, body))[0].reason.kind is Kind.DEFAULT


async def test_what_one_instance_used_up_is_there_for_another_and_can_be_forgotten() -> None:
    counted = next(s for s in OPERATION.scenarios if s.times == 1)
    body = json.dumps(EXAMPLE.body | dict(counted.when)).encode()
    gateway = gateway_of(Verdicts(*[FINE] * 6))

    async def met(number: str) -> str | None:
        return (await exchange(gateway, body, number=number))[0].reason.name

    assert [await met(number) for number in "112"] == [counted.name, None, counted.name]
    gateway.session.forget("1")
    assert [await met(number) for number in "12"] == [counted.name, None]


async def test_the_memory_of_instances_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_module, "_MOST_WORLDS", 2)
    session = new_session()
    worlds = {number: session.world(number) for number in "12"}
    assert session.world("1") is worlds["1"]
    session.world("3")
    assert session.world("1") is worlds["1"]
    assert session.world("2") is not worlds["2"]
