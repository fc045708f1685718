"""A contract's words of memory do what they say."""

from __future__ import annotations

import base64
import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import httpx
import jsonschema
import pytest
import yaml

from green_api_mock.contract import MediaRule
from green_api_mock.memory.files import Files
from green_api_mock.storage.files import SampleFile
from green_api_mock.storage.serving import Stored
from tests.mock.command import running
from tests.mock.depot import CONTRACT, Depot, Receiver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PICTURE = b"\x89PNG not really a picture"


# How many seconds of the mock pass in one of these tests.
FACTOR = 20
NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def mock() -> Iterator[str]:
    with running("--contract", str(CONTRACT), "--time-factor", str(FACTOR)) as command:
        yield command.url


@pytest.fixture
def depot(mock: str) -> Iterator[Depot]:
    """An instance that no other test has."""
    with Depot(mock, next(NUMBERS)) as depot:
        yield depot


# The queue


def test_the_oldest_is_given_until_it_is_taken(depot: Depot) -> None:
    first, second = depot.trigger("parcel", times=2)
    assert [depot.next()["at"]["ticket"] for _ in range(2)] == [1, 1]
    assert depot.next()["parcel"] == first["body"]
    assert depot.take(1) == {"taken": True}
    assert depot.next() == {"at": {"ticket": 2}, "parcel": second["body"]}
    assert depot.take(1) == {"taken": False}
    assert depot.take(2) == {"taken": True}
    assert depot.next() is None


def test_only_what_was_given_can_be_taken(depot: Depot) -> None:
    depot.trigger("parcel", times=2)
    assert depot.take(1) == {"taken": False}, "nobody has seen it"
    assert depot.next()["at"]["ticket"] == 1
    assert depot.take(2) == {"taken": False}, "the first is before it"


def test_whoever_waits_gets_what_comes(depot: Depot) -> None:
    timer = threading.Timer(0.3, depot.trigger, ["parcel"])
    timer.start()
    began = time.monotonic()
    assert depot.next(patience=20 * FACTOR)["at"]["ticket"] == 1
    assert 0.2 < time.monotonic() - began < 15
    timer.join()


def test_nobody_waits_longer_than_wanted(depot: Depot) -> None:
    began = time.monotonic()
    assert depot.next(patience=FACTOR) is None
    assert time.monotonic() - began >= 1


def test_one_can_overtake_another_that_nobody_has_seen(depot: Depot) -> None:
    depot.trigger("parcel")
    depot.next()
    depot.trigger("parcel")
    depot.trigger("parcelFirst")
    tickets: list[int] = []
    while (arrival := depot.next()) is not None:
        tickets.append(arrival["at"]["ticket"])
        depot.take(tickets[-1])
    assert tickets == [1, 3, 2], "the one that was given stays the first"


def test_the_same_can_come_twice(depot: Depot) -> None:
    one, two = depot.trigger("parcelTwice")
    assert one["body"] == two["body"]
    assert (one["ticket"], two["ticket"]) == (1, 2)


def test_each_instance_is_a_world_of_its_own(depot: Depot) -> None:
    with depot.other(77) as other:
        depot.trigger("parcel")
        other.trigger("parcel", times=2)
        other.http.put("/rules", json={"open": False})
        assert len(depot.journal()) == 1
        assert depot.http.get("/rules").json()["open"] is True
        depot.control("DELETE", f"state?depot={other.number}")
        assert other.next() is None
        assert other.journal() == []
        assert other.http.get("/rules").json()["open"] is True
        assert depot.next() is not None


def test_what_is_forgotten_begins_anew_and_comes_no_more(depot: Depot) -> None:
    depot.trigger("parcelInParts")
    depot.next()
    depot.control("DELETE", f"state?depot={depot.number}")
    depot.trigger("parcel")
    assert depot.take(1) == {"taken": False}, "nobody has seen this one"
    assert depot.next()["at"]["ticket"] == 1
    depot.take(1)
    assert depot.next(patience=40) is None, "the second part is of what was forgotten"


def test_all_who_wait_are_given_what_comes(depot: Depot) -> None:
    with ThreadPoolExecutor(3) as pool:
        waiting = [pool.submit(depot.next, 30 * FACTOR) for _ in range(3)]
        time.sleep(0.5)
        depot.trigger("parcel")
        # The first of them does not take it: then the others would have waited in vain.
        assert [one.result()["at"]["ticket"] for one in waiting] == [1, 1, 1]


