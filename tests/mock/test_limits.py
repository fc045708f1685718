"""The limits of the real gateway, enforced on demand."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import httpx
import pytest

from green_api_mock.answers import get_in
from green_api_mock.limits import Gate, Limits
from green_api_mock.routes import Match
from tests.mock.command import running
from tests.mock.example import EXAMPLE

pytestmark = pytest.mark.slow

OPERATION = EXAMPLE.operation


def match(**values: str) -> Match:
    return Match(OPERATION, EXAMPLE.values | values, invalid=None)


def other_caller() -> Match:
    return match(**{EXAMPLE.number: "7103000001"})


def test_every_caller_has_the_documented_number_of_requests_a_second() -> None:
    gate = Gate(Limits(rate=True))
    assert OPERATION.rate_limit is not None
    limit = OPERATION.rate_limit.requests_per_second
    left = [gate.remaining(match(), 100.1) for _ in range(limit + 2)]
    assert left == [*range(limit - 1, -1, -1), -1, -1]
    assert gate.remaining(other_caller(), 100.2) == limit - 1
    assert gate.remaining(match(), 101.0) == limit - 1


def test_the_counting_of_requests_can_start_anew() -> None:
    gate = Gate(Limits(rate=True))
    first = gate.remaining(match(), 1.0)
    gate.reset()
    assert gate.remaining(match(), 1.0) == first


def test_nothing_is_limited_unless_asked_for() -> None:
    gate = Gate(Limits())
    assert gate.remaining(match(), 1.0) is None
    assert gate.refusal(match()) is None
    assert all(gate.use_quota(match()) for _ in range(100))


def test_an_operation_without_limits_has_none() -> None:
    free = Match(replace(OPERATION, rate_limit=None, quota=None), EXAMPLE.values, None)
    gate = Gate(Limits(rate=True, quota=0))
    assert gate.remaining(free, 1.0) is None
    assert gate.use_quota(free)


def test_every_caller_has_a_quota() -> None:
    gate = Gate(Limits(quota=2))
    assert [gate.use_quota(match()) for _ in range(3)] == [True, True, False]
    assert gate.use_quota(other_caller())
    gate.reset()
    assert gate.use_quota(match())


def test_ten_thousand_callers_are_told_apart_and_then_the_counting_starts_anew() -> None:
    assert OPERATION.rate_limit is not None
    limit = OPERATION.rate_limit.requests_per_second
    callers = [match(**{EXAMPLE.number: str(number)}) for number in range(10_001)]
    for number, left in ((10_000, limit - 2), (10_001, limit - 1)):
        gate = Gate(Limits(rate=True))
        for caller in callers[:number]:
            assert gate.remaining(caller, 1.0) == limit - 1
        assert gate.remaining(callers[0], 1.0) == left


def test_the_quotas_of_ten_thousand_callers_are_kept() -> None:
    callers = [match(**{EXAMPLE.number: str(number)}) for number in range(10_002)]
    for number, is_forgotten in ((10_001, False), (10_002, True)):
        gate = Gate(Limits(quota=1))
        for caller in callers[:number]:
            assert gate.use_quota(caller)
        assert gate.use_quota(callers[0]) is is_forgotten


def test_a_sender_has_a_minute_for_a_body_unless_told_otherwise() -> None:
    assert Limits().body_seconds == 60.0


@pytest.mark.parametrize("parameter", OPERATION.parameters, ids=lambda p: p.name)
def test_values_that_are_not_listed_are_refused(parameter: object) -> None:
    name = getattr(parameter, "name", "")
    allowed = frozenset({EXAMPLE.values[name], "1"})
    gate = Gate(Limits(allowed={name: allowed}))
    assert gate.refusal(match()) is None
    assert gate.refusal(match(**{name: "2"})) is getattr(parameter, "invalid", None)


@pytest.mark.waits
def test_the_command_enforces_the_rate_limit() -> None:
    assert OPERATION.rate_limit is not None
    limit = OPERATION.rate_limit
    with running("--rate-limit") as mock, httpx.Client(base_url=mock.url) as client:
        answers = [client.post(EXAMPLE.path(), json=EXAMPLE.body) for _ in range(60)]
        # A request that breaks a rule is counted like every other, and answered later.
        refused = [client.post(EXAMPLE.path(), json={}).status_code for _ in range(60)]
    statuses = Counter(answer.status_code for answer in answers)
    assert set(statuses) == {200, limit.answer.status}
    assert statuses[limit.answer.status] >= 60 // 2
    assert limit.answer.status in refused
    for answer in answers:
        left = int(answer.headers[limit.remaining_header])
        assert (0 <= left < limit.requests_per_second) if answer.status_code == 200 else left == 0
    assert answers[0].headers[limit.remaining_header] == str(limit.requests_per_second - 1)


@pytest.mark.waits
def test_the_command_enforces_a_quota_of_valid_calls() -> None:
    quota = OPERATION.quota
    assert quota is not None
    with running("--quota", "2") as mock, httpx.Client(base_url=mock.url) as client:
        broken = client.post(EXAMPLE.path(), json={}).status_code
        answers = [client.post(EXAMPLE.path(), json=EXAMPLE.body) for _ in range(3)]
    assert broken == OPERATION.invalid.status
    assert [answer.status_code for answer in answers] == [200, 200, quota.answer.status]
    body = answers[-1].json()
    assert get_in(body, quota.used) == get_in(body, quota.total) == 2
    assert set(body) == set(quota.answer.value)


@pytest.mark.waits
def test_the_command_lets_only_listed_values_through() -> None:
    number, secret = EXAMPLE.number, EXAMPLE.secret
    arguments = ("--allow", f"{number}=1", "--allow", f"{number}=2", "--allow", f"{secret}=good")
    statuses = {p.name: p.invalid.status for p in OPERATION.parameters if p.invalid is not None}
    with running(*arguments) as mock, httpx.Client(base_url=mock.url) as client:

        def status(**values: str) -> int:
            return client.post(EXAMPLE.path(**values), json=EXAMPLE.body).status_code

        assert status(**{number: "1", secret: "good"}) == 200
        assert status(**{number: "2", secret: "good"}) == 200
        assert status(**{number: "3", secret: "good"}) == statuses[number]
        assert status(**{number: "1", secret: "bad"}) == statuses[secret]
