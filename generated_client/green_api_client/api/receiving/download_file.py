# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..._bodies import json_body
from ..._building import Secret, build
from ..._reading import (
    Answers,
    read,
    success_of,
)
from ...models.download_file_request import DownloadFileRequest
from ...models.error_envelope import ErrorEnvelope
from ...models.file_link import FileLink
from ...models.quota_exceeded import QuotaExceeded
from ...types import Request, Response

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client


_ANSWERS: Answers[FileLink, ErrorEnvelope | QuotaExceeded | str] = Answers(
    success={
        "200": {
            "application/json": FileLink.from_dict,
        },
    },
    error={
        "400": {
            "application/json": ErrorEnvelope.from_dict,
            "text/plain": str,
        },
        "401": {},
        "403": {
            "text/html": str,
        },
        "404": {
            "text/plain": str,
        },
        "429": {},
        "466": {
            "application/json": QuotaExceeded.from_dict,
        },
        "499": {},
        "500": {
            "application/json": ErrorEnvelope.from_dict,
            "text/plain": str,
        },
        "502": {
            "text/html": str,
        },
    },
    secret_members=["path"],
)
RATE_LIMIT = 5
"""How many requests a second one instance is allowed, as documented."""


def build_request(
    id_instance: int,
    api_token_instance: str,
    *,
    body: DownloadFileRequest,
    base_url: str = "https://api.green-api.com",
) -> Request:
    """Build the request of this operation, and send nothing.

    Args:
        id_instance (int):
        api_token_instance (str):
        body (DownloadFileRequest): The message whose file is wanted.
        base_url: Where the API is.

    Raises:
        ValueError: If an argument cannot be sent.
    """
    return build(
        "POST",
        base_url,
        "/waInstance{idInstance}/downloadFile/{apiTokenInstance}",
        values={
            "idInstance": id_instance,
            "apiTokenInstance": Secret(api_token_instance),
        },
        body=json_body(body.to_dict(), "application/json"),
    )


def read_response(
    status_code: int,
    headers: Mapping[str, str],
    content: bytes,
    *,
    request: Request | None = None,
) -> Response[ErrorEnvelope | FileLink | QuotaExceeded | str]:
    """Read an answer to this operation, whichever HTTP client got it. Nothing is raised.

    Args:
        status_code: The status.
        headers: The headers.
        content: The whole body, decompressed.
        request: What was asked. Its secrets are masked in the answer.
    """
    return read(_ANSWERS, status_code, headers, content, request)


def sync_detailed(
    id_instance: int,
    api_token_instance: str,
    *,
    client: "AuthenticatedClient | Client",
    body: DownloadFileRequest,
) -> Response[ErrorEnvelope | FileLink | QuotaExceeded | str]:
    """Do what `sync` does, but return the answer whatever it is."""
    request = build_request(
        id_instance=id_instance,
        api_token_instance=api_token_instance,
        body=body,
        base_url=client.base_url,
    )
    return read_response(*client.send(request), request=request)


def sync(
    id_instance: int,
    api_token_instance: str,
    *,
    client: "AuthenticatedClient | Client",
    body: DownloadFileRequest,
) -> FileLink:
    """Get a link to the file of a message

    Returns a link to the file of an incoming or outgoing message, and renews a link
    that has expired. Calling it again is safe; as a side effect the link also
    appears in the instance's message journals.

    The link is a plain `GET` on a storage host. It needs no credentials: never send
    the API token there.

    How long a file can be fetched for the first time is limited by WhatsApp. Files over
    100 MB cannot be downloaded.

    Args:
        id_instance (int):
        api_token_instance (str):
        body (DownloadFileRequest): The message whose file is wanted.
        client: Sends the request.

    Raises:
        errors.StatusError: If the answer is a documented error.
        errors.NotUnderstoodError: If the answer is none that is documented.
        httpx.HTTPError: If no complete answer comes.
    """
    response = sync_detailed(
        id_instance=id_instance,
        api_token_instance=api_token_instance,
        client=client,
        body=body,
    )
    return success_of(response, _ANSWERS)


async def asyncio_detailed(
    id_instance: int,
    api_token_instance: str,
    *,
    client: "AuthenticatedClient | Client",
    body: DownloadFileRequest,
) -> Response[ErrorEnvelope | FileLink | QuotaExceeded | str]:
    """Do what `asyncio` does, but return the answer whatever it is."""
    request = build_request(
        id_instance=id_instance,
        api_token_instance=api_token_instance,
        body=body,
        base_url=client.base_url,
    )
    return read_response(*(await client.send_async(request)), request=request)


async def asyncio(
    id_instance: int,
    api_token_instance: str,
    *,
    client: "AuthenticatedClient | Client",
    body: DownloadFileRequest,
) -> FileLink:
    """Get a link to the file of a message

    Returns a link to the file of an incoming or outgoing message, and renews a link
    that has expired. Calling it again is safe; as a side effect the link also
    appears in the instance's message journals.

    The link is a plain `GET` on a storage host. It needs no credentials: never send
    the API token there.

    How long a file can be fetched for the first time is limited by WhatsApp. Files over
    100 MB cannot be downloaded.

    Args:
        id_instance (int):
        api_token_instance (str):
        body (DownloadFileRequest): The message whose file is wanted.
        client: Sends the request.

    Raises:
        errors.StatusError: If the answer is a documented error.
        errors.NotUnderstoodError: If the answer is none that is documented.
        httpx.HTTPError: If no complete answer comes.
    """
    response = await asyncio_detailed(
        id_instance=id_instance,
        api_token_instance=api_token_instance,
        client=client,
        body=body,
    )
    return success_of(response, _ANSWERS)