# What is triggered


def test_what_is_triggered_is_new_each_time(depot: Depot) -> None:
    one, two = depot.trigger("parcel", times=2)
    assert one["body"]["number"] != two["body"]["number"]
    assert abs(one["body"]["when"] - time.time()) < 60
    assert one["body"]["depot"] == depot.number


def test_values_can_be_changed_and_taken_away(depot: Depot) -> None:
    changes = {"of.weight": 5, "sender.name": "Ann", "picture": None}
    (row,) = depot.trigger("parcel", set=changes)
    assert row["body"]["of"] == {"weight": 5}
    assert row["body"]["sender"] == {"name": "Ann"}
    assert "picture" not in row["body"]


@pytest.mark.parametrize(
    ("wanted", "status", "said"),
    [
        ({"trigger": "letter"}, 404, "parcelTwice"),
        ({"trigger": "parcel", "set": {"of.size": 1}}, 400, "of.weight"),
        ({"trigger": "parcel", "times": 0}, 400, "times"),
        ({"trigger": "parcel", "times": True}, 400, "times"),
        ({"trigger": "parcel", "when": 1}, 400, "whenPolled"),
        ({"trigger": "parcel", "file": {"name": "x"}}, 400, "base64"),
        ({"trigger": "parcel", "file": {"name": "x", "base64": "%"}}, 400, "base64"),
        ({"trigger": "moved", "file": {"name": "x", "base64": "eA=="}}, 400, "no file"),
        ({"trigger": "parcel", "depot": [1]}, 400, "depot"),
        ([], 400, "trigger"),
    ],
)
def test_a_wrong_trigger_is_refused_with_a_sentence(
    depot: Depot, wanted: Any, status: int, said: str
) -> None:
    answer = depot.control("POST", "triggers", wanted)
    assert answer.status_code == status
    assert said in answer.json()["error"]
    assert depot.next() is None


def test_what_the_rules_forbid_is_not_queued_and_the_trigger_says_so(depot: Depot) -> None:
    depot.http.put("/rules", json={"open": False})
    (row,) = depot.trigger("parcel")
    assert row["ticket"] is None
    assert "rules.open" in row["notQueued"]
    assert depot.next() is None


def test_a_trigger_can_wait_until_somebody_asks(depot: Depot) -> None:
    rows: list[Any] = []
    thread = threading.Thread(
        target=lambda: rows.extend(depot.trigger("parcel", whenPolled=True)), daemon=True
    )
    thread.start()
    time.sleep(0.3)
    assert rows == [], "nobody has asked yet"
    assert depot.next(patience=20 * FACTOR)["at"]["ticket"] == 1
    thread.join(10)
    assert rows[0]["ticket"] == 1


def test_what_follows_comes_later_under_the_same_number(depot: Depot) -> None:
    (row,) = depot.trigger("parcelInParts")
    depot.next()
    depot.take(1)
    later = depot.next(patience=20 * FACTOR)
    assert later["parcel"]["number"] == row["body"]["number"]
    assert later["parcel"]["of"] == {"weight": 9}
    assert depot.http.get(later["parcel"]["picture"]["link"]).status_code == 200


# Files


def test_the_file_behind_a_payload_is_that_file(depot: Depot) -> None:
    file = {"name": "me & you.png", "base64": base64.b64encode(PICTURE).decode()}
    (row,) = depot.trigger("parcel", file=file)
    picture = row["body"]["picture"]
    assert (picture["name"], picture["type"]) == ("me & you.png", "image/png")
    came = depot.http.get(picture["link"])
    assert came.content == PICTURE
    assert came.headers["Content-Type"] == "image/png"
    link = depot.http.post("/picture", json={"number": row["body"]["number"]}).json()["at"]
    assert depot.http.get(link).content == PICTURE


def test_without_a_file_there_is_a_sample_of_its_kind(depot: Depot) -> None:
    (row,) = depot.trigger("parcel")
    assert depot.http.get(row["body"]["picture"]["link"]).content.startswith(b"\x89PNG\r\n")


