"""Failures of the network, in sentences without addresses that hold secrets."""

from __future__ import annotations

import os
import ssl
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from green_api_files.errors import (
    ApiConnectionError,
    ApiTimeoutError,
    GreenApiError,
    StorageConnectionError,
    StorageTimeoutError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

Failure = TypeVar("Failure", bound=GreenApiError)


def api_failure(url: str, error: BaseException, *, timed_out: bool) -> ApiConnectionError:
    """What to raise when a call to the API fails before its answer is complete."""
    host = urlsplit(url).netloc
    if timed_out:
        return ApiTimeoutError(
            f"The API at {host} did not answer in time: try again, or allow a longer timeout."
        )
    message = f"The API at {host} could not be reached: {_reason(error)}."
    return _lasting(ApiConnectionError(f"{message} Check api_url and the network."), error)


def storage_failure(url: str, error: BaseException, *, timed_out: bool) -> StorageConnectionError:
    """What to raise when the connection to a storage fails."""
    host = urlsplit(url).netloc
    if timed_out:
        return StorageTimeoutError(f"The storage {host} fell silent: try again later.")
    message = f"The connection to the storage {host} failed: {_reason(error)}."
    return _lasting(StorageConnectionError(message), error)


def _lasting(failure: Failure, error: BaseException) -> Failure:
    """Do not repeat what fails because of a certificate."""
    if any(isinstance(one, ssl.SSLCertVerificationError) for one in _chain(error)):
        failure.can_retry = False
    return failure


def _reason(error: BaseException) -> str:
    """The system's words if there are any. The libraries' own words may hold the whole URL."""
    reason = type(error).__name__
    for one in _chain(error):
        if isinstance(one, OSError) and one.strerror:
            # asyncio puts words of its own there. The numbers of TLS and DNS mean something else.
            is_plain = isinstance(one.errno, int) and one.errno > 0
            is_plain = is_plain and not isinstance(one, ssl.SSLError)
            reason = os.strerror(one.errno or 0) if is_plain else one.strerror
    return reason


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what led to it; the last one is the first cause."""
    current: BaseException | None = error
    seen: set[int] = set()
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__
