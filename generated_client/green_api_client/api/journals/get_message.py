# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._bodies import json_body
from ..._building import Secret, build
from ..._reading import (
    Answers,
    read,
    read_kind,
    success_of,
)
from ...models.error_envelope import ErrorEnvelope
from ...models.get_message_request import GetMessageRequest
from ...models.journal_message import JournalMessage
from ...models.quota_exceeded import QuotaExceeded
from ...types import Request, Response

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client


def _read_200(data: Any) -> JournalMessage:
    value: JournalMessage = read_kind(JournalMessage, data)
    return value


_ANSWERS: Answers[JournalMessage, ErrorEnvelope | QuotaExceeded | str] = Answers(
    success={
        "200": {
            "application/json": _read_200,
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
        },
        "502": {
            "text/html": str,
        },
    },
    secret_members=["path"],
)
RATE_LIMIT = 10
"""How many requests a second one instance is allowed, as documented."""


def build_request(
    id_instance: int,
    api_token_instance: str,
    *,
    body: GetMessageRequest,
    base_url: str = "https://api.green-api.com",
) -> Request:
    """Build the request of this operation, and send nothing.

    Args:
        id_instance (int):
        api_token_instance (str):
        body (GetMessageRequest): The message that is wanted.
        base_url: Where the API is.

    Raises:
        ValueError: If an argument cannot be sent.
    """
    return build(
        "POST",
        base_url,
        "/waInstance{idInstance}/getMessage/{apiTokenInstance}",
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
) -> Response[ErrorEnvelope | JournalMessage | QuotaExceeded | str]:
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
    body: GetMessageRequest,
) -> Response[ErrorEnvelope | JournalMessage | QuotaExceeded | str]:
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
    body: GetMessageRequest,
) -> JournalMessage:
    """Get one message

    One message of a chat, in the form that it has in the journals.

    Args:
        id_instance (int):
        api_token_instance (str):
        body (GetMessageRequest): The message that is wanted.
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
    body: GetMessageRequest,
) -> Response[ErrorEnvelope | JournalMessage | QuotaExceeded | str]:
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
    body: GetMessageRequest,
) -> JournalMessage:
    """Get one message

    One message of a chat, in the form that it has in the journals.

    Args:
        id_instance (int):
        api_token_instance (str):
        body (GetMessageRequest): The message that is wanted.
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