def test_a_link_that_has_expired_can_be_renewed(depot: Depot) -> None:
    (row,) = depot.trigger("parcelFaded")
    assert depot.http.get(row["body"]["picture"]["link"]).status_code == 403
    renewed = depot.http.post("/picture", json={"number": row["body"]["number"]}).json()["at"]
    assert depot.http.get(renewed).status_code == 200


def test_the_oldest_files_make_room_for_as_many_bytes_as_there_are() -> None:
    files = Files(most=9, most_bytes=10)
    kept = [
        files.keep((str(n),), Stored("a", SampleFile(b"four", ""), MediaRule(), 4))
        for n in range(9)
    ]
    assert [files.at(key) is not None for key in kept] == [False] * 7 + [True] * 2


def test_what_nobody_sent_has_the_examples_file(depot: Depot) -> None:
    link = depot.http.post("/picture", json={"number": "nobody"}).json()["at"]
    assert depot.http.get(link).status_code == 200


def test_a_strict_mock_knows_only_what_came() -> None:
    with (
        running("--contract", str(CONTRACT), "--strict") as command,
        Depot(command.url, 1) as depot,
    ):
        assert depot.http.post("/picture", json={"number": "nobody"}).status_code == 400
        assert depot.http.post("/parcels", json={"number": "nobody"}).json() == {"number": ""}
        (row,) = depot.trigger("parcel")
        known = {"number": row["body"]["number"]}
        assert depot.http.post("/picture", json=known).status_code == 200
        assert depot.http.post("/parcels", json=known).json()["weight"] == 2


# Journals, documents, sending


def test_what_came_is_in_the_journal(depot: Depot) -> None:
    one, two = depot.trigger("parcel", times=2)
    rows = depot.journal()
    assert [row["number"] for row in rows] == [two["body"]["number"], one["body"]["number"]]
    assert rows[0] == {
        "way": "in",
        "weight": 2,
        "number": two["body"]["number"],
        "when": two["body"]["when"],
    }
    found = depot.http.post("/parcels", json={"number": one["body"]["number"]}).json()
    assert found == rows[1]
    assert depot.http.post("/parcels", json={"number": "nobody"}).json() == {"number": "P1"}


def test_the_journal_leaves_out_what_is_too_old(depot: Depot) -> None:
    depot.trigger("parcel", set={"when": int(time.time()) - 600})
    assert depot.journal(minutes=5) == []
    assert len(depot.journal(minutes=15)) == 1
    assert len(depot.journal()) == 1, "by default an hour"


def test_what_is_sent_comes_round(depot: Depot) -> None:
    sent = depot.http.post("/send", json={"to": "north"}).json()
    assert sent["ok"] is True
    assert depot.next()["parcel"] == {
        "number": sent["number"],
        "when": depot.next()["parcel"]["when"],
        "to": "north",
    }
    entry = depot.http.post("/parcels", json={"number": sent["number"]}).json()
    assert (entry["way"], entry["to"], entry["state"]) == ("out", "north", "waiting")
    depot.trigger("moved", set={"number": sent["number"]})
    entry = depot.http.post("/parcels", json={"number": sent["number"]}).json()
    assert entry["state"] == "moved"
    assert depot.http.get("/rules").json()["lastMoved"] == sent["number"]


def test_an_uploaded_file_is_that_file(depot: Depot) -> None:
    sent = depot.http.post(
        "/photograph", data={"to": "north"}, files={"picture": ("a.png", PICTURE, "image/png")}
    ).json()
    assert depot.http.get(sent["at"]).content == PICTURE
    picture = depot.next()["parcel"]["picture"]
    assert picture["name"] == "a.png"
    plain = depot.http.post(
        "/photograph", data={"to": "north", "name": "b.txt"}, files={"picture": ("a", b"x")}
    ).json()
    assert "at" not in plain, "no picture, so another payload"


def test_a_document_is_at_first_an_example_and_then_what_was_put_into_it(depot: Depot) -> None:
    assert depot.http.get("/rules").json() == {"open": True, "tellAt": ""}
    assert depot.http.put("/rules", json={"open": False}).json() == {"changed": True}
    assert depot.http.get("/rules").json() == {"open": False, "tellAt": ""}
    with depot.other(904) as other:
        assert other.http.get("/rules").json() == {"open": False}
        other.http.put("/rules", json={"open": True})
        assert other.http.get("/rules").json() == {"open": True}


