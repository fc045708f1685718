"""What the gateway decides by itself, and what it asks Prism for."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, cast

import pytest
from aiohttp import StreamReader
from aiohttp.base_protocol import BaseProtocol
from aiohttp.streams import EMPTY_PAYLOAD
from aiohttp.test_utils import make_mocked_request

from green_api_mock.api import Api, Reply, documented
from green_api_mock.arrivals import LARGEST_BODY_KEPT, Arrival
from green_api_mock.limits import Gate, Limits
from green_api_mock.play import Order, Play
from green_api_mock.routes import Match, Routes, mask
from green_api_mock.upstream import Upstream, UpstreamAnswer, UpstreamError
from tests.mock.example import EXAMPLE

if TYPE_CHECKING:
    from green_api_mock.contract import Answer, Contract, Operation

CONTRACT, OPERATION = EXAMPLE.contract, EXAMPLE.operation
OTHER = replace(OPERATION, method="GET", template="/other", parameters=(), ignores_case=False)
TWO = replace(CONTRACT, operations=(OTHER, OPERATION))
VALID = json.dumps(EXAMPLE.body).encode()
MEDIA_TYPE = "application/json"
Coming = Literal["announced", "at once", "in pieces"]


def test_an_operation_is_found_by_method_and_path() -> None:
    routes = Routes(TWO)
    found = routes.find(OPERATION.method, EXAMPLE.path())
    assert isinstance(found, Match)
    assert (found.operation, found.values, found.invalid) == (OPERATION, EXAMPLE.values, None)
    assert isinstance(routes.find("GET", "/other"), Match)
    assert routes.find("GET", "/OTHER") is CONTRACT.no_such_operation
    assert routes.find("GET", EXAMPLE.path()) is CONTRACT.no_such_operation
    assert routes.find("OPTIONS", EXAMPLE.path()) is CONTRACT.preflight
    assert routes.find("OPTIONS", "/nowhere") is CONTRACT.no_such_operation


def test_parameters_are_decoded() -> None:
    found = Routes(CONTRACT).find(OPERATION.method, EXAMPLE.path(**{EXAMPLE.secret: "%41b%2Fc"}))
    assert isinstance(found, Match)
    assert found.values[EXAMPLE.secret] == "Ab/c"


def test_what_cannot_be_decoded_is_kept_as_it_came_and_the_first_is_told() -> None:
    first, second = OPERATION.parameters
    path = EXAMPLE.path(**{first.name: "%zz", second.name: "%ff"})
    found = Routes(CONTRACT).find(OPERATION.method, path)
    assert isinstance(found, Match)
    assert found.invalid is first.invalid
    assert found.values == {first.name: "%zz", second.name: "%ff"}


def test_a_broken_parameter_without_an_answer_of_its_own_is_an_invalid_request() -> None:
    parameters = tuple(replace(p, invalid=None) for p in OPERATION.parameters)
    contract = replace(CONTRACT, operations=(replace(OPERATION, parameters=parameters),))
    for name in EXAMPLE.values:
        found = Routes(contract).find(OPERATION.method, EXAMPLE.path(**{name: "%zz"}))
        assert isinstance(found, Match)
        assert found.invalid is OPERATION.invalid


def test_secrets_are_masked_in_paths() -> None:
    words = {word for o in TWO.operations for word in o.template.split("/")}
    assert mask(TWO, EXAMPLE.path()) == EXAMPLE.path(**{EXAMPLE.secret: "***"})
    assert mask(TWO, "/other") == "/other"
    assert mask(TWO, "/media/secret") == "/media/secret"
    for unknown in (EXAMPLE.path() + "/more", "/other/secret", "/secret/other"):
        parts = [part if part in words else "***" for part in unknown.split("/")]
        assert mask(TWO, unknown) == "/".join(parts)
        assert EXAMPLE.values[EXAMPLE.secret] not in mask(TWO, unknown)


def test_every_secret_of_a_path_is_masked() -> None:
    parameters = tuple(replace(p, is_sensitive=True) for p in OPERATION.parameters)
    contract = replace(CONTRACT, operations=(replace(OPERATION, parameters=parameters),))
    masked = EXAMPLE.path(**dict.fromkeys(EXAMPLE.values, "***"))
    assert mask(contract, EXAMPLE.path()) == masked


class Prism(Upstream):
    """Gives prepared answers in the place of Prism, and keeps what it was asked."""

    def __init__(self, *answers: UpstreamAnswer) -> None:
        super().__init__()
        self.answers = deque(answers)
        self.asked: list[bytes] = []

    async def send(self, request: bytes) -> UpstreamAnswer:
        self.asked.append(request)
        if not self.answers:
            raise UpstreamError("there is none")
        return self.answers.popleft()


def fine(answer: Answer) -> UpstreamAnswer:
    """What Prism gives for it when the request is valid."""
    return UpstreamAnswer(answer.status, {}, answer.body)


async def exchange(
    api: Api,
    content: bytes = VALID,
    *,
    query: str = "",
    prefer: str | None = None,
    coming: Coming = "at once",
) -> tuple[Reply, Arrival]:
    """Give the API a request, as the server in front of it does."""
    loop = asyncio.get_running_loop()
    connection = BaseProtocol(loop)
    connection.connection_made(asyncio.Transport())
    payload = StreamReader(connection, 2**16, loop=loop) if content else EMPTY_PAYLOAD

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
    operation = api.contract.operations[0]
    sent = {"Host": "mock", "Content-Type": MEDIA_TYPE}
    if coming == "announced":
        sent["Content-Length"] = str(len(content))
    if prefer is not None:
        sent["Prefer"] = prefer
    path = EXAMPLE.path()
    request = make_mocked_request(
        operation.method, path + query, headers=sent, payload=cast("Any", payload)
    )
    arrival = Arrival(1, 0.0, "api", operation.method, path, {})
    reply = await api.answer(request, path, arrival)
    await sending
    return reply, arrival


def api_of(
    prism: Prism, *, limits: Limits | None = None, contract: Contract = CONTRACT, **changes: Any
) -> Api:
    changed: Operation = replace(OPERATION, **changes)
    if changes:
        contract = replace(contract, operations=(changed,))
    return Api(contract, prism, Play(), Gate(limits or Limits()))


async def test_without_prism_the_caller_is_asked_to_come_again_and_nothing_is_used_up() -> None:
    api = api_of(Prism())
    ordered = OPERATION.answers[1]
    api.play.orders.append(Order(ordered, 1))
    for content in (VALID, b"{bad"):
        reply, _ = await exchange(api, content)
        assert reply.status == 503
        assert reply.headers == (("Content-Type", "text/plain; charset=utf-8"),)
        assert reply.body.startswith(b"mock restarting")
        assert reply.body.endswith(b"again\n")
    assert [(order.answer, order.left) for order in api.play.orders] == [(ordered, 1)]


async def test_an_answer_that_was_not_asked_for_is_not_passed_on() -> None:
    answer = replace(OPERATION.default, status=418)
    reply, _ = await exchange(api_of(Prism(fine(answer))))
    assert reply.status == 503
    assert reply.body.startswith(b"The mock's Prism")
    assert reply.body.endswith(b"contract.\n")


async def test_an_unknown_answer_is_not_found() -> None:
    reply, _ = await exchange(api_of(Prism()), prefer="example=none")
    assert (reply.status, reply.body[-1:]) == (404, b"\n")


async def test_prism_is_told_only_what_the_contract_describes() -> None:
    prism = Prism(fine(OPERATION.default))
    api = api_of(prism, query=frozenset({"known", "absent"}))
    _, arrival = await exchange(api, query="?known=a%26b&other=c")
    line, *fields = prism.asked[0].partition(b"\r\n\r\n")[0].decode().split("\r\n")
    assert line == f"{OPERATION.method} {EXAMPLE.path()}?known=a%26b HTTP/1.1"
    assert fields == [
        "Host: prism",
        f"Prefer: code={OPERATION.default.status}, example={OPERATION.default.name}",
        "Content-Type: application/json",
        f"Content-Length: {len(VALID)}",
        f"Accept: {OPERATION.default.media_type}",
    ]
    assert arrival.parameters == EXAMPLE.values | {"known": "a&b"}


async def test_prism_gets_a_body_only_for_operations_that_have_one() -> None:
    for media_types, expected in ((frozenset({MEDIA_TYPE}), b"{}"), (frozenset[str](), b"")):
        prism = Prism(fine(OPERATION.default))
        reply, arrival = await exchange(api_of(prism, media_types=media_types), b"")
        assert reply.status == OPERATION.default.status
        assert prism.asked[0].partition(b"\r\n\r\n")[2] == expected
        assert (b"Content-Length" in prism.asked[0]) is bool(expected)
        assert arrival.body is None


async def test_a_deviation_is_given_although_prism_cannot() -> None:
    deviation = next(answer for answer in OPERATION.answers if answer.is_deviation)
    prism = Prism(fine(OPERATION.default))
    api = api_of(prism)
    reply, _ = await exchange(api, prefer=f"example={deviation.name}")
    assert (reply.status, reply.body) == (deviation.status, deviation.body)
    assert f"example={OPERATION.default.name}".encode() in prism.asked[0]


async def test_bodies_are_shown_up_to_a_size() -> None:
    for size, shown in ((LARGEST_BODY_KEPT, EXAMPLE.body), (LARGEST_BODY_KEPT + 1, None)):
        reply, arrival = await exchange(api_of(Prism(fine(OPERATION.default))), VALID.ljust(size))
        assert reply.status == OPERATION.default.status
        assert (arrival.body, arrival.body_size) == (shown, size)


@pytest.mark.parametrize("coming", ["announced", "at once", "in pieces"])
async def test_a_body_is_too_large_however_it_comes(coming: Coming) -> None:
    limit = CONTRACT.body_limit
    for size, expected in ((limit, OPERATION.default), (limit + 1, OPERATION.too_large)):
        api = api_of(Prism(fine(OPERATION.default)))
        reply, _ = await exchange(api, VALID.ljust(size), coming=coming)
        assert reply.status == expected.status


async def test_a_body_in_pieces_is_put_together() -> None:
    prism = Prism(fine(OPERATION.default))
    _, arrival = await exchange(api_of(prism), coming="in pieces")
    assert arrival.body == EXAMPLE.body
    assert prism.asked[0].endswith(VALID)


async def test_what_the_rate_limit_leaves_is_told_down_to_nothing() -> None:
    limit = OPERATION.rate_limit
    assert limit is not None
    number = limit.requests_per_second
    replies = []
    # Once more, as a second may end in between.
    for _ in range(3):
        api = api_of(Prism(*[fine(OPERATION.default)] * number), limits=Limits(rate=True))
        replies = [(await exchange(api))[0] for _ in range(number + 1)]
        if replies[-1].status == limit.answer.status:
            break
    told = [dict(reply.headers)[limit.remaining_header] for reply in replies]
    assert told == [*map(str, range(number - 1, -1, -1)), "0"]
    assert [reply.status for reply in replies[:-1]] == [OPERATION.default.status] * number
    for name, value in OPERATION.default.headers:
        if name != limit.remaining_header:
            assert dict(replies[0].headers)[name] == value


async def test_only_valid_calls_that_nobody_asked_an_answer_for_use_the_quota() -> None:
    quota = OPERATION.quota
    assert quota is not None
    api = api_of(Prism(*[fine(OPERATION.default)] * 4), limits=Limits(quota=1))
    preferred = f"code={OPERATION.default.status}"
    statuses = [(await exchange(api, prefer=asked))[0].status for asked in (preferred, None, None)]
    assert statuses == [OPERATION.default.status] * 2 + [quota.answer.status]
    assert (await exchange(api, prefer=preferred))[0].status == OPERATION.default.status


async def test_a_call_over_the_quota_does_not_use_an_ordered_answer_up() -> None:
    assert OPERATION.quota is not None
    api = api_of(Prism(fine(OPERATION.answers[1])), limits=Limits(quota=0))
    api.play.orders.append(Order(OPERATION.answers[1], 1))
    reply, _ = await exchange(api)
    assert reply.status == OPERATION.quota.answer.status
    assert [order.left for order in api.play.orders] == [1]


@pytest.mark.parametrize("scenario", [s for s in OPERATION.scenarios if s.delay_seconds])
async def test_only_what_is_declared_slow_is_slow(scenario: Any) -> None:
    body = json.dumps(EXAMPLE.body | dict(scenario.when)).encode()
    slow, _ = await exchange(api_of(Prism(fine(scenario.answer))), body)
    assert (slow.delay_seconds, slow.scenario) == (scenario.delay_seconds, scenario.name)
    usual, _ = await exchange(api_of(Prism(fine(OPERATION.default))))
    assert (usual.delay_seconds, usual.scenario) == (0.0, None)
    assert documented(OPERATION.default).delay_seconds == 0.0
