"""The limits of the real gateway, enforced on demand."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import httpx
import pytest

from green_api_mock.api.limits import Limits
from green_api_mock.api.routes import Match
from green_api_mock.contract.values import get_in
from tests.mock.command import running
from tests.mock.example import EXAMPLE
from tests.mock.indoors import new_session

OPERATION = EXAMPLE.operation


def match(**values: str) -> Match:
    return Match(OPERATION, EXAMPLE.values | values, unreadable=None)


def other_caller() -> Match:
    return match(**{EXAMPLE.number: "7103000001"})


def test_every_caller_has_the_documented_number_of_requests_a_second() -> None:
    limits, session = Limits(rate=True), new_session()
    assert OPERATION.rate_limit is not None
    limit = OPERATION.rate_limit.requests_per_second
    left = [limits.remaining(match(), session, 100.1) for _ in range(limit + 2)]
    assert left == [*range(limit - 1, -1, -1), -1, -1]
    assert limits.remaining(other_caller(), session, 100.2) == limit - 1
    assert limits.remaining(match(), session, 101.0) == limit - 1


def test_every_operation_is_counted_by_itself() -> None:
    limits, session = Limits(rate=True, quota=1), new_session()
    other = Match(replace(OPERATION, id="other"), EXAMPLE.values, None)
    first = limits.remaining(match(), session, 1.0)
    assert limits.remaining(other, session, 1.0) == first
    assert limits.use_quota(match(), session)
    assert limits.use_quota(other, session)
    assert not limits.use_quota(match(), session)


def test_the_counting_of_requests_can_start_anew() -> None:
    limits, session = Limits(rate=True), new_session()
    first = limits.remaining(match(), session, 1.0)
    session.forget()
    assert limits.remaining(match(), session, 1.0) == first


def test_nothing_is_limited_unless_asked_for() -> None:
    limits, session = Limits(), new_session()
    assert limits.remaining(match(), session, 1.0) is None
    assert limits.refused(match()) is None
    assert not limits.strict
    assert all(limits.use_quota(match(), session) for _ in range(100))


def test_an_operation_without_limits_has_none() -> None:
    free = Match(replace(OPERATION, rate_limit=None, quota=None), EXAMPLE.values, None)
    limits, session = Limits(rate=True, quota=0), new_session()
    assert limits.remaining(free, session, 1.0) is None
    assert limits.use_quota(free, session)


def test_every_caller_has_a_quota() -> None:
    limits, session = Limits(quota=2), new_session()
    assert [limits.use_quota(match(), session) for _ in range(3)] == [True, True, False]
    assert limits.use_quota(other_caller(), session)
    session.forget()
    assert limits.use_quota(match(), session)


def test_ten_thousand_callers_are_told_apart_and_then_the_quietest_is_forgotten() -> None:
    limits, session = Limits(quota=1), new_session()
    callers = [match(**{EXAMPLE.number: str(number)}) for number in range(10_001)]
    for caller in callers[:-1]:
        assert limits.use_quota(caller, session)
    assert not limits.use_quota(callers[0], session)
    assert limits.use_quota(callers[-1], session)
    assert not limits.use_quota(callers[0], session)
    assert limits.use_quota(callers[1], session)


def test_a_sender_has_a_minute_for_a_body_unless_told_otherwise() -> None:
    assert Limits().body_seconds == 60.0


@pytest.mark.parametrize("parameter", OPERATION.parameters, ids=lambda p: p.name)
def test_values_that_are_not_listed_are_refused(parameter: object) -> None:
    name = getattr(parameter, "name", "")
    limits = Limits(allowed={name: frozenset({EXAMPLE.values[name], "1"})})
    assert limits.refused(match()) is None
    assert limits.refused(match(**{name: "2"})) is parameter


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.waits
def test_the_command_enforces_a_quota_of_valid_calls() -> None:
    quota = OPERATION.quota
    assert quota is not None
    with running("--quota", "2") as mock, httpx.Client(base_url=mock.url) as client:
        broken = client.post(EXAMPLE.path(), json={}).status_code
        answers = [client.post(EXAMPLE.path(), json=EXAMPLE.body) for _ in range(3)]
    assert OPERATION.invalid is not None
    assert broken == OPERATION.invalid.status
    assert [answer.status_code for answer in answers] == [200, 200, quota.answer.status]
    body = answers[-1].json()
    assert get_in(body, quota.used) == get_in(body, quota.total) == 2
    assert set(body) == set(quota.answer.value)


@pytest.mark.slow
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