# What goes wrong on purpose


def test_work_can_be_done_and_its_answer_lost(depot: Depot) -> None:
    with depot.other(902) as other:
        other.trigger("parcel")
        other.next()
        with pytest.raises(httpx.HTTPError):
            other.take(1)
        assert other.next() is None, "it was taken all the same"
        assert other.take(1) == {"taken": False}


def test_what_is_missing_can_be_an_error(depot: Depot) -> None:
    with depot.other(903) as other:
        assert other.http.delete("/arrivals/5").status_code == 410
        other.trigger("parcel")
        other.next()
        assert other.http.delete("/arrivals/1").json() == {"taken": True}


def test_an_empty_queue_can_answer_at_once(depot: Depot) -> None:
    with depot.other(901) as other:
        began = time.monotonic()
        assert other.next(patience=20 * FACTOR) is None
        assert time.monotonic() - began < 10


# Deliveries


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


def test_payloads_are_delivered_in_order_and_again_until_they_are_taken(
    depot: Depot, receiver: Receiver
) -> None:
    receiver.statuses = [500, 201, 200]
    depot.http.put("/rules", json={"tellAt": receiver.url, "tellWith": "key"})
    rows = depot.trigger("parcel", times=2)
    receiver.wait_for(4)
    numbers = [httpx.Response(200, content=body).json()["number"] for _, body in receiver.came]
    first, second = (row["body"]["number"] for row in rows)
    assert numbers == [first, first, first, second]
    headers = receiver.came[0][0]
    assert headers["Authorization"] == "Bearer key"
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert depot.http.get("/arrivals").status_code == 409
    deliveries = depot.control("GET", f"deliveries?depot={depot.number}").json()["deliveries"]
    assert [each["status"] for each in deliveries] == [500, 201, 200, 200]
    assert "secret" not in str(deliveries)


def test_a_scheme_of_its_own_is_sent_as_it_is(depot: Depot, receiver: Receiver) -> None:
    depot.http.put("/rules", json={"tellAt": receiver.url, "tellWith": "Basic a2V5"})
    depot.trigger("parcel")
    receiver.wait_for(1)
    assert receiver.came[0][0]["Authorization"] == "Basic a2V5"


def test_a_delivery_follows_no_redirect(depot: Depot, receiver: Receiver) -> None:
    receiver.statuses = [307]
    depot.http.put("/rules", json={"tellAt": receiver.url, "tellWith": "key"})
    depot.trigger("parcel")
    receiver.wait_for(2)
    assert [headers[":path"] for headers, _ in receiver.came] == ["/hook?secret=1"] * 2


def test_a_receivers_cookies_are_not_sent_again(depot: Depot, receiver: Receiver) -> None:
    named = receiver.url.replace("127.0.0.1", "localhost")  # an address gets none in any case
    depot.http.put("/rules", json={"tellAt": named})
    depot.trigger("parcel", times=2)
    receiver.wait_for(2)
    assert [headers.get("Cookie") for headers, _ in receiver.came] == [None, None]


@pytest.mark.parametrize(
    "url", ["http://192.0.2.1/hook", "ftp://127.0.0.1/", "nonsense", "http://["]
)
def test_nothing_is_delivered_to_another_machine(depot: Depot, url: str) -> None:
    depot.http.put("/rules", json={"tellAt": url})
    depot.trigger("parcel")
    end = time.monotonic() + 10
    deliveries: list[Any] = []
    while not deliveries and time.monotonic() < end:
        path = f"deliveries?depot={depot.number}"
        deliveries = depot.control("GET", path).json()["deliveries"]
    assert deliveries[0]["status"] is None
    assert "not delivered" in deliveries[0]["answer"]


# What is told of it


def test_what_is_told_has_the_form_that_is_described(depot: Depot, receiver: Receiver) -> None:
    depot.http.put("/rules", json={"tellAt": receiver.url})
    depot.trigger("parcel", times=3)
    receiver.wait_for(3)
    description = yaml.safe_load(depot.control("GET", "openapi.yaml").text)
    for path in ("health", "triggers", "instances", "memory", "deliveries"):
        (described,) = description["paths"][f"/_mock/{path}"]["get"]["responses"]["200"][
            "content"
        ].values()
        schema = described["schema"] | {"components": description["components"]}
        jsonschema.validate(depot.control("GET", path).json(), schema)


