"""The operations that the clients call: each as a question, with what its answers mean.

A new one is a function here and a method in each of the two clients.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from green_api_client.api.receiving import delete_notification as deletion_api
from green_api_client.api.receiving import download_file as file_api
from green_api_client.api.receiving import receive_notification as reception_api
from green_api_client.models import DownloadFileRequest, FileLink, NotificationDeletion
from green_api_client.models import Notification as GeneratedNotification
from green_api_files import errors
from green_api_files._api.call import Question
from green_api_files._api.notification import Notification
from green_api_files._api.verdict import error_of, fields_of

if TYPE_CHECKING:
    from green_api_client.types import Response
    from green_api_files._settings import Settings

_QUEUE = "The queue"  # in the log
_OK = 200
_GONE = 500
"""For a notification that is there no longer, as the method's page says."""


def download_file(settings: Settings, chat_id: str, id_message: str) -> Question[FileLink]:
    """Ask for a link to the file of a message."""
    request = file_api.build_request(
        settings.id_instance,
        settings.api_token_instance,
        body=DownloadFileRequest(chat_id=chat_id, id_message=id_message),
        base_url=settings.api_url,
    )
    return Question(f"Message {id_message}", file_api, request, _file_link)


def _file_link(answer: Response[Any]) -> FileLink:
    found = answer.parsed
    if not isinstance(found, FileLink):
        fields = fields_of(answer)
        if answer.status_code == _OK and ("downloadUrl", None) in fields.items():
            raise errors.FileUnavailableError(status=_OK, body=fields)
        raise error_of(answer)
    link = found.download_url.strip()
    if not link or link.startswith("{{"):
        error = errors.FileUnavailableError(status=_OK, body=found, server_message=link)
        error.can_retry = not link  # a second call was seen to bring the link
        raise error
    return found


def receive_notification(settings: Settings, receive_timeout: int) -> Question[Notification | None]:
    """Ask for the notification at the head of the queue, and wait for one if it is empty."""
    request = reception_api.build_request(
        settings.id_instance,
        settings.api_token_instance,
        receive_timeout=receive_timeout,
        base_url=settings.api_url,
    )
    return Question(_QUEUE, reception_api, request, _head)


def _head(answer: Response[Any]) -> Notification | None:
    found = answer.parsed
    if isinstance(found, GeneratedNotification):
        return Notification(found.receipt_id, found.body, False, answer.content)  # noqa: FBT003
    if answer.status_code == _OK:
        if answer.understood and found is None:
            return None
        receipt_id = fields_of(answer).get("receiptId")
        if isinstance(receipt_id, int) and not isinstance(receipt_id, bool):
            return Notification(receipt_id, None, False, answer.content)  # noqa: FBT003
    raise error_of(answer)


def delete_notification(settings: Settings, receipt_id: int) -> Question[None]:
    """Delete a notification from the queue. It is no error if it was not there."""
    request = deletion_api.build_request(
        settings.id_instance,
        settings.api_token_instance,
        receipt_id,
        base_url=settings.api_url,
    )
    return Question(_QUEUE, deletion_api, request, _is_gone)


def _is_gone(answer: Response[Any]) -> None:
    if not isinstance(answer.parsed, NotificationDeletion) and answer.status_code != _GONE:
        raise error_of(answer)
