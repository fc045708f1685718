"""The mock answers what is known of the real API as the real API does."""

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.contract.documented import JSON, Operation
from tests.contract.facts import AnswerFact, Facts, RequestFact
from tests.contract.generated import Wire
from tests.mock.command import END_SECONDS, running

REFUSED = 400


def differences(answer: httpx.Response, facts: Facts, wanted: dict[str, Any]) -> Iterator[str]:
    """Say what differs between an answer and what is known of it."""
    example = next((a for a in facts.answers("named") if a.name == wanted.get("example")), None)
    known = AnswerFact("", wanted, wanted.get("headers", {})) if example is None else example
    if answer.status_code != known.status:
        yield f"{answer.status_code} and not {known.status}"
    for name, value in known.headers.items() if example is None else ():
        if answer.headers.get(name) != value:
            yield f"{name}: {answer.headers.get(name)} and not {value}"
    media_type = answer.headers.get("content-type", "").partition(";")[0]
    if known.media_type is not None and media_type != known.media_type:
        yield f"{media_type} and not {known.media_type}"
    yield from _bodies(answer, known)


def _bodies(answer: httpx.Response, known: AnswerFact) -> Iterator[str]:
    if known.name is not None and known.is_json:
        return  # its links and times are not those of the example
    if isinstance(known.body, dict):
        # Time and path are of the request, and other fields are not known.
        body = answer.json()
        for field, value in known.body.items():
            if body.get(field) != value:
                yield f"{field}: {body.get(field)!r} and not {value!r}"
    elif known.body is not None and answer.text != known.body:
        yield f"{answer.text!r} and not {known.body!r}"


def test_the_mock_accepts_what_is_accepted(
    operation: Operation, known_requests: list[RequestFact], base_url: str, wire: Wire
) -> None:
    for known in known_requests:
        answer = send(wire, known, base_url)
        assert answer.status_code == operation.success, (known.because, answer.text)
        assert wire.problems == [], known.because


def test_the_mock_answers_what_is_odd_as_known(
    operation: Operation, odd_requests: list[RequestFact], base_url: str, wire: Wire
) -> None:
    facts = Facts(operation)
    for odd in odd_requests:
        answer = send(wire, odd, base_url)
        told = (odd.because, answer.text)
        assert list(differences(answer, facts, odd.data["answer"])) == [], told
        if answer.status_code != operation.success:
            assert wire.problems == [], told


def test_a_refusal_tells_of_its_own_request(
    operation: Operation, refused_requests: list[RequestFact], base_url: str, wire: Wire
) -> None:
    for refused in refused_requests:
        answer = send(wire, refused, base_url)
        if answer.headers.get("content-type") != JSON or not answer.content:
            continue
        known, body = Facts(operation).data["refusals"], answer.json()
        assert list(body) == known["fields"], refused.because
        assert body[known["path"]] == refused.data["path"].partition("?")[0], refused.because
        age = datetime.now(UTC) - datetime.fromisoformat(body[known["time"]])
        assert abs(age) < timedelta(minutes=5), refused.because


def test_no_member_of_a_body_may_be_null(facts: Facts, base_url: str, wire: Wire) -> None:
    """Assumed: the real API was seen to refuse it of two members."""
    for known in facts.requests("accepted"):
        for body in with_a_null(known.data.get("body"), known.data.get("unknown members", ())):
            request = RequestFact(known.because, known.data | {"body": body})
            answer = send(wire, request, base_url)
            assert answer.status_code == REFUSED, (body, answer.text)


def with_a_null(body: Any, unknown: Sequence[str]) -> Iterator[Any]:
    """Yield the body once for each of its members that are known, which is null there."""
    if isinstance(body, dict):
        for name in body.keys() - {*unknown}:
            for inner in (None, *with_a_null(body[name], unknown)):
                yield body | {name: inner}


def test_the_mock_tells_the_rate_of_each_operation(facts: Facts, base_url: str, wire: Wire) -> None:
    limit = facts.data["limits"]["rateLimit"]
    answer = send(wire, next(facts.requests("accepted")), base_url)
    rate = limit["requestsPerSecond"]
    assert answer.headers[limit["limitHeader"]] == str(rate)
    assert 0 <= int(answer.headers[limit["remainingHeader"]]) < rate


def send(wire: Wire, known: RequestFact, base_url: str) -> httpx.Response:
    """Send the request as it is known, through no client that could change it."""
    with httpx.Client(transport=Kept(wire)) as client:
        return client.send(known.request(base_url))


class Kept(httpx.BaseTransport):
    """A wire that stays open when its client is closed."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._wire.handle_request(request)


DAY = 86_400.0


@pytest.mark.waits
@pytest.mark.slow
def test_what_waits_is_kept_for_a_day() -> None:
    # As the vendor's page on receiving over HTTP says.
    factor = DAY / 2
    with running("--time-factor", str(factor)) as mock, httpx.Client(base_url=mock.url) as client:

        def waits() -> bool:
            (instance,) = client.get("/_mock/instances").json()["instances"]
            return any(instance["waiting"].values())

        name = client.get("/_mock/triggers").json()["triggers"][0]["name"]
        began = time.monotonic()
        assert client.post("/_mock/triggers", json={"trigger": name}).status_code == 201
        while waits():
            assert time.monotonic() - began < END_SECONDS
        assert (time.monotonic() - began) * factor >= DAY
