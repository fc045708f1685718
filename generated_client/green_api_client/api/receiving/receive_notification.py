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
from ...models.notification import Notification
from ...models.queue_error import QueueError
from ...types import UNSET, Request, Response, Unset

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client


def _read_200(data: Any) -> Notification | None:
    value: Notification | None = None if data is None else Notification.from_dict(data)
    return value


def _read_400(data: Any) -> ErrorEnvelope | QueueError:
    value: ErrorEnvelope | QueueError = read_kind(QueueError | ErrorEnvelope, data)
    return value


_ANSWERS: Answers[Notification | None, ErrorEnvelope | QueueError | str] = Answers(
    success={
        "200": {
            "application/json": _read_200,
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
    *,
    receive_timeout: int | Unset = UNSET,
    base_url: str = "https://api.green-api.com",
) -> Request:
    """Build the request of this operation, and send nothing.

    Args:
        id_instance (int):
        api_token_instance (str):
        receive_timeout (int | Unset):
        base_url: Where the API is.

    Raises:
        ValueError: If an argument cannot be sent.
    """
    return build(
        "GET",
        base_url,
        "/waInstance{idInstance}/receiveNotification/{apiTokenInstance}",
        values={
            "idInstance": id_instance,
            "apiTokenInstance": Secret(api_token_instance),
        },
        query={
            "receiveTimeout": receive_timeout,
        },
    )


def read_response(
    status_code: int,
    headers: Mapping[str, str],
    content: bytes,
    *,
    request: Request | None = None,
) -> Response[ErrorEnvelope | QueueError | Notification | str | None]:
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
    receive_timeout: int | Unset = UNSET,
) -> Response[ErrorEnvelope | QueueError | Notification | str | None]:
    """Do what `sync` does, but return the answer whatever it is."""
    request = build_request(
        id_instance=id_instance,
        api_token_instance=api_token_instance,
        receive_timeout=receive_timeout,
        base_url=client.base_url,
    )
    return read_response(*client.send(request), request=request)


def sync(
    id_instance: int,
    api_token_instance: str,
    *,
    client: "AuthenticatedClient | Client",
    receive_timeout: int | Unset = UNSET,
) -> Notification | None:
    """Wait for the next notification of the queue

    Gives the oldest notification of the instance's queue, and gives it again until it is
    deleted with its `receiptId`. Notifications are kept for 24 hours. Without one the server
    waits for up to `receiveTimeout` seconds and then answers `null`; it was seen to answer
    `null` at once, so pause between quick empty answers. Read for longer than it waits.

    Only the kinds that are switched on in the settings are queued, and all of them are off
    in a new instance. While a `webhookUrl` is set the queue cannot be read: the answer is 400
    until the address is cleared, and for about a minute longer.

    Does not change anything: the notification stays until it is deleted. Handle it first,
    then delete it.

    Args:
        id_instance (int):
        api_token_instance (str):
        receive_timeout (int | Unset):
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
        receive_timeout=receive_timeout,
    )
    return success_of(response, _ANSWERS)


async def asyncio_detailed(
    id_instance: int,
    api_token_instance: str,
    *,
    client: "AuthenticatedClient | Client",
    receive_timeout: int | Unset = UNSET,
) -> Response[ErrorEnvelope | QueueError | Notification | str | None]:
    """Do what `asyncio` does, but return the answer whatever it is."""
    request = build_request(
        id_instance=id_instance,
        api_token_instance=api_token_instance,
        receive_timeout=receive_timeout,
        base_url=client.base_url,
    )
    return read_response(*(await client.send_async(request)), request=request)


async def asyncio(
    id_instance: int,
    api_token_instance: str,
    *,
    client: "AuthenticatedClient | Client",
    receive_timeout: int | Unset = UNSET,
) -> Notification | None:
    """Wait for the next notification of the queue

    Gives the oldest notification of the instance's queue, and gives it again until it is
    deleted with its `receiptId`. Notifications are kept for 24 hours. Without one the server
    waits for up to `receiveTimeout` seconds and then answers `null`; it was seen to answer
    `null` at once, so pause between quick empty answers. Read for longer than it waits.

    Only the kinds that are switched on in the settings are queued, and all of them are off
    in a new instance. While a `webhookUrl` is set the queue cannot be read: the answer is 400
    until the address is cleared, and for about a minute longer.

    Does not change anything: the notification stays until it is deleted. Handle it first,
    then delete it.

    Args:
        id_instance (int):
        api_token_instance (str):
        receive_timeout (int | Unset):
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
        receive_timeout=receive_timeout,
    )
    return success_of(response, _ANSWERS)
