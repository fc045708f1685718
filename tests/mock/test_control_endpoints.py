"""What each control endpoint answers, within one process."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from typing import TYPE_CHECKING, Any

import httpx
import jsonschema
import pytest
import yaml

from green_api_mock.api.limits import Limits
from green_api_mock.contract import read_contract
from green_api_mock.control import remembering
from tests.mock.depot import CONTRACT
from tests.mock.example import ROOT
from tests.mock.indoors import DEPOTS, Indoors, served

if TYPE_CHECKING:
    from pathlib import Path

OPERATIONS = [
    operation["operationId"]
    for methods in yaml.safe_load(CONTRACT.read_text("utf-8"))["paths"].values()
    for operation in methods.values()
    if "operationId" in operation
]
DESCRIPTION: dict[str, Any] = yaml.safe_load(
    (ROOT / "mock" / "green_api_mock" / "control" / "control.yaml")
    .read_text("utf-8")
    .replace("callerId", "depot")
)
JSON = {"Content-Type": "application/json"}


def deliver(mock: Indoors, *instances: str) -> None:
    """Let something be delivered to each."""
    what = {"url": "http://localhost/", "item": 1, "trigger": "parcel", "body": b"{}"}
    for each in instances:
        mock.state.session.postman.attempts.note(
            **what, instance=each, at=1.5, status=200, said="", seconds=0.5
        )


async def test_every_endpoint_answers_as_it_is_described(mock: Indoors) -> None:
    await mock.http.post("/_mock/triggers", json={"trigger": "parcel"})
    await mock.http.post("/_mock/answers", json={"status": 503})
    await mock.http.get("/depots/2/rules")
    deliver(mock, "1")
    for path, methods in DESCRIPTION["paths"].items():
        names = sorted(method.upper() for method in methods)
        refused = await mock.http.patch(path)
        assert (refused.status_code, refused.headers["Allow"]) == (405, ", ".join(names)), path
        if "get" not in methods:
            continue
        (described,) = methods["get"]["responses"]["200"]["content"].items()
        answer = await mock.http.get(path)
        head = await mock.http.head(path)
        for each in (answer, head):
            assert each.status_code == 200, path
            assert each.headers["Content-Type"].partition(";")[0] == described[0], path
        assert head.content == b""
        if described[0] == "application/json":
            schema = described[1]["schema"] | {"components": DESCRIPTION["components"]}
            jsonschema.validate(answer.json(), schema)
    for path, methods in DESCRIPTION["paths"].items():
        if "delete" in methods:
            assert (await mock.http.delete(path)).status_code == 204
    assert (await mock.http.get("/_mock/answers")).json() == {"answers": []}


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("nothing", 404, "There is nothing at /_mock/nothing."),
        ("requests?depot=", 400, "`depot` must not be empty."),
        (
            "requests?operation=no",
            404,
            f"The contract has no operation 'no'. It has: {', '.join(OPERATIONS)}.",
        ),
        (f"requests?after={'9' * 21}", 400, "`after` must be a whole number."),
        ("deliveries?after=-1", 400, "`after` must be a whole number."),
        ("deliveries?most=\u0663", 400, "`most` must be a whole number."),
        ("memory?most=", 400, "`most` must be a whole number."),
    ],
)
async def test_what_cannot_be_asked_for(mock: Indoors, path: str, status: int, words: str) -> None:
    refused = await mock.http.get(f"/_mock/{path}")
    assert (refused.status_code, refused.json()) == (status, {"error": words})
    assert "Allow" not in refused.headers


@pytest.mark.parametrize(
    ("body", "headers", "status", "words"),
    [
        (b"{}", {"Content-Type": "text/plain"}, 415, "Send application/json."),
        (b"{", JSON, 400, "The body is not JSON."),
        (b"[]", JSON, 400, 'Send an object: {"trigger": "..."}.'),
        (b'{"trigger": "no"}', JSON, 404, "The contract has no trigger 'no'."),
        (b'{"trigger": "parcel", "times": 0}', JSON, 400, "`times` must be a whole number"),
        *(
            (
                json.dumps({"trigger": "parcel", "depot": depot}).encode(),
                JSON,
                400,
                "`depot` must be a number or a text.",
            )
            for depot in (True, 1.5, [1])
        ),
    ],
)
async def test_what_cannot_be_made_to_come(
    mock: Indoors, body: bytes, headers: dict[str, str], status: int, words: str
) -> None:
    refused = await mock.http.post("/_mock/triggers", content=body, headers=headers)
    assert refused.status_code == status
    assert refused.json()["error"].startswith(words)
    assert mock.state.session.remembered() == []


async def test_the_largest_order_is_of_16_kb(mock: Indoors) -> None:
    order = b'{"status": 503}'
    for size, status in ((16 * 1024, 201), (16 * 1024 + 1, 413)):
        sent = await mock.http.post("/_mock/answers", content=order.ljust(size), headers=JSON)
        assert sent.status_code == status


@pytest.mark.parametrize(
    ("size", "status"),
    [(140 * 1024**2 + 1, 413), (4 * 100_000_000 // 3 + 1024, 400)],
    ids=["more than any file", "a file of 100 MB in base64"],
)
async def test_a_trigger_may_bring_the_largest_file(mock: Indoors, size: int, status: int) -> None:
    mock.state.gateway.limits = Limits(body_seconds=0.01)
    url = httpx.URL(mock.url)
    reader, writer = await asyncio.open_connection(url.host, url.port)
    head = f"POST /_mock/triggers HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\n\r\n"
    writer.write(head.encode() + b"{")  # and nothing more comes
    assert (await reader.readline()).split()[1] == str(status).encode()
    writer.close()


async def test_a_contract_that_tells_no_callers_apart_has_nothing_of_one_caller() -> None:
    async with served(dataclasses.replace(DEPOTS, per="")) as mock:
        refused = await mock.http.get("/_mock/requests?callerId=1")
        assert refused.status_code == 400
        assert refused.json() == {"error": "The contract tells no callers apart (x-mock > per)."}
        assert (await mock.http.get("/_mock/triggers")).json()["caller"] == "callerId"


async def test_health_says_whether_prism_is_there(mock: Indoors) -> None:
    for is_ready, status, word in ((True, 200, "ok"), (False, 503, "restarting")):
        mock.prism.is_ready = is_ready
        health = await mock.http.get("/_mock/health")
        assert (health.status_code, health.json()["status"]) == (status, word)
        assert health.json()["contract"]["revision"] == 1


async def test_what_can_be_made_to_come_is_told(mock: Indoors) -> None:
    told = (await mock.http.get("/_mock/triggers")).json()
    rows = {row["name"]: row for row in told["triggers"]}
    assert told["caller"] == "depot"
    assert rows["moved"] == {
        "name": "moved",
        "summary": rows["moved"]["summary"],
        "webhook": "parcelMoved",
        "value": {"number": "P1", "state": "moved"},
        "takesFile": False,
        "madeAnew": {},
    }
    assert (rows["parcel"]["summary"], rows["parcel"]["takesFile"]) == ("A parcel came", True)


@pytest.mark.parametrize("depot", [None, 1, "1"])
async def test_what_came_has_its_number_as_the_contract_calls_it(mock: Indoors, depot: Any) -> None:
    came = await mock.http.post("/_mock/triggers", json={"trigger": "moved", "depot": depot})
    assert came.status_code == 201
    assert came.json() == {"arrivals": [{"ticket": 1, "body": {"number": "P1", "state": "moved"}}]}
    # The depot of the contract's example, if none is named.
    assert [each.instance for each in mock.state.session.remembered()] == ["1"]


async def test_what_has_no_queue_comes_all_the_same(tmp_path: Path) -> None:
    text = CONTRACT.read_text("utf-8")
    queued = "        queue: arrivals\n        update:"
    assert queued in text
    contract = tmp_path / "contract.yaml"
    contract.write_text(text.replace(queued, "        update:"), "utf-8")
    async with served(read_contract(contract)) as mock:
        came = await mock.http.post("/_mock/triggers", json={"trigger": "moved"})
        body = {"number": "P1", "state": "moved"}
        row = {"number": None, "body": body, "notQueued": "parcelMoved is not queued"}
        assert came.json() == {"items": [row]}
        waiting = {"trigger": "moved", "whenPolled": True}
        refused = await mock.http.post("/_mock/triggers", json=waiting)
        assert refused.status_code == 400
        assert "no queue" in refused.json()["error"]


async def test_what_waits_for_a_poll_comes_with_it(mock: Indoors) -> None:
    order = {"trigger": "moved", "whenPolled": True}
    came = asyncio.create_task(mock.http.post("/_mock/triggers", json=order))
    polled = await mock.http.get("/depots/1/arrivals", params={"patience": 60})
    assert (await came).json()["arrivals"][0]["ticket"] == polled.json()["at"]["ticket"]


async def test_nobody_waits_for_a_poll_forever(
    mock: Indoors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembering, "stall", lambda _: asyncio.sleep(0))
    order = {"trigger": "moved", "whenPolled": True}
    late = await mock.http.post("/_mock/triggers", json=order)
    assert late.status_code == 408
    assert late.json() == {"error": "Nobody asked for arrivals in time."}
    assert mock.state.session.world("1").remembered.waiting() == {"arrivals": 0}


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [1, 2, 3]),
        ("?most=0", []),
        ("?most=1", [3]),
        ("?most=2", [2, 3]),
        ("?most=9", [1, 2, 3]),
        ("?after=1", [2, 3]),
        (f"?after={'9' * 20}", []),
        ("?depot=1&most=1", [2]),
    ],
)
async def test_the_newest_deliveries_are_told(
    mock: Indoors, query: str, numbers: list[int]
) -> None:
    deliver(mock, "1", "1", "north")
    told = (await mock.http.get(f"/_mock/deliveries{query}")).json()
    assert told["total"] == 3
    assert [row["number"] for row in told["deliveries"]] == numbers
    depots = {1: 1, 2: 1, 3: "north"}
    assert [row["depot"] for row in told["deliveries"]] == [depots[each] for each in numbers]


async def test_a_hundred_instances_are_told_whoever_was_busy_last_first(mock: Indoors) -> None:
    for number in range(1, 102):
        mock.state.session.world(str(number))
    told = (await mock.http.get("/_mock/instances")).json()
    assert told["total"] == 101
    assert told["instances"] == [{"depot": n, "waiting": {}} for n in range(101, 1, -1)]


@pytest.mark.parametrize(("query", "count"), [("", 2), ("?most=1", 1), ("?depot=1&most=0", 0)])
async def test_of_what_is_remembered_no_more_is_told_than_is_wanted(
    mock: Indoors, query: str, count: int
) -> None:
    await mock.http.post("/_mock/triggers", json={"trigger": "parcel", "times": 2})
    (row,) = (await mock.http.get(f"/_mock/memory{query}")).json()["instances"]
    assert (row["depot"], len(row["queues"]["arrivals"])) == (1, count)
    assert row["lengths"]["queues"] == {"arrivals": 2}
