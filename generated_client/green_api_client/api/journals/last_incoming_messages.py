# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._building import Secret, build
from ..._reading import (
    Answers,
    checked,
    read,
    read_kind,
    success_of,
)
from ...models.error_envelope import ErrorEnvelope
from ...models.journal_message import JournalMessage
from ...models.quota_exceeded import QuotaExceeded
from ...types import UNSET, Request, Response, Unset

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client


def _read_200(data: Any) -> list[JournalMessage]:
    value: list[JournalMessage] = [
        read_kind(JournalMessage, item) for item in checked(data, list)
    ]
    return value


_ANSWERS: Answers[list[JournalMessage], ErrorEnvelope | QuotaExceeded | str] = Answers(
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
        "502": {
            "text/html": str,
        },
    },
    secret_members=["path"],
)
RATE_LIMIT = 1
"""How many requests a second one instance is allowed, as documented."""


def build_request(
    id_instance: int,
    api_token_instance: str,
    *,
    minutes: int | Unset = UNSET,
    base_url: str = "https://api.green-api.com",
) -> Request:
    """Build the request of this operation, and send nothing.

    Args:
        id_instance (int):
        api_token_instance (str):
        minutes (int | Unset):
        base_url: Where the API is.

    Raises:
        ValueError: If an argument cannot be sent.
    """
    return build(
        "GET",
        base_url,
        "/waInstance{idInstance}/lastIncomingMessages/{apiTokenInstance}",
        values={
            "idInstance": id_instance,
            "apiTokenInstance": Secret(api_token_instance),
        },
        query={
            "minutes": minutes,
        },
    )


def read_response(
    status_code: int,
    headers: Mapping[str, str],
    content: bytes,
    *,
    request: Request | None = None,
) -> Response[ErrorEnvelope | list[JournalMessage] | QuotaExceeded | str]:
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
    minutes: int | Unset = UNSET,
) -> Response[ErrorEnvelope | list[JournalMessage] | QuotaExceeded | str]:
    """Do what `sync` does, but return the answer whatever it is."""
    request = build_request(
        id_instance=id_instance,
        api_token_instance=api_token_instance,
        minutes=minutes,
        base_url=client.base_url,
    )
    return read_response(*client.send(request), request=request)


def sync(
    id_instance: int,
    api_token_instance: str,
    *,
    client: "AuthenticatedClient | Client",
    minutes: int | Unset = UNSET,
) -> list[JournalMessage]:
    """List the messages that came last

    The messages that came within the last minutes. A message can take two minutes to appear;
    notifications are quicker. Messages from before the setting `incomingWebhook` was switched
    on are not there. No order and no greatest number is promised, and there are no pages.

    Args:
        id_instance (int):
        api_token_instance (str):
        minutes (int | Unset):
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
        minutes=minutes,
    )
    return success_of(response, _ANSWERS)


async def asyncio_detailed(
    id_instance: int,
    api_token_instance: str,
    *,
    client: "AuthenticatedClient | Client",
    minutes: int | Unset = UNSET,
) -> Response[ErrorEnvelope | list[JournalMessage] | QuotaExceeded | str]:
    """Do what `asyncio` does, but return the answer whatever it is."""
    request = build_request(
        id_instance=id_instance,
        api_token_instance=api_token_instance,
        minutes=minutes,
        base_url=client.base_url,
    )
    return read_response(*(await client.send_async(request)), request=request)


async def asyncio(
    id_instance: int,
    api_token_instance: str,
    *,
    client: "AuthenticatedClient | Client",
    minutes: int | Unset = UNSET,
) -> list[JournalMessage]:
    """List the messages that came last

    The messages that came within the last minutes. A message can take two minutes to appear;
    notifications are quicker. Messages from before the setting `incomingWebhook` was switched
    on are not there. No order and no greatest number is promised, and there are no pages.

    Args:
        id_instance (int):
        api_token_instance (str):
        minutes (int | Unset):
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
        minutes=minutes,
    )
    return success_of(response, _ANSWERS)
