"""The contract may change while the mock runs."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.mock.command import END_SECONDS, RunningCommand, running
from tests.mock.depot import CONTRACT as PARCELS_FILE
from tests.mock.depot import Depot
from tests.mock.example import CONTRACT_FILE, EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

PARCELS = PARCELS_FILE.read_text(encoding="utf-8")
NEW_VALUE = "NEW0SCENARIO0OF0A0COPY0OF0IT0000"


def eventually(find: Callable[[], Any]) -> Any:
    """The first true value of a function that is asked again and again."""
    end = time.monotonic() + END_SECONDS
    while not (found := find()) and time.monotonic() < end:
        time.sleep(0.1)
    return found


def with_new_example(text: str) -> str:
    """A contract with one more example after its first one."""
    default = EXAMPLE.operation.default
    (link,) = default.links[0]
    marker = f"                {default.name}:\n"
    assert text.count(marker) == 1
    example = (
        "                newlyAdded:\n"
        "                  summary: Added by a test\n"
        f"                  x-mock: {{ when: {{ {EXAMPLE.fields[1]}: {NEW_VALUE} }} }}\n"
        f"                  value: {{ {link}: 'https://example.org/new.pdf' }}\n"
    )
    before, after = text.split("        '400':\n", 1)
    at = before.index(marker)
    end = before.index("\n                ", at + len(marker) + 200)
    while before[end + 17] == " ":
        end = before.index("\n                ", end + 1)
    return before[: end + 1] + example + before[end + 1 :] + "        '400':\n" + after


def ask(mock: RunningCommand) -> str:
    body = EXAMPLE.body | {EXAMPLE.fields[1]: NEW_VALUE}
    answer = httpx.post(mock.url + EXAMPLE.path(), json=body)
    assert answer.status_code == 200
    return answer.text


def test_a_new_example_is_a_new_scenario_without_any_other_change(tmp_path: Path) -> None:
    contract = tmp_path / "copy.yaml"
    text = CONTRACT_FILE.read_text(encoding="utf-8")
    contract.write_text(text, encoding="utf-8")
    with running("--contract", str(contract)) as mock:
        assert "newlyAdded" not in ask(mock)
        contract.write_text(with_new_example(text), encoding="utf-8")
        assert eventually(lambda: "/newlyAdded/new.pdf" in ask(mock))
        scenarios = httpx.get(f"{mock.url}/_mock/scenarios").json()["scenarios"]
        assert any(row["name"] == "newlyAdded" for row in scenarios)


def test_what_is_remembered_outlives_another_contract(tmp_path: Path) -> None:
    contract = tmp_path / "copy.yaml"
    text = CONTRACT_FILE.read_text(encoding="utf-8")
    contract.write_text(text, encoding="utf-8")
    with running("--contract", str(contract)) as mock:
        ask(mock)
        order = {"status": 503, "operation": EXAMPLE.operation.id}
        assert httpx.post(f"{mock.url}/_mock/answers", json=order).is_success
        contract.write_text(text.replace("version: 0.1.0", "version: 0.1.1"), encoding="utf-8")
        assert eventually(lambda: mock.health()["contract"]["version"] == "0.1.1")
        assert len(httpx.get(f"{mock.url}/_mock/answers").json()["answers"]) == 1
        assert len(httpx.get(f"{mock.url}/_mock/requests").json()["requests"]) == 1
        answer = httpx.post(mock.url + EXAMPLE.path(), json=EXAMPLE.body)
        assert answer.status_code == 503


@contextmanager
def depots(tmp_path: Path) -> Iterator[tuple[RunningCommand, Callable[[str], None]]]:
    """A mock of a contract that remembers, and what serves another text of it."""
    contract = tmp_path / "copy.yaml"
    contract.write_text(PARCELS, encoding="utf-8")
    with running("--contract", str(contract), "--time-factor", "20") as mock:

        def serve(text: str) -> None:
            revision = mock.health()["contract"]["revision"]
            assert text != PARCELS
            contract.write_text(text, encoding="utf-8")
            assert eventually(lambda: mock.health()["contract"]["revision"] > revision)

        yield mock, serve


def test_what_an_instance_remembers_outlives_another_contract(tmp_path: Path) -> None:
    with depots(tmp_path) as (mock, serve), Depot(mock.url, 1) as depot:
        first, second = depot.trigger("parcel", times=2)
        sent = depot.http.post("/send", json={"to": "north"}).json()
        depot.http.put("/rules", json={"open": False})
        assert depot.next()["at"]["ticket"] == 1
        before = depot.control("GET", "memory").json()
        picture = depot.http.get(first["body"]["picture"]["link"]).content
        serve(PARCELS.replace("version: '1'", "version: '2'"))
        assert depot.control("GET", "memory").json() == before
        assert depot.http.get("/rules").json() == {"open": False, "tellAt": ""}
        assert depot.http.get(first["body"]["picture"]["link"]).content == picture
        assert depot.take(1) == {"taken": True}, "it was given before"
        assert depot.next() == {"at": {"ticket": 2}, "parcel": second["body"]}
        found = depot.http.post("/parcels", json={"number": sent["number"]}).json()
        assert found["to"] == "north"
        depot.http.put("/rules", json={"open": True})
        assert depot.trigger("parcel")[0]["ticket"] == 4, "numbers go on"
        mock.process.terminate()
        _, errors = mock.process.communicate(timeout=END_SECONDS)
    assert "forgotten" not in errors


def test_who_waits_gets_what_comes_after_another_contract(tmp_path: Path) -> None:
    with (
        depots(tmp_path) as (mock, serve),
        Depot(mock.url, 1) as depot,
        ThreadPoolExecutor(1) as pool,
    ):
        waiting = pool.submit(depot.next, 600)
        assert eventually(lambda: depot.control("GET", "requests").json()["requests"])
        serve(PARCELS.replace("version: '1'", "version: '2'"))
        (row,) = depot.trigger("parcel")
        assert waiting.result(END_SECONDS)["parcel"] == row["body"]


def test_what_the_contract_no_longer_knows_is_forgotten_and_said(tmp_path: Path) -> None:
    with depots(tmp_path) as (mock, serve), Depot(mock.url, 1) as depot:
        depot.trigger("parcel", times=2)
        depot.http.put("/rules", json={"open": False})
        depot.http.get("/rules")
        other = PARCELS.replace("arrivals: { keep", "letters: { keep")
        for word in ("queue", "peek", "drop"):
            other = other.replace(f"{word}: arrivals", f"{word}: letters")
        serve(other.replace("tellAt: ''", "tellAt: '', colour: red"))
        assert depot.next() is None
        assert len(depot.journal()) == 2
        assert depot.http.get("/rules").json() == {"open": False, "tellAt": "", "colour": "red"}
        (told,) = depot.control("GET", "memory").json()["instances"]
        assert told["lengths"] == {"queues": {"letters": 0}, "journals": {"parcels": 2}}
        depot.http.put("/rules", json={"open": True})
        assert depot.trigger("parcel")[0]["ticket"] == 1, "another queue"
        mock.process.terminate()
        _, errors = mock.process.communicate(timeout=END_SECONDS)
    (line,) = [line for line in errors.splitlines() if "forgotten" in line]
    assert line == "It no longer knows these, so they are forgotten: the queue arrivals."


def test_an_upload_whose_trigger_is_lost_meanwhile_is_asked_to_come_again(tmp_path: Path) -> None:
    begun, go_on = threading.Event(), threading.Event()
    picture = {"picture": ("p.png", b"a picture", "image/png")}
    with (
        depots(tmp_path) as (mock, serve),
        Depot(mock.url, 1) as depot,
        ThreadPoolExecutor(1) as pool,
    ):
        upload = depot.http.build_request(
            "POST", "/photograph", data={"to": "north"}, files=picture
        )
        body = upload.read()

        def slowly() -> Iterator[bytes]:
            yield body[:-9]
            begun.set()
            go_on.wait(END_SECONDS)
            yield body[-9:]

        waiting = pool.submit(
            depot.http.post, "/photograph", content=slowly(), headers=upload.headers
        )
        assert begun.wait(END_SECONDS)
        serve(PARCELS.replace("sentPicture", "sentPhotograph"))
        go_on.set()
        answer = waiting.result(END_SECONDS)
        assert (answer.status_code, answer.text.partition(":")[0]) == (503, "mock restarting")
        assert depot.next() is None
        again = depot.http.post("/photograph", content=body, headers=upload.headers)
        assert again.status_code == 200
        assert depot.next()["parcel"]["number"] == again.json()["number"]


def test_a_contract_with_a_mistake_of_any_kind_does_not_end_the_looking(tmp_path: Path) -> None:
    contract = tmp_path / "copy.yaml"
    text = CONTRACT_FILE.read_text(encoding="utf-8")
    contract.write_text(text, encoding="utf-8")
    with running("--contract", str(contract)) as mock:
        path = EXAMPLE.operation.template
        for mistake, reason in (
            (text.replace(f"  {path}:", f"  {path}/{{x}}:"), "`x` is in the path"),
            (text.replace("\n  per: ", "\n  per: un"), "must name a parameter"),
            (text.replace("openapi: 3.1.0", "openapi: 3.1.0\nx-a: { $ref: '#/nowhere' }"), "Prism"),
        ):
            assert mistake != text
            contract.write_text(mistake, encoding="utf-8")
            assert eventually(lambda: mock.health()["contract"]["error"]), reason
            assert reason in mock.health()["contract"]["error"]
            ask(mock)
            contract.write_text(text + f"# {reason}", encoding="utf-8")
            assert eventually(lambda: mock.health()["contract"]["error"] is None)
        mock.process.terminate()
        _, errors = mock.process.communicate(timeout=END_SECONDS)
        assert mock.process.returncode == 0
        assert "Traceback" not in errors


def test_a_broken_contract_leaves_the_last_good_one_in_use(tmp_path: Path) -> None:
    contract = tmp_path / "copy.yaml"
    text = CONTRACT_FILE.read_text(encoding="utf-8")
    contract.write_text(text, encoding="utf-8")
    with running("--contract", str(contract)) as mock:
        contract.write_text("openapi: [", encoding="utf-8")
        error = eventually(lambda: mock.health()["contract"]["error"])
        assert "copy.yaml cannot be used: it is not YAML" in error
        assert mock.health()["status"] == "ok"
        ask(mock)
        contract.unlink()
        assert eventually(lambda: "cannot be read" in mock.health()["contract"]["error"])
        ask(mock)
        contract.write_text(text.replace("version: 0.1.0", "version: 0.1.1"), encoding="utf-8")
        assert eventually(lambda: mock.health()["contract"]["version"] == "0.1.1")
        assert mock.health()["contract"]["error"] is None
        ask(mock)
        mock.process.terminate()
        _, errors = mock.process.communicate(timeout=END_SECONDS)
    assert errors.count("The last good contract is served") == 2
    assert "Traceback" not in errors
