"""Files of WhatsApp messages through GREEN-API, from the message to the file on a disk.

    from green_api_files import GreenApi

    with GreenApi() as api:  # GREEN_API_ID_INSTANCE and GREEN_API_TOKEN_INSTANCE
        path = api.save_file("79001234567@c.us", "A322F800D3F12CD4858CC947DAFB77A2", to="inbox/")

The errors are in `green_api_files.errors`, and here too. What is not exported here is private.
"""

from typing import TYPE_CHECKING

from green_api_files._messages import Message, messages_in
from green_api_files._retry import Retry
from green_api_files._saving import SavedFile
from green_api_files._streams import AsyncFileStream, FileStream
from green_api_files._version import __version__
from green_api_files.client import GreenApi
from green_api_files.errors import (
    ApiConnectionError,
    ApiTimeoutError,
    AuthenticationError,
    BadGatewayError,
    BadRequestError,
    ChecksumMismatchError,
    ClientClosedRequestError,
    DownloadError,
    FileChangedError,
    FileNotInMessageError,
    FileTooLargeError,
    FileUnavailableError,
    GreenApiError,
    InstanceGoneError,
    InstanceNotAuthorizedError,
    InstanceNotReadyError,
    InstanceStartingError,
    LinkExpiredError,
    NotFoundError,
    PermissionDeniedError,
    QuotaExceededError,
    RateLimitError,
    RequestTooLargeError,
    SaveError,
    ServerError,
    SettingsError,
    SizeMismatchError,
    StatusError,
    StorageConnectionError,
    StorageStatusError,
    StorageTimeoutError,
    UnexpectedAnswerError,
    UnexpectedEncodingError,
    UnsafeLinkError,
)

if TYPE_CHECKING:
    from green_api_files.async_client import AsyncGreenApi

__all__ = [
    "ApiConnectionError",
    "ApiTimeoutError",
    "AsyncFileStream",
    "AsyncGreenApi",
    "AuthenticationError",
    "BadGatewayError",
    "BadRequestError",
    "ChecksumMismatchError",
    "ClientClosedRequestError",
    "DownloadError",
    "FileChangedError",
    "FileNotInMessageError",
    "FileStream",
    "FileTooLargeError",
    "FileUnavailableError",
    "GreenApi",
    "GreenApiError",
    "InstanceGoneError",
    "InstanceNotAuthorizedError",
    "InstanceNotReadyError",
    "InstanceStartingError",
    "LinkExpiredError",
    "Message",
    "NotFoundError",
    "PermissionDeniedError",
    "QuotaExceededError",
    "RateLimitError",
    "RequestTooLargeError",
    "Retry",
    "SaveError",
    "SavedFile",
    "ServerError",
    "SettingsError",
    "SizeMismatchError",
    "StatusError",
    "StorageConnectionError",
    "StorageStatusError",
    "StorageTimeoutError",
    "UnexpectedAnswerError",
    "UnexpectedEncodingError",
    "UnsafeLinkError",
    "__version__",
    "messages_in",
]


def __getattr__(name: str) -> object:
    """Import the client for tasks when it is first used: it needs asyncio, which takes a while."""
    if name == "AsyncGreenApi":
        from green_api_files.async_client import AsyncGreenApi  # noqa: PLC0415

        globals()[name] = AsyncGreenApi
        return AsyncGreenApi
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
