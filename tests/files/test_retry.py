"""What is repeated, how often and how late, and what is not."""

from __future__ import annotations

import gzip
import logging
import time
from typing import TYPE_CHECKING

import pytest

from green_api_files import (
    ApiConnectionError,
    ApiTimeoutError,
    AuthenticationError,
    BadGatewayError,
    FileUnavailableError,
    GreenApiError,
    InstanceStartingError,
    RateLimitError,
    Retry,
    ServerError,
)
from green_api_files._api.call import Call, Manner
from green_api_files._api.operations import download_file
from green_api_files._settings import settings
from tests.files.conftest import CHAT, MESSAGE, TOKEN, Caller, scenario
from tests.support.byte_server import StoredFile, answering

if TYPE_CHECKING:
    from pathlib import Path

    from green_api_client.models import FileLink
    from green_api_mock.plugin import GreenApiMock
    from tests.support.byte_server import ByteServer


@pytest.mark.parametrize(
    ("name", "requests"),
    [
        ("badGateway", 4),
        ("clientClosedRequest", 4),
        ("emptyLink", 2),
        ("validationFailed", 1),
        ("fileNotInMessage", 1),
        ("instanceNotAuthorized", 1),
        ("instanceExpired", 1),
        ("notFound", 1),
        ("methodQuotaExceeded", 1),
        ("fileUnavailable", 1),
        ("unauthorizedInSuccess", 1),
    ],
)
def test_how_often_a_failure_is_tried(
    mock_caller: Caller, green_api_mock: GreenApiMock, name: str, requests: int
) -> None:
    with pytest.raises(GreenApiError):
        mock_caller.link(id_message=scenario(name))
    assert len(green_api_mock.requests) == requests


@pytest.mark.parametrize("name", ["badGatewayTwice", "emptyLinkOnce"])
def test_a_failure_that_passes_is_not_seen(mock_caller: Caller, name: str) -> None:
    assert mock_caller.link(id_message=scenario(name)).download_url


def test_too_many_requests_are_repeated_after_a_second(
    mock_caller: Caller, green_api_mock: GreenApiMock
) -> None:
    green_api_mock.answer_with("tooManyRequests")
    started = time.monotonic()
    assert mock_caller.link().download_url
    assert time.monotonic() - started >= 1


def test_an_instance_that_starts_is_waited_for(
    mock_caller: Caller, green_api_mock: GreenApiMock
) -> None:
    green_api_mock.answer_with("instanceStarting")
    started = time.monotonic()
    assert mock_caller.link().download_url
    assert time.monotonic() - started >= 3


@pytest.mark.parametrize(("status", "requests"), [(401, 1), (403, 1), (500, 2), (503, 4), (520, 4)])
def test_statuses_are_tried_as_often_as_they_deserve(
    caller: Caller, server: ByteServer, status: int, requests: int
) -> None:
    server.api_answers = [answering(status)] * 9
    with pytest.raises(GreenApiError):
        caller.link()
    assert len(server.api_requests) == requests


def test_a_broken_connection_is_tried_again(caller: Caller, server: ByteServer) -> None:
    server.api_answers = [lambda _, wire: wire.reset(), lambda _, wire: wire.hang_up()]
    assert caller.link().download_url
    assert len(server.api_requests) == 3


def test_a_timeout_is_tried_again(caller: Caller, server: ByteServer) -> None:
    server.api_answers = [lambda _, wire: wire.wait()]
    assert caller.having(timeout=0.3).link().download_url


def test_retries_are_off_by_one_argument(caller: Caller, server: ByteServer) -> None:
    server.api_answers = [answering(502)] * 9
    with pytest.raises(BadGatewayError):
        caller.having(retry=None).link()
    assert len(server.api_requests) == 1


def test_no_try_starts_after_the_total_time(caller: Caller, server: ByteServer) -> None:
    server.api_answers = [answering(502)] * 9
    with pytest.raises(BadGatewayError):
        caller.having(retry=Retry(first_delay=0.2, total=0.05)).link()
    assert len(server.api_requests) == 1


def test_delays_grow_and_are_spread() -> None:
    policy = Retry(first_delay=1.0, longest_delay=20.0)
    error = ApiConnectionError("x")
    spread = [{policy.delay(failures, error) for _ in range(50)} for failures in range(1, 9)]
    for failures, delays in enumerate(spread):
        longest = min(2.0**failures, 20.0)
        assert all(longest / 2 <= delay <= longest for delay in delays)
        assert len(delays) > 1


def test_some_delays_have_a_floor() -> None:
    policy = Retry(first_delay=0.01)
    assert policy.delay(1, RateLimitError(status=429)) == 1
    assert policy.delay(1, InstanceStartingError(status=400)) == 3
    assert policy.delay(1, BadGatewayError(status=502)) <= 0.01


def test_the_policy_in_numbers() -> None:
    policy = Retry()
    assert policy == Retry(tries=4, first_delay=1, longest_delay=20, total=120)
    assert [policy.allows(n, BadGatewayError(status=502)) for n in (1, 3, 4)] == [True, True, False]
    assert [policy.allows(n, ServerError(status=500)) for n in (1, 2)] == [True, False]
    assert not policy.allows(1, AuthenticationError(status=401))
    assert not policy.allows(1, FileUnavailableError(status=500))
    assert not policy.allows(1, ValueError("a defect of ours is no failure of theirs"))
    assert policy.delay(10_000, None) <= policy.longest_delay


def test_the_log_says_which_message_it_is_about(
    caller: Caller, server: ByteServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "green_api_files")
    server.api_answers = [answering(502)]
    server.put("/file", StoredFile(b"x" * 1000, cuts=[500]))
    caller.save(tmp_path)
    lines = [record.getMessage() for record in caplog.records if record.name == "green_api_files"]
    assert len(lines) == 6
    assert all(MESSAGE in line for line in lines)
    assert any("try 1 failed" in line for line in lines)
    assert any("broke off" in line for line in lines)
    assert not any(CHAT in line for line in lines)  # whose number it is stays out of logs


def test_the_deadline_bounds_the_tries() -> None:
    error = ApiConnectionError("x")
    assert call(Retry(first_delay=1), seconds=2).failed(error) <= 1
    with pytest.raises(ApiConnectionError):
        call(Retry(first_delay=1), seconds=0.4).failed(error)
    with pytest.raises(ApiConnectionError):
        call(None, seconds=2).failed(error)


def call(retry: Retry | None, *, seconds: float) -> Call[FileLink]:
    question = download_file(settings(1, TOKEN, "http://127.0.0.1:1"), CHAT, MESSAGE)
    return Call(question, Manner(retry, 60), None, time.monotonic() + seconds)


def test_a_time_limit_bounds_the_wait_for_a_link(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    server.api_answers = [lambda _, wire: wire.wait()] * 9
    started = time.monotonic()
    with pytest.raises(ApiTimeoutError):
        caller.save(tmp_path, time_limit=0.5)
    assert time.monotonic() - started < caller.settings["timeout"] / 2


def test_a_compressed_failure_leaves_nothing_to_the_next_try(
    caller: Caller, server: ByteServer
) -> None:
    server.api_answers = [answering(502, gzip.compress(b"busy"), content_encoding="gzip")]
    assert caller.link().download_url == f"{server.url}/file"
