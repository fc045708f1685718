"""A download decides by itself, without a network: how often, from where, and how large."""

from __future__ import annotations

import pytest

from green_api_files import Retry
from green_api_files._file.transfer import MAX_BYTES, Transfer
from green_api_files._http.exchange import Failure
from green_api_files.errors import StorageConnectionError, StorageStatusError


def transfer(*, tries: int = 3, max_bytes: int = 100) -> Transfer:
    begun = Transfer(
        allow_http=False,
        max_bytes=max_bytes,
        retry=Retry(tries=tries, first_delay=0.0),
        time_limit=60.0,
        restartable=True,
        id_message="A" * 16,
    )
    begun.use_link("https://storage.example/file")
    return begun


def test_a_storage_that_never_answers_is_asked_as_often_as_the_policy_says() -> None:
    begun = transfer(tries=3)
    for _ in range(2):
        assert begun.failed(Failure("it is down")) >= 0
    with pytest.raises(StorageConnectionError, match="it is down"):
        begun.failed(Failure("it is down"))


def test_what_arrives_begins_the_counting_anew() -> None:
    begun = transfer(tries=2)
    begun.answered(200, {"content-length": "3"})
    for piece in (b"a", b"b"):
        assert list(begun.take(piece)) == [piece]
        assert begun.failed(Failure("it broke off")) >= 0
    with pytest.raises(StorageConnectionError):
        begun.failed(Failure("it broke off"))


@pytest.mark.parametrize(
    ("status", "passes"),
    [(408, True), (429, True), (499, False), (500, True), (599, True), (600, False)],
)
def test_which_refusals_of_a_storage_pass(status: int, *, passes: bool) -> None:
    with pytest.raises(StorageStatusError) as refused:
        transfer().answered(status, {})
    assert refused.value.can_retry is passes


def test_a_file_may_be_as_large_as_the_api_takes() -> None:
    assert MAX_BYTES == 104_857_600
