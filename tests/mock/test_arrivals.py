"""What is noted of a request and its answer, and how the control API tells it."""

from __future__ import annotations

import time
from typing import Any

import pytest

from green_api_mock.api.arrivals import Arrival, Arrivals, Sent
from green_api_mock.api.reply import Kind, Reason, Reply

BECAUSE = Reason(Kind.DEFAULT, "So it is.")
LARGEST_BODY_KEPT = 4096
MOST = b"x" * LARGEST_BODY_KEPT


def arrival() -> Arrival:
    return Arrival(1, 0.0, "api", "POST", "/path", {})


@pytest.mark.parametrize(
    ("body", "headers", "told"),
    [
        (None, {}, None),
        (b"", {"Content-Type": "application/json"}, None),
        (b'{"a":1}', {"Content-Type": "application/json"}, {"a": 1}),
        (b'{"a":1}', {"Content-Type": "application/json; charset=utf-8"}, {"a": 1}),
        (b'{"a":', {"Content-Type": "application/json"}, '{"a":'),
        (b"1", {"Content-Type": "text/plain"}, "1"),
        (b"1", {}, "1"),
        (b"a\xff", {"Content-Type": "text/plain"}, "a\ufffd"),
    ],
)
def test_the_body_of_an_answer_is_told_as_far_as_it_can_be_read(
    body: bytes | None, headers: dict[str, str], told: Any
) -> None:
    sent = Sent("name", 200, tuple(headers.items()), body, 7).as_json()
    assert (sent["body"], sent["bodySize"], sent["headers"]) == (told, 7, headers)


@pytest.mark.parametrize(("body", "kept"), [(MOST, MOST), (MOST + b"x", None)])
def test_bodies_are_kept_up_to_a_size(body: bytes, kept: bytes | None) -> None:
    noted = arrival()
    noted.answered(Reply(200, (), body, BECAUSE, "name"))
    noted.keep_text(body)
    assert noted.sent == Sent("name", 200, (), kept, len(body))
    assert (noted.text, noted.body_size) == (kept and kept.decode(), len(body))
    assert (noted.answer, noted.status) == ("name", 200)


def test_a_form_is_kept_up_to_a_size_of_its_own_as_its_files_do_not_count() -> None:
    for padding, kept in ((0, True), (1, False)):
        noted = arrival()
        fields = {"a": "x" * (LARGEST_BODY_KEPT - len('{"a": ""}') + padding)}
        noted.keep_form(fields, 10**9)
        assert (noted.body, noted.body_size) == (fields if kept else None, 10**9)


def test_a_text_is_told_whatever_its_bytes_and_nothing_is_no_text() -> None:
    for body, text in ((b"", None), (b"x", "x"), (b"\xff", "\ufffd")):
        noted = arrival()
        noted.keep_text(body)
        assert noted.text == text


def test_what_has_no_answer_yet_has_no_time_either() -> None:
    noted = arrival()
    assert (noted.answer, noted.status, noted.scenario) == (None, None, None)
    told = noted.as_json()
    assert (told["durationMs"], told["answer"], told["reason"]) == (None, None, None)
    assert (told["query"], told["bodySize"]) == ("", 0)


def test_the_time_that_an_answer_took_is_told_in_thousandths_of_a_millisecond() -> None:
    before = time.perf_counter()
    noted = arrival()
    noted.end(BECAUSE, Sent(None, None, (), None, 0))
    assert noted.seconds is not None
    assert 0 <= noted.seconds <= time.perf_counter() - before
    noted.seconds = 0.123456789
    assert noted.as_json()["durationMs"] == 123.457


def test_the_last_thousand_requests_are_kept_and_all_are_counted() -> None:
    arrivals = Arrivals()
    for number in range(1, 1002):
        assert arrivals.begin("api", "GET", "/", "", {}).number == arrivals.total == number
    assert [arrival.number for arrival in arrivals.after(0)] == list(range(2, 1002))
