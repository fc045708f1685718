"""What the API's answers mean where they are not the documented success."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from green_api_client.models import ErrorEnvelope, QueueError, QuotaExceeded, QuotaStatus
from green_api_files import errors

if TYPE_CHECKING:
    from green_api_client.types import Response

_SHOWN = 1000  # bytes or characters of an answer that fits nothing

# Only the text tells the causes of a 400 and a 500 apart. Sources: the method's page
# https://green-api.com/en/docs/api/receiving/files/DownloadFile and the common errors
# https://green-api.com/en/docs/api/common-errors/ in their newer and older wordings.
_CAUSES: dict[int, tuple[tuple[str, type[errors.StatusError]], ...]] = {
    400: (
        ("webhook url is set", errors.WebhookUrlIsSetError),
        ("file message encrypted url not found", errors.FileNotInMessageError),
        ("in starting process", errors.InstanceStartingError),
        ("instance is starting or not authorized", errors.InstanceNotAuthorizedError),
        ("instance account not authorized", errors.InstanceNotAuthorizedError),
        ("instance account is expired", errors.InstanceGoneError),
        ("instance is deleted", errors.InstanceGoneError),
    ),
    500: (
        ("internal error when downloading file", errors.FileUnavailableError),
        ("request entity too large", errors.RequestTooLargeError),
    ),
}

_BY_STATUS: dict[int, type[errors.StatusError]] = {
    400: errors.BadRequestError,
    401: errors.AuthenticationError,
    403: errors.PermissionDeniedError,
    404: errors.NotFoundError,
    429: errors.RateLimitError,
    499: errors.ClientClosedRequestError,
    **dict.fromkeys((502, 503, 504, *range(520, 528)), errors.BadGatewayError),
}


def error_of(answer: Response[Any]) -> errors.GreenApiError:
    """What to raise for an answer that is not the documented success."""
    if answer.status_code == 466:  # noqa: PLR2004 # the vendor's own status
        return _quota_error(answer.parsed)
    if answer.status_code == 200:  # noqa: PLR2004 # an HTTP status
        return _error_in_success(answer)
    if answer.status_code < 400:  # noqa: PLR2004 # a redirect, or a success without a content
        return _unexpected(answer)
    return _error(answer)


def _error(answer: Response[Any]) -> errors.StatusError:
    status, body = answer.status_code, answer.parsed
    text = _message(answer)
    kind = _BY_STATUS.get(status)
    for words, cause in _CAUSES.get(status, ()):
        if words in text.lower():
            kind = cause
    if kind is None:
        kind = errors.ServerError if status >= 500 else errors.StatusError  # noqa: PLR2004
    return kind(status=status, body=body, server_message=text)


def _message(answer: Response[Any]) -> str:
    """The server's words in one line, whatever their form. A web server's page says nothing."""
    if isinstance(answer.parsed, (ErrorEnvelope, QueueError)):
        text = answer.parsed.message
    elif isinstance(answer.parsed, str):
        text = answer.parsed
    else:
        text = answer.content[:_SHOWN].decode(errors="replace")
    text = " ".join(text.split())[:_SHOWN]
    return "" if text.startswith("<") else text


def _quota_error(body: object) -> errors.QuotaExceededError:
    if not isinstance(body, QuotaExceeded):
        return errors.QuotaExceededError(status=466)
    both = (body.invoke_status, body.correspondents_status)
    found = [status for status in both if isinstance(status, QuotaStatus)]
    exceeded = [status for status in found if "EXCEEDED" in str(status.status)] or found
    if not exceeded:
        return errors.QuotaExceededError(status=466, body=body)
    return errors.QuotaExceededError(
        status=466,
        body=body,
        used=_count(exceeded[0].used),
        total=_count(exceeded[0].total),
        method=str(exceeded[0].method or ""),
    )


def _count(value: object) -> int | None:
    """A counter, which the documentation calls a string and shows as a number."""
    try:
        return int(str(value))
    except ValueError:
        return None


def _error_in_success(answer: Response[Any]) -> errors.GreenApiError:
    """A 200 that is none. GREEN-API is known to send `{"code": 401, ...}` so."""
    fields = fields_of(answer)
    if str(fields.get("code")) == "401":
        words = str(fields.get("description", ""))[:_SHOWN]
        return errors.AuthenticationError(status=200, body=fields, server_message=words)
    return _unexpected(answer)


def fields_of(answer: Response[Any]) -> dict[str, object]:
    """The members of a body that may not be as the contract describes it; none if it has none."""
    try:
        body: object = json.loads(answer.content)
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, object]", body) if isinstance(body, dict) else {}


def _unexpected(answer: Response[Any]) -> errors.UnexpectedAnswerError:
    return errors.UnexpectedAnswerError(
        f"The answer (HTTP {answer.status_code}) is none of this API: check api_url, and "
        "whether a proxy or a portal stands in between.",
        status=answer.status_code,
        content=answer.content[:_SHOWN],
    )
