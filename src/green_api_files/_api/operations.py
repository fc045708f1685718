"""The operations that the clients call: each as a question, with what its answers mean.

A new one is a function here, its rate in `rate.py`, and a method in each of the two clients.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from green_api_client.api.receiving import download_file as generated
from green_api_client.models import DownloadFileRequest, FileLink
from green_api_files import errors
from green_api_files._api.call import Question
from green_api_files._api.verdict import error_of, fields_of

if TYPE_CHECKING:
    from green_api_client.types import Response
    from green_api_files._settings import Settings

_OK = 200


def download_file(settings: Settings, chat_id: str, id_message: str) -> Question[FileLink]:
    """Ask for a link to the file of a message."""
    request = generated.build_request(
        settings.id_instance,
        settings.api_token_instance,
        body=DownloadFileRequest(chat_id=chat_id, id_message=id_message),
        base_url=settings.api_url,
    )
    return Question(
        "DownloadFile", f"Message {id_message}", request, generated.read_response, _file_link
    )


def _file_link(answer: Response[Any]) -> FileLink:
    found = answer.parsed
    if not isinstance(found, FileLink):
        fields = fields_of(answer)
        if answer.status_code == _OK and fields.get("downloadUrl", "") is None:
            raise errors.FileUnavailableError(status=_OK, body=fields)
        raise error_of(answer, "DownloadFile")
    link = found.download_url.strip()
    if not link or link.startswith("{{"):
        error = errors.FileUnavailableError(status=_OK, body=found, server_message=link)
        error.can_retry = not link  # a second call was seen to bring the link
        raise error
    return found
