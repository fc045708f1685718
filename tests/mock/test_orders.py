"""What may be ordered, what is said of what may not, and which order is served to whom."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from green_api_mock.api.answers import UnknownAnswerError
from green_api_mock.api.orders import Order, OrderError, Orders, read_orders
from green_api_mock.contract.answer import Fault
from tests.mock.example import EXAMPLE

CONTRACT, OPERATION = EXAMPLE.contract, EXAMPLE.operation
PER = CONTRACT.per
MOST_ORDERS = 10_000
ANSWER = next(each for each in OPERATION.answers if each.name)
BARE = next(each for each in OPERATION.answers if not each.name)
# A scenario that is no example's name.
SCENARIO = next(s for s in OPERATION.scenarios if s.name != s.answer.name and not s.times)
SCENARIO_TITLE = f"{SCENARIO.answer.status} {SCENARIO.name}"
KNOWN = f"answer, status, fault, headers, body, operation, times, delaySeconds, {PER}"
JSON, TEXT = ("Content-Type", "application/json"), ("Content-Type", "text/plain; charset=utf-8")
MINE = {"X": "1", "content-Type": "a/b"}


def read(wanted: Any) -> Order:
    (order,) = read_orders(CONTRACT, wanted)
    return order


@pytest.mark.parametrize(
    ("wanted", "title", "name", "fault"),
    [
        ({"answer": ANSWER.name}, ANSWER.title, ANSWER.name, None),
        ({"answer": BARE.status}, BARE.title, str(BARE.status), None),
        ({"answer": float(ANSWER.status)}, ANSWER.title, str(ANSWER.status), None),
        ({"answer": SCENARIO.name}, SCENARIO_TITLE, SCENARIO.name, None),
        ({"status": 599}, "599", None, None),
        ({"status": 503, "fault": "cutBody"}, "503", None, "cutBody"),
        ({"answer": ANSWER.name, "fault": "cutBody"}, ANSWER.title, ANSWER.name, "cutBody"),
        ({"fault": "silence"}, "silence", None, "silence"),
    ],
)
def test_an_order_says_what_it_is(
    wanted: dict[str, Any], title: str, name: str | None, fault: str | None
) -> None:
    order = read(wanted)
    assert (order.name, order.instance, order.left, order.delay_seconds) == (name, None, 1, 0)
    assert order.as_json() == {
        "id": 0,
        "answer": title,
        "operation": None,
        "times": 1,
        "delaySeconds": 0,
        "fault": fault,
    }


def test_a_scenario_that_is_ordered_brings_its_fault() -> None:
    operation, scenario = next((o, s) for o in CONTRACT.operations for s in o.scenarios if s.fault)
    assert read({"answer": scenario.name, "operation": operation.id}).fault is scenario.fault
    both = read({"answer": scenario.name, "operation": operation.id, "fault": "cutBody"})
    assert both.fault is Fault.CUT_BODY


@pytest.mark.parametrize(
    ("wanted", "headers", "body"),
    [
        ({}, (), b""),
        ({"headers": {"X": "1"}}, (("X", "1"),), b""),
        ({"body": "a\ud800"}, (TEXT,), b"a?"),
        ({"body": [1]}, (JSON,), b"[1]"),
        ({"headers": {"X": "1"}, "body": 1}, (JSON, ("X", "1")), b"1"),
        ({"headers": MINE, "body": 1}, tuple(MINE.items()), b"1"),
    ],
)
@pytest.mark.parametrize("status", [200, 599])
def test_an_answer_of_ones_own_has_the_type_of_its_body(
    wanted: dict[str, Any], headers: tuple[tuple[str, str], ...], body: bytes, status: int
) -> None:
    own = read({"status": status, **wanted}).own
    assert own is not None
    assert (own.status, own.headers, own.body) == (status, headers, body)


def test_an_order_may_be_for_much_and_as_late_as_ten_minutes() -> None:
    order = read({"status": 503, "times": 1_000_000, "delaySeconds": 600, PER: 2.0})
    assert (order.left, order.delay_seconds, order.instance) == (1_000_000, 600, "2")


ONE_OF = "Send one of answer, status, fault. Only the fault cutBody may stand beside an answer or a"
HEADERS = "names and values as HTTP has them, the values as texts, and nothing of the connection."
REFUSED = [
    (1, f"Send an object with {KNOWN}."),
    ({"status": 503, "": 1}, f"Send an object with {KNOWN}."),
    (dict.fromkeys(KNOWN.split(", "), None), "`answer` must not be null: leave it out."),
    ({}, f"{ONE_OF} status."),
    ({"fault": "fire"}, f"`fault` must be one of {', '.join(fault.value for fault in Fault)}."),
    ({"status": 199}, "`status` must be a whole number from 200 to 599."),
    ({"status": 600}, "`status` must be a whole number from 200 to 599."),
    ({"answer": ANSWER.name, "headers": {}}, "`headers` and `body` belong to a `status`."),
    ({"answer": ANSWER.name, "body": ""}, "`headers` and `body` belong to a `status`."),
    ({"status": 503, PER: ""}, f"`{PER}` must be a number or a text, as it stands in the path."),
    ({"status": 503, "times": 1_000_001}, "`times` must be a whole number from 1 to 1000000."),
    ({"status": 503, "delaySeconds": 601}, "`delaySeconds` must be a number from 0 to 600."),
    *(
        ({"status": 503, "headers": {name: value}}, f"`headers` cannot have '{name}': {HEADERS}")
        for name, value in {
            "Content-Length": "1",
            "transfer-encoding": "chunked",
            "Connection": "close",
            "a b": "1",
            "X": "a\r\nb",
        }.items()
    ),
]


@pytest.mark.parametrize(("wanted", "said"), REFUSED)
def test_what_is_wrong_with_an_order_is_said(wanted: Any, said: str) -> None:
    with pytest.raises(OrderError) as refused:
        read(wanted)
    assert str(refused.value) == said


def test_where_callers_are_not_told_apart_no_order_is_for_one() -> None:
    with pytest.raises(OrderError, match="delaySeconds\\."):
        read_orders(replace(CONTRACT, per=""), {"status": 503, "": 1})


def test_an_order_for_an_unknown_operation_is_told_the_known_ones() -> None:
    known = ", ".join(operation.id for operation in CONTRACT.operations)
    with pytest.raises(UnknownAnswerError) as refused:
        read({"status": 503, "operation": "nix"})
    assert str(refused.value) == f"The contract has no operation 'nix'. It has: {known}."


def test_orders_are_numbered_from_one_and_each_change_counts() -> None:
    orders = Orders()
    for statuses, numbers in ((("501", "502"), [1, 2]), (("503",), [1, 2, 3])):
        orders.add([read({"status": int(status)}) for status in statuses])
        assert [order.number for order in orders.waiting()] == numbers
    assert (len(orders), orders.changes) == (3, 2)


def test_as_many_orders_wait_as_may_and_no_more() -> None:
    one, orders = read({"status": 503}), Orders()
    orders.add([one] * (MOST_ORDERS - 1))
    with pytest.raises(OrderError, match=f"^{MOST_ORDERS} orders wait at most"):
        orders.add([one] * 2)
    orders.add([one])
    assert len(orders) == MOST_ORDERS


def test_orders_are_found_by_instance_and_operation() -> None:
    orders = Orders()
    first, second = (operation.id for operation in CONTRACT.operations[:2])
    orders.add(
        [
            read({"status": status, PER: instance, "operation": operation})
            for status, instance, operation in ((501, 1, first), (502, 1, second), (503, 2, first))
        ]
    )
    for asked, found in (
        ((None, None), ["501", "502", "503"]),
        (("1", None), ["501", "502"]),
        ((None, first), ["501", "503"]),
        (("1", first), ["501"]),
        (("3", first), []),
    ):
        assert [order.title for order in orders.waiting(*asked)] == found
