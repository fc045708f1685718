# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._building import Secret, build
from ..._reading import (
    Answers,
    read,
    read_kind,
    success_of,
)
from ...models.error_envelope import ErrorEnvelope
from ...models.notification_deletion import NotificationDeletion
from ...models.queue_error import QueueError
from ...types import Request, Response

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client


def _read_400(data: Any) -> ErrorEnvelope | QueueError:
    value: ErrorEnvelope | QueueError = read_kind(QueueError | ErrorEnvelope, data)
    return value


_ANSWERS: Answers[
    NotificationDeletion, ErrorEnvelope | ErrorEnvelope | QueueError | str
] = Answers(
    success={
        "200": {
            "application/json": NotificationDeletion.from_dict,
        },
    },
    error={
        "400": {
            "application/json": _read_400,
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
RATE_LIMIT = 100
"""How many requests a second one instance is allowed, as documented."""


def build_request(
    id_instance: int,
    api_token_instance: str,
    receipt_id: int,
    *,
    base_url: str = "https://api.green-api.com",
) -> Request:
    """Build the request of this operation, and send nothing.

    Args:
        id_instance (int):
        api_token_instance (str):
        receipt_id (int):
        base_url: Where the API is.

    Raises:
        ValueError: If an argument cannot be sent.
    """
    return build(
        "DELETE",
        base_url,
        "/waInstance{idInstance}/deleteNotification/{apiTokenInstance}/{receiptId}",
        values={
            "idInstance": id_instance,
            "apiTokenInstance": Secret(api_token_instance),
            "receiptId": receipt_id,
        },
    )


def read_response(
    status_code: int,
    headers: Mapping[str, str],
    content: bytes,
    *,
    request: Request | None = None,
) -> Response[ErrorEnvelope | ErrorEnvelope | QueueError | NotificationDeletion | str]:
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
    receipt_id: int,
    *,
    client: "AuthenticatedClient | Client",
) -> Response[ErrorEnvelope | ErrorEnvelope | QueueError | NotificationDeletion | str]:
    """Do what `sync` does, but return the answer whatever it is."""
    request = build_request(
        id_instance=id_instance,
        api_token_instance=api_token_instance,
        receipt_id=receipt_id,
        base_url=client.base_url,
    )
    return read_response(*client.send(request), request=request)


def sync(
    id_instance: int,
    api_token_instance: str,
    receipt_id: int,
    *,
    client: "AuthenticatedClient | Client",
) -> NotificationDeletion:
    """Delete a notification from the queue

    Confirms that a notification was handled: it is deleted, and the next one can be received.

    A notification that is gone already is told in two ways on the same page, and both mean
    that there is nothing more to do: `result: false` in a 200, and a 500. After any other
    answer go on receiving; the notification comes again if it was not deleted.

    Args:
        id_instance (int):
        api_token_instance (str):
        receipt_id (int):
        client: Sends the request.

    Raises:
        errors.StatusError: If the answer is a documented error.
        errors.NotUnderstoodError: If the answer is none that is documented.
        httpx.HTTPError: If no complete answer comes.
    """
    response = sync_detailed(
        id_instance=id_instance,
        api_token_instance=api_token_instance,
        receipt_id=receipt_id,
        client=client,
    )
    return success_of(response, _ANSWERS)


async def asyncio_detailed(
    id_instance: int,
    api_token_instance: str,
    receipt_id: int,
    *,
    client: "AuthenticatedClient | Client",
) -> Response[ErrorEnvelope | ErrorEnvelope | QueueError | NotificationDeletion | str]:
    """Do what `asyncio` does, but return the answer whatever it is."""
    request = build_request(
        id_instance=id_instance,
        api_token_instance=api_token_instance,
        receipt_id=receipt_id,
        base_url=client.base_url,
    )
    return read_response(*(await client.send_async(request)), request=request)


async def asyncio(
    id_instance: int,
    api_token_instance: str,
    receipt_id: int,
    *,
    client: "AuthenticatedClient | Client",
) -> NotificationDeletion:
    """Delete a notification from the queue

    Confirms that a notification was handled: it is deleted, and the next one can be received.

    A notification that is gone already is told in two ways on the same page, and both mean
    that there is nothing more to do: `result: false` in a 200, and a 500. After any other
    answer go on receiving; the notification comes again if it was not deleted.

    Args:
        id_instance (int):
        api_token_instance (str):
        receipt_id (int):
        client: Sends the request.

    Raises:
        errors.StatusError: If the answer is a documented error.
        errors.NotUnderstoodError: If the answer is none that is documented.
        httpx.HTTPError: If no complete answer comes.
    """
    response = await asyncio_detailed(
        id_instance=id_instance,
        api_token_instance=api_token_instance,
        receipt_id=receipt_id,
        client=client,
    )
    return success_of(response, _ANSWERS)
