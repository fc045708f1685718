"""Everything this library raises on purpose, as one tree.

    GreenApiError
    ├── SettingsError                    wrong or missing credentials, addresses, limits
    ├── ApiConnectionError               the API could not be reached               (can retry)
    │   └── ApiTimeoutError              it did not answer in time                  (can retry)
    ├── UnexpectedAnswerError            the API's answer does not fit the contract
    ├── StatusError                      the API answered with an error
    │   ├── BadRequestError              400  the request breaks a rule
    │   │   ├── FileNotInMessageError    400  the message has no file
    │   │   ├── InstanceNotReadyError    400
    │   │   │   ├── InstanceStartingError        400  wait some seconds         (can retry)
    │   │   │   └── InstanceNotAuthorizedError   400  scan the QR code
    │   │   ├── InstanceGoneError        400  expired or deleted
    │   │   └── WebhookUrlIsSetError     400  the queue is not in use
    │   ├── AuthenticationError          401, or 200 with `{"code": 401}`
    │   ├── PermissionDeniedError        403
    │   ├── NotFoundError                404
    │   ├── RateLimitError               429                                        (can retry)
    │   ├── QuotaExceededError           466  has `used` and `total`
    │   ├── ClientClosedRequestError     499                                        (can retry)
    │   ├── FileUnavailableError         500, or 200 without a link
    │   ├── RequestTooLargeError         500
    │   └── ServerError                  any other 5xx                              (can retry)
    │       └── BadGatewayError          502, 503, 504, 520 to 527                  (can retry)
    ├── DownloadError                    there is a link, but its file could not be fetched
    │   ├── UnsafeLinkError              not http(s), downgraded, too many redirects
    │   ├── LinkExpiredError             403, 404, 410 of the storage, also with a fresh link
    │   ├── StorageStatusError           any other status of the storage
    │   ├── StorageConnectionError       the connection broke or was refused        (can retry)
    │   │   └── StorageTimeoutError      the storage fell silent, or time is up     (can retry)
    │   ├── UnexpectedEncodingError      compressed in a way nobody asked for
    │   ├── FileTooLargeError            larger than `max_bytes`
    │   ├── SizeMismatchError            other bytes came than were announced       (can retry)
    │   ├── FileChangedError             it changed while it was being read         (can retry)
    │   └── ChecksumMismatchError        not the file that `sha256` describes
    ├── NotAskedAgainError               an inbox knows that the file was gone a while ago
    └── SaveError (also an OSError)      the disk: full, read-only, a name is taken

`can_retry` says whether the same call may succeed later without any change. The library has
already repeated it as often as its `Retry` says. Every error can be pickled and none holds the
API token.
"""

# A leaf narrows `status` and `body`. Nobody assigns them later, so that this is safe.
# pyright: reportIncompatibleVariableOverride=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

if TYPE_CHECKING:
    from datetime import datetime

    from green_api_client.models import ErrorEnvelope, QueueError, QuotaExceeded

__all__ = [
    "ApiConnectionError",
    "ApiTimeoutError",
    "AuthenticationError",
    "BadGatewayError",
    "BadRequestError",
    "ChecksumMismatchError",
    "ClientClosedRequestError",
    "DownloadError",
    "FileChangedError",
    "FileNotInMessageError",
    "FileTooLargeError",
    "FileUnavailableError",
    "GreenApiError",
    "InstanceGoneError",
    "InstanceNotAuthorizedError",
    "InstanceNotReadyError",
    "InstanceStartingError",
    "LinkExpiredError",
    "NotAskedAgainError",
    "NotFoundError",
    "PermissionDeniedError",
    "QuotaExceededError",
    "RateLimitError",
    "RequestTooLargeError",
    "SaveError",
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
    "WebhookUrlIsSetError",
]


def _new(kind: type[GreenApiError]) -> GreenApiError:
    """Bring an error back from a pickle without asking its constructor."""
    return kind.__new__(kind)


class GreenApiError(Exception):
    """The root of the tree.

    Attributes:
        can_retry: Whether the same call may succeed later without any change.
    """

    can_retry: bool = False

    def __reduce__(self) -> tuple[Any, ...]:
        return _new, (type(self),), {"args": self.args, **self.__dict__}


class SettingsError(GreenApiError, ValueError):
    """An argument or an environment variable is missing or cannot be used."""


class ApiConnectionError(GreenApiError):
    """The API could not be reached, or the connection broke before its answer was complete."""

    can_retry = True


