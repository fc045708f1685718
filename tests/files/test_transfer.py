"""A download decides by itself, without a network: how often, from where, and how large."""

from __future__ import annotations

import gzip

import pytest

from green_api_files import Retry
from green_api_files._file.transfer import MAX_BYTES, MAX_FAILURES, TIME_LIMIT, Transfer
from green_api_files._http.exchange import Failure
from green_api_files.errors import (
    FileTooLargeError,
    SizeMismatchError,
    StorageConnectionError,
    StorageStatusError,
    StorageTimeoutError,
)


def transfer(*, tries: int = 3, max_bytes: int = 100, time_limit: float = 60.0) -> Transfer:
    begun = Transfer(
        allow_http=False,
        max_bytes=max_bytes,
        retry=Retry(tries=tries, first_delay=0.0),
        time_limit=time_limit,
        silence=60.0,
        restartable=True,
        id_message="A" * 16,
    )
    begun.use_link("https://storage.example/file")
    return begun


def test_a_storage_that_never_answers_is_asked_as_often_as_the_policy_says() -> None:
    begun = transfer(tries=3)
    for _ in range(2):
        assert begun.failed(Failure("it is down", proxy="")) == 0
    with pytest.raises(StorageConnectionError, match="it is down"):
        begun.failed(Failure("it is down", proxy=""))


def test_what_arrives_begins_the_counting_anew() -> None:
    begun = transfer(tries=2)
    assert begun.failed(Failure("it is down", proxy="")) >= 0
    begun.answered(200, {"content-length": "3"})
    for piece in (b"a", b"b"):
        assert list(begun.take(piece)) == [piece]
        assert begun.failed(Failure("it broke off", proxy="")) >= 0
    with pytest.raises(StorageConnectionError):
        begun.failed(Failure("it broke off", proxy=""))


def test_a_file_that_comes_byte_by_byte_is_given_up_in_the_end() -> None:
    begun = transfer(tries=2, max_bytes=1000)
    begun.answered(200, {"content-length": "1000"})
    for _ in range(MAX_FAILURES - 1):
        assert list(begun.take(b"a")) == [b"a"]
        assert begun.failed(Failure("it broke off", proxy="")) >= 0
    assert list(begun.take(b"a")) == [b"a"]
    with pytest.raises(StorageConnectionError):
        begun.failed(Failure("it broke off", proxy=""))


def test_what_will_fail_again_is_not_tried_again() -> None:
    with pytest.raises(StorageConnectionError) as caught:
        transfer().failed(Failure("nobody trusts it", proxy="", lasting=True))
    assert not caught.value.can_retry


def test_when_the_time_is_up_nothing_is_asked_for() -> None:
    with pytest.raises(StorageTimeoutError) as caught:
        transfer(time_limit=-1).request()
    assert not caught.value.can_retry


@pytest.mark.parametrize(
    ("headers", "size"),
    [
        ({"content-length": "3"}, 3),
        ({"content-length": "3", "content-encoding": "gzip"}, None),
        ({"content-length": "3", "transfer-encoding": "chunked"}, None),
        ({}, None),
    ],
)
def test_which_size_is_announced(headers: dict[str, str], size: int | None) -> None:
    begun = transfer()
    assert begun.answered(200, headers)
    assert begun.size == size


@pytest.mark.parametrize(("seconds", "is_sure"), [(0, False), (1, True)])
def test_a_date_names_a_version_that_is_older_than_a_second(seconds: int, *, is_sure: bool) -> None:
    begun = transfer()
    modified = "Thu, 26 Nov 2026 10:00:00 GMT"
    begun.answered(200, {"last-modified": modified, "date": modified[:-5] + f"{seconds} GMT"})
    assert list(begun.take(b"a")) == [b"a"]
    assert begun.request().headers.get("if-range") == (modified if is_sure else None)


@pytest.mark.parametrize(
    ("at_first", "later", "total"), [("3", "*", 3), ("3", "3", 3), ("", "3", 3), ("", "*", None)]
)
def test_how_long_a_file_is_may_be_told_with_its_rest(
    at_first: str, later: str, total: int | None
) -> None:
    begun = transfer()
    begun.answered(200, {"content-length": at_first, "etag": '"a"'})
    assert list(begun.take(b"a")) == [b"a"]
    assert begun.answered(206, {"content-range": f"bytes 1-2/{later}"})
    assert list(begun.take(b"b")) == [b"b"]
    if total is None:
        begun.ended()
        assert begun.is_done
    else:
        with pytest.raises(StorageConnectionError, match="after 2 of 3 bytes"):
            begun.ended()


@pytest.mark.parametrize(
    ("before", "after", "goes_on"),
    [
        ('"a"', '"a"', True),
        ('"a"', "", True),
        ('"a"', '"b"', False),
        ("", "", True),
        ("", '"b"', False),
    ],
)
def test_the_rest_is_taken_unless_it_says_that_it_is_of_another_file(
    before: str, after: str, *, goes_on: bool
) -> None:
    begun = transfer()
    assert begun.request().headers == {}
    assert begun.answered(200, {"content-length": "3", "etag": before})
    assert list(begun.take(b"a")) == [b"a"]
    rest = {"range": "bytes=1-", "if-range": before} if before else {}
    assert begun.request().headers == rest
    headers = {"content-range": "bytes 1-2/3", "etag": after}
    if goes_on:
        assert begun.answered(206, headers)
        assert list(begun.take(b"bc")) == [b"bc"]
        begun.ended()
        assert begun.is_done
    else:
        with pytest.raises(StorageConnectionError, match="does not resume"):
            begun.answered(206, headers)
        assert begun.request().headers == {}


def test_a_file_that_is_too_large_says_its_size_if_it_is_known() -> None:
    with pytest.raises(FileTooLargeError, match=r"max_bytes=2: 3 bytes\.$") as announced:
        transfer(max_bytes=2).answered(200, {"content-length": "3"})
    begun = transfer(max_bytes=2)
    begun.answered(200, {})
    with pytest.raises(FileTooLargeError, match=r"max_bytes=2\.$") as met:
        list(begun.take(b"abc"))
    assert (announced.value.size, met.value.size) == (3, None)


def test_a_compressed_file_that_ends_too_early_says_how_much_came() -> None:
    begun = transfer()
    assert begun.answered(200, {"content-encoding": "gzip"})
    start = gzip.compress(b"a")[:12]
    assert len(list(begun.take(start))) <= 1
    with pytest.raises(SizeMismatchError) as caught:
        begun.ended()
    assert (caught.value.expected, caught.value.received) == (None, 12)


@pytest.mark.parametrize(
    ("status", "passes"),
    [
        *((408, True), (416, False), (425, True), (426, False), (429, True)),
        *((499, False), (500, True), (599, True), (600, False)),
    ],
)
def test_which_refusals_of_a_storage_pass(status: int, *, passes: bool) -> None:
    with pytest.raises(StorageStatusError) as refused:
        transfer().answered(status, {})
    assert refused.value.can_retry is passes
    begun = transfer()
    begun.answered(200, {"etag": '"a"'})
    assert list(begun.take(b"a")) == [b"a"]
    again = (
        (StorageConnectionError, "does not resume")
        if status == 416
        else (StorageStatusError, f"HTTP {status}")
    )
    with pytest.raises(again[0], match=again[1]):
        begun.answered(status, {})


def test_a_file_may_be_as_large_as_the_api_takes_and_take_an_hour() -> None:
    assert (MAX_BYTES, TIME_LIMIT) == (104_857_600, 3600)
