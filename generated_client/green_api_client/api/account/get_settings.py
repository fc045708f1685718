# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..._building import Secret, build
from ..._reading import (
    Answers,
    read,
    success_of,
)
from ...models.error_envelope import ErrorEnvelope
from ...models.settings import Settings
from ...types import Request, Response

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client


_ANSWERS: Answers[Settings, ErrorEnvelope | str] = Answers(
    success={
        "200": {
            "application/json": Settings.from_dict,
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
        "499": {},
        "502": {
            "text/html": str,
        },
    },
    secret_members=["path", "webhookUrlToken"],
)
RATE_LIMIT = 1
"""How many requests a second one instance is allowed, as documented."""


def build_request(
    id_instance: int,
    api_token_instance: str,
    *,
    base_url: str = "https://api.green-api.com",
) -> Request:
    """Build the request of this operation, and send nothing.

    Args:
        id_instance (int):
        api_token_instance (str):
        base_url: Where the API is.

    Raises:
        ValueError: If an argument cannot be sent.
    """
    return build(
        "GET",
        base_url,
        "/waInstance{idInstance}/getSettings/{apiTokenInstance}",
        values={
            "idInstance": id_instance,
            "apiTokenInstance": Secret(api_token_instance),
        },
    )


def read_response(
    status_code: int,
    headers: Mapping[str, str],
    content: bytes,
    *,
    request: Request | None = None,
) -> Response[ErrorEnvelope | Settings | str]:
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
) -> Response[ErrorEnvelope | Settings | str]:
    """Do what `sync` does, but return the answer whatever it is."""
    request = build_request(
        id_instance=id_instance,
        api_token_instance=api_token_instance,
        base_url=client.base_url,
    )
    return read_response(*client.send(request), request=request)


def sync(
    id_instance: int,
    api_token_instance: str,
    *,
    client: "AuthenticatedClient | Client",
) -> Settings:
    """Get the instance's settings

    The settings as they are. An instance that is not authorized was seen to answer as well.
    The answer holds the token of the bot's own server: do not log it.

    Args:
        id_instance (int):
        api_token_instance (str):
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
    )
    return success_of(response, _ANSWERS)


async def asyncio_detailed(
    id_instance: int,
    api_token_instance: str,
    *,
    client: "AuthenticatedClient | Client",
) -> Response[ErrorEnvelope | Settings | str]:
    """Do what `asyncio` does, but return the answer whatever it is."""
    request = build_request(
        id_instance=id_instance,
        api_token_instance=api_token_instance,
        base_url=client.base_url,
    )
    return read_response(*(await client.send_async(request)), request=request)


async def asyncio(
    id_instance: int,
    api_token_instance: str,
    *,
    client: "AuthenticatedClient | Client",
) -> Settings:
    """Get the instance's settings

    The settings as they are. An instance that is not authorized was seen to answer as well.
    The answer holds the token of the bot's own server: do not log it.

    Args:
        id_instance (int):
        api_token_instance (str):
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
    )
    return success_of(response, _ANSWERS)