class ApiTimeoutError(ApiConnectionError):
    """The API did not answer within `timeout` seconds."""


class UnexpectedAnswerError(GreenApiError):
    """The API's answer does not fit the contract, as when a captive portal answers instead of it.

    Attributes:
        status: The HTTP status.
        content: The start of the body, at most 1,000 bytes.
    """

    def __init__(self, message: str, *, status: int, content: bytes = b"") -> None:
        super().__init__(message)
        self.status = status
        self.content = content


class StatusError(GreenApiError):
    """The API answered with an error status.

    Attributes:
        status: The HTTP status.
        body: The typed body, the text, or None where the body is empty or not of use.
        server_message: The server's own words, in English; empty if it said nothing.
    """

    advice: ClassVar[str] = "The status is not documented: report it to GREEN-API."
    status: int
    body: object

    def __init__(self, *, status: int, body: object = None, server_message: str = "") -> None:
        said = f": {server_message}" if server_message else ""
        super().__init__(f"{self.advice} (HTTP {status}{said})")
        self.status = status
        self.body = body
        self.server_message = server_message


class BadRequestError(StatusError):
    """400: the request breaks a rule of the API. `server_message` names the field."""

    advice = "The API refuses the request: correct the chat id or the message id."
    status: Literal[400]
    body: ErrorEnvelope | QueueError | str | None


class FileNotInMessageError(BadRequestError):
    """400: the message has no file, or the chat has no such message."""

    advice = "The message has no file, or there is no such message in this chat: skip it."


class InstanceNotReadyError(BadRequestError):
    """400: the instance cannot work now."""


class InstanceStartingError(InstanceNotReadyError):
    """400: the instance is starting."""

    advice = "The instance is starting: try again in some seconds."
    can_retry = True


class InstanceNotAuthorizedError(InstanceNotReadyError):
    """400: the instance is starting or has no WhatsApp account."""

    advice = "The instance is not linked to WhatsApp: scan its QR code in the console."


class InstanceGoneError(BadRequestError):
    """400: the instance is not paid for, or deleted."""

    advice = "The instance is expired or deleted: renew it in the console, or use another one."


class WebhookUrlIsSetError(BadRequestError):
    """400: the queue cannot be read, as notifications are sent to a `webhookUrl` instead."""

    advice = (
        "The instance sends its notifications to its webhookUrl, so that its queue cannot be "
        "read: clear webhookUrl in the console and wait for a minute, or receive them there."
    )


class AuthenticationError(StatusError):
    """401, or a 200 whose body says 401: wrong token, or an instance unknown on this host."""

    advice = (
        "The API does not accept the credentials: check id_instance and api_token_instance "
        "(GREEN_API_ID_INSTANCE, GREEN_API_TOKEN_INSTANCE)."
    )
    status: Literal[200, 401]


class PermissionDeniedError(StatusError):
    """403: the instance does not belong to this host, or its id is malformed."""

    advice = (
        "The instance does not belong to this host: check id_instance and api_url "
        "(GREEN_API_URL; the console shows it as apiUrl)."
    )
    status: Literal[403]


class NotFoundError(StatusError):
    """404: the host does not know the method. All methods of a broken instance answer so too."""

    advice = "The host does not know this method: check api_url; if it is right, ask GREEN-API."
    status: Literal[404]


class RateLimitError(StatusError):
    """429: more requests in this second than the method allows to one instance."""

    advice = "Too many requests: wait a second, and let one client serve the whole instance."
    can_retry = True
    status: Literal[429]


class QuotaExceededError(StatusError):
    """466: a monthly quota of the tariff is used up.

    Attributes:
        used: How many calls or chats were used this month; None if the server does not say.
        total: How many the tariff allows; None if the server does not say.
        method: Whose quota it is, in lower case: `downloadfile`, or `correspondents` (the chats).
    """

    advice = "The tariff's monthly quota is used up: wait for the 1st or change the tariff."
    status: Literal[466]
    body: QuotaExceeded | None

    def __init__(
        self,
        *,
        status: int,
        body: QuotaExceeded | None = None,
        used: int | None = None,
        total: int | None = None,
        method: str = "",
    ) -> None:
        # The server's description may name other people's chats, so it is not repeated.
        said = f"{method} {used} of {total}".strip() if used is not None else ""
        super().__init__(status=status, body=body, server_message=said)
        self.used = used
        self.total = total
        self.method = method


