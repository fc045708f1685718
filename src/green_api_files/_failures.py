"""Failures of the network, in sentences without addresses that hold secrets."""

from __future__ import annotations

from urllib.parse import urlsplit

from green_api_files.errors import (
    ApiConnectionError,
    ApiTimeoutError,
    StorageConnectionError,
    StorageTimeoutError,
)


def api_failure(url: str, error: BaseException, *, timed_out: bool) -> ApiConnectionError:
    """What to raise when a call to the API fails before its answer is complete."""
    host = urlsplit(url).netloc
    if timed_out:
        return ApiTimeoutError(
            f"The API at {host} did not answer in time: try again, or allow a longer timeout."
        )
    return ApiConnectionError(
        f"The API at {host} could not be reached: {_reason(error)}. Check api_url and the network."
    )


def storage_failure(url: str, error: BaseException, *, timed_out: bool) -> StorageConnectionError:
    """What to raise when the connection to a storage fails."""
    host = urlsplit(url).netloc
    if timed_out:
        return StorageTimeoutError(f"The storage {host} fell silent: try again later.")
    return StorageConnectionError(f"The connection to the storage {host} failed: {_reason(error)}.")


def _reason(error: BaseException) -> str:
    """The system's words if there are any. The libraries' own words may hold the whole URL."""
    current: BaseException | None = error
    seen: set[int] = set()
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        if isinstance(current, OSError) and current.strerror:
            return current.strerror
        current = current.__cause__ or current.__context__
    return f"{type(error).__name__}"
