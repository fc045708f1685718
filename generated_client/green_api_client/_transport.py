# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
"""Transports that write secrets on the wire and take them out of what comes back."""

# `protect` says why it reaches into httpx.
# ruff: noqa: SLF001
# pyright: reportPrivateUsage=false

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Self

import httpx

from ._logs import mask_debug_logs
from ._masking import mask_error, mask_response
from ._secrets import EXTENSION, Secrets

if TYPE_CHECKING:
    from types import TracebackType


class SecretTransport(httpx.BaseTransport):
    """Puts another transport below the place where httpx logs and keeps requests."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        secrets = request.extensions.get(EXTENSION)
        if not isinstance(secrets, Secrets):
            return self._inner.handle_request(request)
        try:
            response = self._inner.handle_request(secrets.reveal(request))
        except Exception as error:
            mask_error(error, secrets, request)
            raise
        return mask_response(response, secrets, request)

    def close(self) -> None:
        self._inner.close()

    def __enter__(self) -> Self:
        self._inner.__enter__()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        self._inner.__exit__(exc_type, exc_value, traceback)


class AsyncSecretTransport(httpx.AsyncBaseTransport):
    """The same for asynchronous clients."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        secrets = request.extensions.get(EXTENSION)
        if not isinstance(secrets, Secrets):
            return await self._inner.handle_async_request(request)
        try:
            response = await self._inner.handle_async_request(secrets.reveal(request))
        except Exception as error:
            mask_error(error, secrets, request)
            raise
        return mask_response(response, secrets, request)

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def __aenter__(self) -> Self:
        await self._inner.__aenter__()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        await self._inner.__aexit__(exc_type, exc_value, traceback)


@lru_cache(maxsize=256)
def absolute_url(base_url: httpx.URL, path: str) -> httpx.URL:
    """The URL that httpx would make of the two, which takes it longer than all else it prepares.

    What is kept has placeholders where the secrets belong.
    """
    url = httpx.URL(path)
    if not url.is_relative_url:
        return url
    return base_url.copy_with(raw_path=base_url.raw_path + url.raw_path.lstrip(b"/"))


def protect(client: httpx.Client) -> httpx.Client:
    """Put a `SecretTransport` before every transport of `client`; doing it again changes nothing.

    This is the one place that reaches into httpx. Only there are all transports known that httpx
    made by itself, those for the proxies of the environment among them: a client to which a
    transport is passed does without these.
    """
    mask_debug_logs()
    client._transport = _protected(client._transport)
    client._mounts = {
        pattern: None if transport is None else _protected(transport)
        for pattern, transport in client._mounts.items()
    }
    return client


def protect_async(client: httpx.AsyncClient) -> httpx.AsyncClient:
    """Do the same as `protect` for an asynchronous client."""
    mask_debug_logs()
    client._transport = _protected_async(client._transport)
    client._mounts = {
        pattern: None if transport is None else _protected_async(transport)
        for pattern, transport in client._mounts.items()
    }
    return client


def _protected(transport: httpx.BaseTransport) -> SecretTransport:
    return transport if isinstance(transport, SecretTransport) else SecretTransport(transport)


def _protected_async(transport: httpx.AsyncBaseTransport) -> AsyncSecretTransport:
    if isinstance(transport, AsyncSecretTransport):
        return transport
    return AsyncSecretTransport(transport)