class ClientClosedRequestError(StatusError):
    """499: the web server thinks that the caller hung up."""

    advice = "The server gave the request up: allow a longer timeout."
    can_retry = True
    status: Literal[499]


class FileUnavailableError(StatusError):
    """The file cannot be had: WhatsApp's servers no longer have it, or there is no link.

    It is a 500 with the words of the method's page, or a 200 whose link is empty or one of the
    documented markers such as `{{SWE002}}` (a file over 100 MB). Only for an empty link is
    `can_retry` true: a second call was seen to fill it.
    """

    advice = "The file is not available: skip it, or look for it on the phone."
    status: Literal[200, 500]


class RequestTooLargeError(StatusError):
    """500: the request is over 100 KB."""

    advice = "The request is over 100 KB: check the chat id and the message id."
    status: Literal[500]


class ServerError(StatusError):
    """Any other 5xx. What it means is not documented."""

    advice = "The API failed: try again later; if it stays so, report it to GREEN-API."
    can_retry = True


class BadGatewayError(ServerError):
    """502, 503, 504 or 520 to 527: the service behind the web server did not answer."""

    advice = "The API is not available now: try again later; if it stays so, tell GREEN-API."
    status: Literal[502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 527]


class DownloadError(GreenApiError):
    """There is a link, but its file could not be fetched."""


class UnsafeLinkError(DownloadError):
    """The link, or a redirect of the storage, leads where no file should be fetched from."""


class StorageStatusError(DownloadError):
    """The storage answered with an error.

    Attributes:
        status: The HTTP status.
    """

    def __init__(self, message: str, *, status: int) -> None:
        super().__init__(message)
        self.status = status


class LinkExpiredError(StorageStatusError):
    """The storage says 403, 404 or 410, and said so of a fresh link too."""


class StorageConnectionError(DownloadError):
    """The storage could not be reached, or the connection broke and could not be resumed."""

    can_retry = True


class StorageTimeoutError(StorageConnectionError):
    """The storage sent nothing for `timeout` seconds, or the `time_limit` is up."""


class UnexpectedEncodingError(DownloadError):
    """The storage sent the file compressed in a way that it was not asked for, or broken so."""


class FileTooLargeError(DownloadError):
    """The file is larger than `max_bytes`.

    Attributes:
        max_bytes: The limit.
        size: The announced size, None if the limit was passed without one.
    """

    def __init__(self, message: str, *, max_bytes: int, size: int | None) -> None:
        super().__init__(message)
        self.max_bytes = max_bytes
        self.size = size


class SizeMismatchError(DownloadError):
    """The storage sent more or less than it announced.

    Attributes:
        expected: The announced number of bytes, None where none was announced.
        received: The number of bytes that came.
    """

    can_retry = True

    def __init__(self, message: str, *, expected: int | None, received: int) -> None:
        super().__init__(message)
        self.expected = expected
        self.received = received


class FileChangedError(DownloadError):
    """The file changed while it was read, and what was handed out cannot be taken back."""

    can_retry = True


class ChecksumMismatchError(DownloadError):
    """The file is not the one that `sha256` describes.

    Attributes:
        expected: The digest that was asked for, in lower-case hexadecimal.
        actual: The digest of what came.
    """

    def __init__(self, message: str, *, expected: str, actual: str) -> None:
        super().__init__(message)
        self.expected = expected
        self.actual = actual


class NotAskedAgainError(GreenApiError):
    """The file was gone a while ago, and it is too early to ask again.

    Attributes:
        since: When it was asked for.
    """

    def __init__(self, message: str, *, since: datetime) -> None:
        super().__init__(message)
        self.since = since


class SaveError(GreenApiError, OSError):
    """The file could not be put on the disk.

    Attributes:
        errno: The system's number of the error.
        filename: The path in question.
    """

    def __init__(self, message: str, *, errno: int | None, filename: str) -> None:
        super().__init__(message)
        self.errno = errno
        self.filename = filename

    def __str__(self) -> str:
        return str(self.args[0])

    def __reduce__(self) -> tuple[Any, ...]:
        make, kind, state = super().__reduce__()
        return make, kind, {**state, "errno": self.errno, "filename": self.filename}

    @classmethod
    def of(cls, error: OSError, doing: str, path: str) -> Self:
        """Say in a sentence what the system refused and where."""
        reason = error.strerror or str(error) or type(error).__name__
        return cls(f"Could not {doing} {path}: {reason}.", errno=error.errno, filename=path)
