# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._building import Secret, build
from ..._reading import (
    Answers,
    read,
    success_of,
)
from ...models.error_envelope import ErrorEnvelope
from ...models.instance_state import InstanceState
from ...types import Request, Response

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client


def _read_200(data: Any) -> InstanceState | None:
    value: InstanceState | None = (
        None if data is None else InstanceState.from_dict(data)
    )
    return value


_ANSWERS: Answers[InstanceState | None, ErrorEnvelope | str] = Answers(
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
        "/waInstance{idInstance}/getStateInstance/{apiTokenInstance}",
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
) -> Response[ErrorEnvelope | InstanceState | str | None]:
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
) -> Response[ErrorEnvelope | InstanceState | str | None]:
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
) -> InstanceState | None:
    """Get the instance's state

    Whether the instance is connected to a WhatsApp account and can work.

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
) -> Response[ErrorEnvelope | InstanceState | str | None]:
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
) -> InstanceState | None:
    """Get the instance's state

    Whether the instance is connected to a WhatsApp account and can work.

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
