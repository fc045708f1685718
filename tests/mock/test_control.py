"""The control endpoints keep to their own OpenAPI document, and to this machine."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import httpx
import jsonschema
import pytest
import yaml

from green_api_mock.api.reply import Kind
from green_api_mock.control import endpoints
from green_api_mock.hosts import is_loopback
from tests.mock import asking
from tests.mock.example import EXAMPLE, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from green_api_mock.plugin import GreenApiMock

DESCRIPTION: dict[str, Any] = yaml.safe_load(
    (ROOT / "mock" / "green_api_mock" / "control" / "control.yaml")
    .read_text(encoding="utf-8")
    .replace("callerId", EXAMPLE.contract.per)
)


def schema_of(path: str, method: str, status: int) -> dict[str, Any]:
    responses = DESCRIPTION["paths"][path][method]["responses"]
    response = responses.get(str(status)) or responses["4XX"]
    if "$ref" in response:
        response = DESCRIPTION["components"]["responses"][response["$ref"].rpartition("/")[2]]
    schema: dict[str, Any] = response["content"]["application/json"]["schema"]
    return {**schema, "components": DESCRIPTION["components"]}


def call(mock: GreenApiMock, method: str, path: str, **options: Any) -> httpx.Response:
    """Call an endpoint; its answer must have the documented form."""
    response = asking.ask(method, mock.url + path, **options)
    name = path.partition("?")[0]
    if response.headers.get("Content-Type", "").startswith("application/json"):
        jsonschema.validate(response.json(), schema_of(name, method.lower(), response.status_code))
    return response


def ask(mock: GreenApiMock) -> int:
    return asking.ask("POST", mock.url + EXAMPLE.path(), json=EXAMPLE.body).status_code


def test_health_says_what_is_served(green_api_mock: GreenApiMock) -> None:
    health = call(green_api_mock, "GET", "/_mock/health").json()
    assert health["status"] == "ok"
    assert health["contract"]["title"] == EXAMPLE.contract.title
    assert health["contract"]["error"] is None


def test_requests_show_what_arrived(green_api_mock: GreenApiMock) -> None:
    ask(green_api_mock)
    (arrived,) = call(green_api_mock, "GET", "/_mock/requests").json()["requests"]
    assert arrived["body"] == EXAMPLE.body
    assert arrived["parameters"] == EXAMPLE.values
    assert arrived["status"] == 200
    assert arrived["path"] == EXAMPLE.path()
    assert EXAMPLE.values[EXAMPLE.secret] not in arrived["maskedPath"]


def test_requests_can_be_asked_for_from_a_number_on(green_api_mock: GreenApiMock) -> None:
    ask(green_api_mock)
    seen = call(green_api_mock, "GET", "/_mock/requests").json()["total"]
    ask(green_api_mock)
    later = call(green_api_mock, "GET", f"/_mock/requests?after={seen}").json()["requests"]
    assert [arrived["number"] for arrived in later] == [seen + 1]


def test_a_large_body_is_answered_but_not_kept(green_api_mock: GreenApiMock) -> None:
    body = EXAMPLE.body | {"padding": "x" * 5000}
    httpx.post(green_api_mock.url + EXAMPLE.path(), json=body)
    arrived = call(green_api_mock, "GET", "/_mock/requests").json()["requests"][0]
    assert arrived["body"] is None
    assert arrived["bodySize"] > 5000


def test_the_log_keeps_the_last_thousand(green_api_mock: GreenApiMock) -> None:
    with httpx.Client(base_url=green_api_mock.url) as client:
        for _ in range(1001):
            client.get("/nowhere")
    assert len(green_api_mock.requests) == 1000


def test_an_answer_can_be_ordered(green_api_mock: GreenApiMock) -> None:
    order = {"answer": "fileUnavailable", "times": 2}
    ordered = call(green_api_mock, "POST", "/_mock/answers", json=order)
    assert ordered.status_code == 201
    assert ordered.json() == {
        "id": ordered.json()["id"],
        "answer": "500 fileUnavailable",
        "times": 2,
        "operation": None,
        EXAMPLE.contract.per: None,
        "delaySeconds": 0,
        "fault": None,
    }
    call(green_api_mock, "POST", "/_mock/answers", json={"answer": "429"})
    assert [ask(green_api_mock) for _ in range(4)] == [500, 500, 429, 200]


@pytest.mark.parametrize(
    "order",
    [
        {},
        [],
        {"answer": ""},
        {"answer": 5.5},
        {"answer": True},
        {"fault": "fire"},
        {"fault": "silence", "status": 503},
        {"answer": "499", "status": 503},
        {"status": 99},
        {"status": "503"},
        {"status": 503, "headers": {"X": 1}},
        {"status": 503, "headers": {"X": "a\r\nb"}},
        {"status": 503, "headers": []},
        {"answer": "499", "body": "a"},
        {"answer": "499", EXAMPLE.contract.per: 1.5},
        {"times": 2},
        {"status": None},
        {"answer": "499", "operation": None},
        {"answer": "499", "times": 0},
        {"answer": "499", "times": True},
        {"answer": "499", "times": 1.5},
        {"answer": "499", "times": 1_000_001},
        {"answer": "499", "delaySeconds": -1},
        {"answer": "499", "delaySeconds": 601},
        {"answer": "499", "more": 1},
    ],
)
def test_a_broken_order_is_refused(green_api_mock: GreenApiMock, order: Any) -> None:
    assert call(green_api_mock, "POST", "/_mock/answers", json=order).status_code == 400
    assert ask(green_api_mock) == 200


def test_an_order_of_an_unknown_answer_is_refused_with_a_list(
    green_api_mock: GreenApiMock,
) -> None:
    refused = call(green_api_mock, "POST", "/_mock/answers", json={"answer": "nix"})
    assert refused.status_code == 404
    assert "It has: " in refused.json()["error"]


def test_an_order_that_is_no_json_is_refused(green_api_mock: GreenApiMock) -> None:
    json_type = {"Content-Type": "application/json"}
    for content, headers, status in (
        (b"{", json_type, 400),
        (b" " * 20_000, json_type, 413),
        (b'{"answer": "499"}', {"Content-Type": "text/plain"}, 415),
    ):
        refused = call(green_api_mock, "POST", "/_mock/answers", content=content, headers=headers)
        assert refused.status_code == status


def test_an_order_may_come_in_pieces(green_api_mock: GreenApiMock) -> None:
    def pieces() -> Iterator[bytes]:
        for piece in (b'{"answer":', b' "499"}'):
            yield piece
            time.sleep(0.1)

    headers = {"Content-Type": "application/json"}
    ordered = call(green_api_mock, "POST", "/_mock/answers", content=pieces(), headers=headers)
    assert ordered.status_code == 201
    assert ask(green_api_mock) == 499


def test_more_orders_than_any_test_has_are_refused(
    green_api_mock: GreenApiMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoints, "MOST_ORDERS", 2)
    statuses = [
        call(green_api_mock, "POST", "/_mock/answers", json={"answer": "499"}).status_code
        for _ in range(3)
    ]
    assert statuses == [201, 201, 409]
    call(green_api_mock, "DELETE", "/_mock/state")
    assert call(green_api_mock, "POST", "/_mock/answers", json={"answer": "499"}).is_success


def test_one_order_can_be_taken_back(green_api_mock: GreenApiMock) -> None:
    orders = [{"status": status} for status in (501, 502, 503)]
    placed = call(green_api_mock, "POST", "/_mock/answers", json=orders).json()["answers"]
    numbers = [order["id"] for order in placed]
    assert len(set(numbers)) == 3
    changes = call(green_api_mock, "GET", "/_mock/health").json()["orders"]
    path = f"/_mock/answers?id={numbers[1]}"
    statuses = [call(green_api_mock, "DELETE", path).status_code for _ in range(2)]
    assert statuses == [204, 404]
    assert call(green_api_mock, "GET", "/_mock/health").json()["orders"] == changes + 1
    assert [ask(green_api_mock) for _ in range(3)] == [501, 503, 200]
    assert call(green_api_mock, "GET", "/_mock/health").json()["orders"] == changes + 3
    for wrong in ("x", "", "9" * 5000):
        answer = call(green_api_mock, "DELETE", f"/_mock/answers?id={wrong}")
        assert answer.status_code == 400


def test_an_instance_is_a_number_only_as_far_as_javascript_has_it(
    green_api_mock: GreenApiMock,
) -> None:
    for instance, told in (("1" * 15, int("1" * 15)), ("9" * 16, "9" * 16), ("07", "07")):
        order = {"status": 503, EXAMPLE.contract.per: instance}
        placed = call(green_api_mock, "POST", "/_mock/answers", json=order).json()
        assert placed[EXAMPLE.contract.per] == told


def test_everything_is_forgotten_on_demand(green_api_mock: GreenApiMock) -> None:
    ask(green_api_mock)
    call(green_api_mock, "POST", "/_mock/answers", json={"answer": "499"})
    assert call(green_api_mock, "DELETE", "/_mock/state").status_code == 204
    assert call(green_api_mock, "GET", "/_mock/requests").json()["requests"] == []
    assert ask(green_api_mock) == 200


def test_the_scenarios_and_the_files_can_be_read(green_api_mock: GreenApiMock) -> None:
    rows = call(green_api_mock, "GET", "/_mock/scenarios").json()["scenarios"]
    assert [(row["operation"], row["name"], row["fault"]) for row in rows] == [
        (operation.id, scenario.name, scenario.fault and scenario.fault.value)
        for operation in EXAMPLE.contract.operations
        for scenario in operation.scenarios
    ]
    files = call(green_api_mock, "GET", "/_mock/files").json()["files"]
    assert {(file["operation"], file["answer"]) for file in files} <= {
        (operation.id, answer.name)
        for operation in EXAMPLE.contract.operations
        for answer in operation.answers
    }


def test_the_documents_can_be_read(green_api_mock: GreenApiMock) -> None:
    served = call(green_api_mock, "GET", "/_mock/contract").json()
    assert served == EXAMPLE.contract.document
    own = httpx.get(green_api_mock.url + "/_mock/openapi.yaml")
    assert yaml.safe_load(own.text) == DESCRIPTION


def test_the_description_knows_every_reason() -> None:
    described = DESCRIPTION["components"]["schemas"]["Reason"]["properties"]["kind"]["enum"]
    assert described == [kind.value for kind in Kind]


def test_another_method_is_told_the_right_one(green_api_mock: GreenApiMock) -> None:
    refused = httpx.get(green_api_mock.url + "/_mock/state")
    assert refused.status_code == 405
    assert refused.headers["Allow"] == "DELETE"
    assert httpx.get(green_api_mock.url + "/_mock/nothing").status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "example.org"},
        {"Host": "example.org", "Origin": "http://example.org"},
    ],
    ids=str,
)
def test_pages_of_other_origins_have_no_access(
    green_api_mock: GreenApiMock, headers: dict[str, str]
) -> None:
    for method, path in (
        ("GET", "/_mock/requests"),
        ("POST", "/_mock/answers"),
        ("DELETE", "/_mock/state"),
    ):
        assert call(green_api_mock, method, path, headers=headers).status_code == 403


def test_the_mocks_own_page_has_access(green_api_mock: GreenApiMock) -> None:
    headers = {"Origin": green_api_mock.url, "Sec-Fetch-Site": "same-origin"}
    assert call(green_api_mock, "GET", "/_mock/requests", headers=headers).status_code == 200


def test_loopback_is_known_by_its_names() -> None:
    for host in ("127.0.0.1", "127.9.9.9", "::1", "localhost", "LOCALHOST", "mock.localhost"):
        assert is_loopback(host)
    for host in ("0.0.0.0", "10.0.0.1", "::", "example.org", "localhost.example.org", ""):
        assert not is_loopback(host)