def test_a_number_tells_of_every_change_and_of_nothing_else(depot: Depot) -> None:
    def marks() -> tuple[int, int]:
        health = depot.control("GET", "health").json()
        return health["remembered"], health["deliveries"]

    depot.control("DELETE", "state")  # and with it what other tests still have delivered
    stranger = depot.other(next(NUMBERS))
    depot.next()
    changes: tuple[Callable[[], object], ...] = (
        lambda: depot.trigger("parcel"),
        lambda: depot.take(depot.next()["at"]["ticket"]),
        lambda: depot.http.put("/rules", json={"open": False}),
        lambda: depot.trigger("moved"),
        stranger.next,
        lambda: depot.control("DELETE", f"state?depot={depot.number}"),
    )
    for change in changes:
        before = marks()
        depot.next()
        depot.journal()
        depot.take(999)
        assert marks() == before
        change()
        assert marks() != before
    stranger.http.close()


def test_instances_are_told_with_what_waits_whoever_was_busy_last_first(depot: Depot) -> None:
    with depot.other(next(NUMBERS)) as other:
        depot.trigger("parcel", times=2)
        other.trigger("parcel")
    told = depot.control("GET", "instances").json()
    assert told["instances"][:2] == [
        {"depot": other.number, "waiting": {"arrivals": 1}},
        {"depot": depot.number, "waiting": {"arrivals": 2}},
    ]
    assert told["total"] >= 2
    depot.next()
    assert depot.control("GET", "instances").json()["instances"][0]["depot"] == depot.number


def test_of_much_only_a_part_is_told(depot: Depot, receiver: Receiver) -> None:
    depot.trigger("parcel", times=5)

    def told() -> Any:
        (row,) = depot.control("GET", f"memory?depot={depot.number}&most=2").json()["instances"]
        return row

    before = told()
    assert [item["item"] for item in before["queues"]["arrivals"]] == [1, 2]
    assert {item["trigger"] for item in before["queues"]["arrivals"]} == {"parcel"}
    assert [entry["number"] for entry in before["journals"]["parcels"]] == [
        entry["number"] for entry in depot.journal()[:2]
    ]
    assert before["lengths"] == {"queues": {"arrivals": 5}, "journals": {"parcels": 5}}
    depot.http.put("/rules", json={"tellAt": receiver.url})
    receiver.wait_for(5)
    while told()["lengths"]["queues"]["arrivals"]:  # the last one is just being crossed off
        time.sleep(0.02)
    for most, items in ((2, [4, 5]), (0, []), (9, [1, 2, 3, 4, 5])):
        path = f"deliveries?depot={depot.number}&most={most}"
        deliveries = depot.control("GET", path).json()["deliveries"]
        assert [each["item"] for each in deliveries] == items


@pytest.mark.parametrize("path", ["memory", "deliveries"])
def test_how_much_is_told_must_be_a_number_though_there_is_nothing(mock: str, path: str) -> None:
    for most in ("few", "-1"):
        answer = httpx.get(f"{mock}/_mock/{path}", params={"most": most, "depot": 4040404})
        assert answer.status_code == 400


def test_triggers_tell_which_values_are_made_anew(depot: Depot) -> None:
    told = {row["name"]: row for row in depot.control("GET", "triggers").json()["triggers"]}
    own = {"number": "unique", "when": "now", "depot": "caller"}
    file = dict.fromkeys(("picture.link", "picture.name", "picture.type"), "file")
    assert told["parcel"]["madeAnew"] == own | file
    assert told["sentParcel"]["madeAnew"] == {"number": "unique", "when": "now"}
    assert told["moved"]["madeAnew"] == {}


def test_nothing_comes_when_whoever_waited_for_a_poll_has_left(depot: Depot) -> None:
    with pytest.raises(httpx.ReadTimeout):
        depot.http.post(
            f"{depot.mock}/_mock/triggers",
            json={"trigger": "parcel", "depot": depot.number, "whenPolled": True},
            timeout=0.5,
        )
    time.sleep(1)  # the mock looks now and then whether somebody still listens
    assert depot.next() is None
    assert depot.next() is None
