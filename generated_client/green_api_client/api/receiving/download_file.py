# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ..._parsing import NOT_AS_DESCRIBED, is_json, load_json, load_text, media_type_of
from ..._secrets import EXTENSION, Secrets
from ..._transport import absolute_url
from ...client import AuthenticatedClient, Client
from ...models.download_file_request import DownloadFileRequest
from ...models.error_envelope import ErrorEnvelope
from ...models.file_link import FileLink
from ...models.quota_exceeded import QuotaExceeded
from ...types import Response


def _get_kwargs(
    id_instance: int,
    api_token_instance: str,
    *,
    body: DownloadFileRequest,
) -> dict[str, Any]:
    _secrets = Secrets()
    api_token_instance = _secrets.hide("apiTokenInstance", api_token_instance)
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/waInstance{id_instance}/downloadFile/{api_token_instance}".format(
            id_instance=quote(str(id_instance), safe=""),
            api_token_instance=quote(str(api_token_instance), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    _kwargs["extensions"] = {EXTENSION: _secrets}
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ErrorEnvelope | FileLink | QuotaExceeded | str | None:
    media_type = media_type_of(response)
    if response.status_code == 200:
        if is_json(media_type):
            response_200 = FileLink.from_dict(load_json(response))

            return response_200
        return None

    if response.status_code == 400:
        if is_json(media_type):
            response_400 = ErrorEnvelope.from_dict(load_json(response))

            return response_400
        if media_type == "text/plain":
            return load_text(response)
        return None

    if response.status_code == 401:
        return None

    if response.status_code == 403:
        if media_type == "text/html":
            return load_text(response)
        return None

    if response.status_code == 404:
        if media_type == "text/plain":
            return load_text(response)
        return None

    if response.status_code == 429:
        return None

    if response.status_code == 466:
        if is_json(media_type):
            response_466 = QuotaExceeded.from_dict(load_json(response))

            return response_466
        return None

    if response.status_code == 499:
        return None

    if response.status_code == 500:
        if is_json(media_type):
            response_500 = ErrorEnvelope.from_dict(load_json(response))

            return response_500
        if media_type == "text/plain":
            return load_text(response)
        return None

    if response.status_code == 502:
        if media_type == "text/html":
            return load_text(response)
        return None

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ErrorEnvelope | FileLink | QuotaExceeded | str]:
    try:
        parsed = _parse_response(client=client, response=response)
    except NOT_AS_DESCRIBED:
        parsed = None
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=parsed,
    )


def sync_detailed(
    id_instance: int,
    api_token_instance: str,
    *,
    client: AuthenticatedClient | Client,
    body: DownloadFileRequest,
) -> Response[ErrorEnvelope | FileLink | QuotaExceeded | str]:
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

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | FileLink | QuotaExceeded | str]
    """

    kwargs = _get_kwargs(
        id_instance=id_instance,
        api_token_instance=api_token_instance,
        body=body,
    )

    httpx_client = client.get_httpx_client()
    kwargs["url"] = absolute_url(httpx_client.base_url, kwargs["url"])
    response = httpx_client.request(**kwargs)

    return _build_response(client=client, response=response)


def sync(
    id_instance: int,
    api_token_instance: str,
    *,
    client: AuthenticatedClient | Client,
    body: DownloadFileRequest,
) -> ErrorEnvelope | FileLink | QuotaExceeded | str | None:
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

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | FileLink | QuotaExceeded | str
    """

    return sync_detailed(
        id_instance=id_instance,
        api_token_instance=api_token_instance,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    id_instance: int,
    api_token_instance: str,
    *,
    client: AuthenticatedClient | Client,
    body: DownloadFileRequest,
) -> Response[ErrorEnvelope | FileLink | QuotaExceeded | str]:
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

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ErrorEnvelope | FileLink | QuotaExceeded | str]
    """

    kwargs = _get_kwargs(
        id_instance=id_instance,
        api_token_instance=api_token_instance,
        body=body,
    )

    httpx_client = client.get_async_httpx_client()
    kwargs["url"] = absolute_url(httpx_client.base_url, kwargs["url"])
    response = await httpx_client.request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    id_instance: int,
    api_token_instance: str,
    *,
    client: AuthenticatedClient | Client,
    body: DownloadFileRequest,
) -> ErrorEnvelope | FileLink | QuotaExceeded | str | None:
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

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ErrorEnvelope | FileLink | QuotaExceeded | str
    """

    return (
        await asyncio_detailed(
            id_instance=id_instance,
            api_token_instance=api_token_instance,
            client=client,
            body=body,
        )
    ).parsed
