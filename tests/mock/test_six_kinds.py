"""Operations of six kinds, of an API that does not exist: each works, and none meets another's."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from green_api_mock.api.answers import known_answers
from green_api_mock.contract import Answer, Scenario, read_contract
from green_api_mock.contract.values import get_in
from tests.mock.asking import ask
from tests.mock.command import RunningCommand, running
from tests.mock.example import ExampleRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

FILE = Path(__file__).with_name("six_kinds.yaml")
CONTRACT = read_contract(FILE)
KINDS = {operation.id: ExampleRequest(CONTRACT, operation.id) for operation in CONTRACT.operations}
SCENARIOS = [
    pytest.param(identifier, scenario, id=f"{identifier}-{scenario.name}")
    for identifier, kind in KINDS.items()
    for scenario in kind.operation.scenarios
]
each = pytest.mark.parametrize("identifier", KINDS)


@pytest.fixture(scope="module")
def served() -> Iterator[RunningCommand]:
    with running("--contract", str(FILE)) as mock:
        yield mock


@pytest.fixture
def mock(served: RunningCommand) -> RunningCommand:
    assert ask("DELETE", f"{served.url}/_mock/state").status_code == 204
    return served


def send(  # noqa: PLR0913 - each is a part of a request
    mock: RunningCommand,
    identifier: str,
    body: Any = None,
    *,
    query: str = "",
    prefer: str | None = None,
    headers: dict[str, str] | None = None,
    **values: str,
) -> httpx.Response:
    """A valid request of this operation, or one with other values."""
    kind = KINDS[identifier]
    sent = dict(headers or {}) | ({"Prefer": prefer} if prefer else {})
    url = f"{mock.url}{kind.path(**values)}{query}"
    options = kind.options(body)
    return ask(kind.operation.method, url, headers=sent, **options)


def order(mock: RunningCommand, *orders: Any) -> httpx.Response:
    return ask("POST", f"{mock.url}/_mock/answers", json=orders[0] if len(orders) == 1 else orders)


def last(mock: RunningCommand) -> dict[str, Any]:
    requests: list[dict[str, Any]] = ask("GET", f"{mock.url}/_mock/requests").json()["requests"]
    return requests[-1]


def is_answer(response: httpx.Response, answer: Answer) -> bool:
    """Status, headers and body are the documented ones, but for links."""
    headers = all(response.headers[name] == value for name, value in answer.headers)
    body = answer.links or response.content == answer.body
    return response.status_code == answer.status and headers and bool(body)


@each
def test_every_answer_can_be_preferred(mock: RunningCommand, identifier: str) -> None:
    operation = KINDS[identifier].operation
    for answer in operation.answers:
        example = f", example={answer.name}" if answer.name else ""
        response = send(mock, identifier, prefer=f"code={answer.status}{example}")
        assert is_answer(response, answer), answer.title
    unknown = send(mock, identifier, prefer="code=418")
    assert unknown.status_code == 404
    assert known_answers([operation]) in unknown.text


@pytest.mark.parametrize(("identifier", "scenario"), SCENARIOS)
def test_every_scenario_is_played(
    mock: RunningCommand, identifier: str, scenario: Scenario
) -> None:
    kind, when = KINDS[identifier], dict(scenario.when)
    values = {name: when.pop(name) for name in scenario.when if name in kind.values}
    in_query = [p.name for p in kind.operation.query if p.name in when]
    query = "?" + "&".join(f"{name}={when.pop(name)}" for name in in_query)
    body = None if kind.body is None or not when else kind.body | when
    expected = [scenario.answer] * (scenario.times or 2)
    if scenario.times:
        expected.append(kind.operation.default)
    for answer in expected:
        assert is_answer(send(mock, identifier, body, query=query, **values), answer)
        is_met = answer is scenario.answer
        assert last(mock)["scenario"] == (scenario.name if is_met else None)


def test_counters_belong_to_an_operation_and_to_an_instance(mock: RunningCommand) -> None:
    for identifier in KINDS:
        met = [send(mock, identifier, account="2429").status_code for _ in range(3)]
        assert met == [429, 429, 200]
    assert ask("DELETE", f"{mock.url}/_mock/state?account=1").status_code == 204
    assert send(mock, "sendThing", account="2429").status_code == 200
    assert ask("DELETE", f"{mock.url}/_mock/state?account=2429").status_code == 204
    assert send(mock, "sendThing", account="2429").status_code == 429


@each
def test_an_order_is_served_to_its_operation_only(mock: RunningCommand, identifier: str) -> None:
    order(mock, {"status": 503, "body": {"a": [1]}, "operation": identifier})
    others = [other for other in KINDS if other != identifier]
    assert {send(mock, other).status_code for other in others} == {200}
    ordered = send(mock, identifier)
    assert (ordered.status_code, ordered.json()) == (503, {"a": [1]})
    assert last(mock)["reason"]["kind"] == "order"
    assert send(mock, identifier).status_code == 200


def test_an_order_by_name_waits_for_an_operation_that_has_it(mock: RunningCommand) -> None:
    order(mock, {"answer": "notDropped"}, {"answer": "picture"}, {"answer": "slow"})
    assert send(mock, "sendThing").json() == {"id": "slow"}
    assert send(mock, "listThings").status_code == 200
    assert send(mock, "nextThing").json()["kind"] == "picture"
    assert send(mock, "dropThing").json() == {"result": False}
    assert ask("GET", f"{mock.url}/_mock/answers").json() == {"answers": []}


def test_orders_can_be_listed_and_cleared_by_operation_and_instance(mock: RunningCommand) -> None:
    order(mock, {"status": 500, "operation": "sendThing", "account": 7, "times": 2})
    order(mock, {"fault": "silence", "operation": "nextThing"}, {"answer": "429", "account": "8"})

    def titles(query: str = "") -> list[str]:
        rows = ask("GET", f"{mock.url}/_mock/answers{query}").json()["answers"]
        return [row["answer"] for row in rows]

    assert titles() == ["500", "silence", "429"]
    assert titles("?account=7") == ["500"]
    assert titles("?operation=nextThing") == ["silence"]
    assert send(mock, "sendThing", account="7").status_code == 500
    waiting = ask("GET", f"{mock.url}/_mock/answers?account=7").json()["answers"][0]
    assert (waiting["times"], waiting["account"], waiting["operation"]) == (1, 7, "sendThing")
    assert ask("DELETE", f"{mock.url}/_mock/answers?operation=nextThing").status_code == 204
    assert titles() == ["500", "429"]
    assert ask("DELETE", f"{mock.url}/_mock/answers").status_code == 204
    assert titles() == []


@each
def test_rate_headers_say_the_operations_own_limit(mock: RunningCommand, identifier: str) -> None:
    limit = KINDS[identifier].operation.rate_limit
    assert limit is not None
    number = limit.requests_per_second
    for prefer, left in (("code=200", number - 1), ("code=429", 0)):
        headers = send(mock, identifier, prefer=prefer).headers
        assert (headers["X-Left"], headers["X-Limit"]) == (str(left), str(number))


@pytest.mark.slow
def test_limits_and_quotas_are_counted_for_each_operation() -> None:
    with running("--contract", str(FILE), "--quota", "2") as mock:
        for identifier in KINDS:
            answers = [send(mock, identifier) for _ in range(3)]
            assert [answer.status_code for answer in answers] == [200, 200, 466], identifier
            quota = {"used": 2, "total": 2, "method": identifier.lower()}
            assert answers[-1].json() == {"quota": quota}
            assert last(mock)["reason"]["kind"] == "quota"
    with running("--contract", str(FILE), "--rate-limit") as mock:
        for identifier, kind in KINDS.items():
            assert kind.operation.rate_limit is not None
            limit = kind.operation.rate_limit.requests_per_second
            # A second may end in between, so that more get through, but never all.
            statuses = [send(mock, identifier).status_code for _ in range(5 * limit)]
            assert statuses[:limit] == [200] * limit, identifier
            assert 429 in statuses, identifier


REFUSALS = {
    "an integer that is none": (
        "listThings",
        {"query": "?pageSize=x"},
        "'pageSize' must be an integer",
    ),
    "an integer too small": ("listThings", {"query": "?pageSize=1"}, "'pageSize' must be >= 5"),
    "an integer too large": (
        "listThings",
        {"query": "?PageSize=7&pageSize=101"},
        "'pageSize' must be less than or equal to 100",
    ),
    "an empty integer": ("listThings", {"query": "?pageSize="}, "'pageSize' must be an integer"),
    "an integer as JavaScript reads it": (
        "listThings",
        {"query": "?pageSize=1e1"},
        "'pageSize' must be an integer",
    ),
    "an empty text": (
        "listThings",
        {"query": "?sortBy="},
        "'sortBy' must NOT have fewer than 1 characters",
    ),
    "a header too long": (
        "listThings",
        {"headers": {"X-Trace": "long"}},
        "'X-Trace' must NOT have more than 3 characters",
    ),
    "an id in the path": ("dropThing", {"thingId": "abc"}, "'thingId' must be an integer"),
    "an id under its limit": ("dropThing", {"thingId": "0"}, "'thingId' is too small"),
    "an unknown field": ("sendThing", {"body": {"to": "a", "b": 1}}, "'b' is not allowed"),
    "a number for a text": ("sendThing", {"body": {"to": 1}}, "'to' must be a string"),
    "an object for a list": ("sendMany", {"body": {"to": "a"}}, "no object"),
    "a list too long": ("sendMany", {"body": [{"to": "a"}] * 4}, "no object"),
    "an item without a field": ("sendMany", {"body": [{"to": "a"}, {}]}, "'to' is required"),
    "an item of a wrong type": ("sendMany", {"body": [{"to": 1}]}, "'to' must be a string"),
    "a form without a field": ("uploadThing", {"body": {"file": b"x"}}, "'to' is required"),
    "a form without a file": ("uploadThing", {"body": {"to": "a"}}, "'file' is required"),
    "a field of a form too long": (
        "uploadThing",
        {"body": {"to": "a", "file": b"x", "caption": "x" * 11}},
        "'caption' must NOT have more than 10 characters",
    ),
}


@pytest.mark.parametrize(("identifier", "wrong", "words"), REFUSALS.values(), ids=REFUSALS)
def test_what_is_wrong_is_named_as_the_contract_spells_it(
    mock: RunningCommand, identifier: str, wrong: dict[str, Any], words: str
) -> None:
    refused = send(mock, identifier, **wrong)
    assert refused.status_code == 400
    body, arrived = refused.json(), last(mock)
    assert body["message"] == f"Wrong: {words}"
    assert body["path"] == arrived["path"]
    assert abs((datetime.fromisoformat(body["at"]) - datetime.now(UTC)).total_seconds()) < 60
    assert (arrived["reason"]["kind"], arrived["reason"]["text"]) == ("rule", words)
    assert arrived["answer"]["body"] == body


RIGHT = {
    "both bounds": ("listThings", {"query": "?pageSize=5"}),
    "what nobody knows": ("listThings", {"query": "?other=&pageSize=100"}),
    "a header": ("listThings", {"headers": {"X-Trace": "abc"}}),
    "beyond 2^53": ("dropThing", {"thingId": "9007199254740993"}),
    "a body beyond 2^53": ("sendThing", {"body": {"to": "a", "size": 9007199254740993}}),
    "a file": ("uploadThing", {"body": {"to": "ä\n--b", "file": bytes(range(256))}}),
}


@pytest.mark.parametrize(("identifier", "request_"), RIGHT.values(), ids=RIGHT)
def test_what_is_right_is_taken(
    mock: RunningCommand, identifier: str, request_: dict[str, Any]
) -> None:
    assert send(mock, identifier, **request_).status_code == 200
    assert last(mock)["reason"]["kind"] == "default"


@each
def test_a_wrong_parameter_of_the_path_has_its_own_answer(
    mock: RunningCommand, identifier: str
) -> None:
    for name, value, status in (("account", "x", 403), ("account", "0", 403), ("key", "A", 401)):
        wrong: dict[str, Any] = {name: value}
        assert send(mock, identifier, **wrong).status_code == status
        reason = last(mock)["reason"]
        assert (reason["kind"], reason["name"]) == ("parameter", name)


def test_a_body_is_refused_where_there_is_one(mock: RunningCommand) -> None:
    json_type = {"Content-Type": "application/json"}
    for identifier, kind in KINDS.items():
        broken = ask(
            kind.operation.method, mock.url + kind.path(), content=b"{bad", headers=json_type
        )
        large = ask(
            kind.operation.method, mock.url + kind.path(), content=b" " * 3000, headers=json_type
        )
        takes_json = "application/json" in kind.operation.media_types
        expected = (400, 413) if takes_json else (400, 400) if kind.body else (200, 200)
        assert (broken.status_code, large.status_code) == expected, identifier
        assert (broken.json() == {"message": "b at 1"}) is False
        if takes_json:
            assert broken.json()["message"] == "b at 1"


def test_a_file_is_counted_and_not_kept(mock: RunningCommand) -> None:
    content = b"x" * 2_900_000
    assert send(mock, "uploadThing", {"to": "a", "file": content}).status_code == 200
    arrived = last(mock)
    assert arrived["body"] == {
        "to": "a",
        "file": {"fileName": "a.png", "mediaType": "image/png", "bytes": len(content)},
    }
    assert arrived["bodySize"] > len(content)
    too_large = send(mock, "uploadThing", {"to": "a", "file": content + b"x" * 200_000})
    assert (too_large.status_code, last(mock)["reason"]["kind"]) == (413, "bodyTooLarge")
    assert send(mock, "uploadThing", {"to": "x" * 140_000, "file": b""}).status_code == 413


def test_a_form_that_is_none_is_unreadable(mock: RunningCommand) -> None:
    kind = KINDS["uploadThing"]
    for content_type in ("multipart/form-data", "multipart/form-data; boundary=b"):
        refused = ask(
            "POST",
            mock.url + kind.path(),
            content=b"no form",
            headers={"Content-Type": content_type},
        )
        assert (refused.status_code, last(mock)["reason"]["kind"]) == (400, "unreadable")


def test_nothing_is_an_answer(mock: RunningCommand) -> None:
    answer = send(mock, "nextThing")
    assert (answer.content, answer.headers["Content-Type"]) == (b"null", "application/json")


def test_links_in_lists_lead_to_the_mock_and_numbers_stay_exact(mock: RunningCommand) -> None:
    operation = KINDS["listThings"].operation
    things = send(mock, "listThings", account="77").json()
    for place, name in zip(operation.default.links, ("one.png", "two.jpg"), strict=True):
        link = get_in(things, place)
        assert link == f"{mock.url}/media/77/listThings/things/{name}"
        assert ask("GET", link).status_code == 200
        assert last(mock)["account"] == 77
    assert [thing["url"] for thing in things[2:4]] == ["", "{{NONE}}"]
    assert things[4]["number"] == 9007199254740993
    served = ask("GET", f"{mock.url}/_mock/contract").json()
    assert served == KINDS["listThings"].contract.document, "what is served is a copy"
    files = ask("GET", f"{mock.url}/_mock/files?operation=listThings").json()["files"]
    assert [file["path"] for file in files] == [
        "/media/-/listThings/things/one.png",
        "/media/-/listThings/things/two.jpg",
    ]


def test_scenarios_are_listed_with_their_operation(mock: RunningCommand) -> None:
    rows = ask("GET", f"{mock.url}/_mock/scenarios?operation=nextThing").json()["scenarios"]
    assert {row["operation"] for row in rows} == {"nextThing"}
    assert [row["name"] for row in rows] == [s.name for s in KINDS["nextThing"].operation.scenarios]
    refused = ask("GET", f"{mock.url}/_mock/scenarios?operation=nix")
    assert refused.status_code == 404
    assert "listThings" in refused.json()["error"]


def test_the_description_names_the_parameter_of_this_contract(mock: RunningCommand) -> None:
    text = ask("GET", f"{mock.url}/_mock/openapi.yaml").text
    assert "name: account" in text
    assert "idInstance" not in text


def test_no_request_shows_the_secret(mock: RunningCommand) -> None:
    for identifier in KINDS:
        send(mock, identifier, query="?key=abc123")
        assert "abc123" not in json.dumps(last(mock)["maskedPath"])
