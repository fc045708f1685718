"""Transports that httpx does not bring, for requests with secrets.

httpx's own transports ask a request for its `url.raw_path`, which has the secrets in it while the
request is on its way; the URL as a text has placeholders. A transport that sends the text needs
one of these around it. `httpx_args={"transport": …}` and `{"mounts": …}` do that by themselves.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self

import httpx

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from .masking import Secrets


class SecretURL(httpx.URL):
    """A URL that shows placeholders, and gives transports the path as it is sent."""

    def __init__(self, shown: httpx.URL, secrets: Secrets) -> None:
        super().__init__(shown)
        self._secrets = secrets
        self.was_read = False

    @property
    def raw_path(self) -> bytes:
        self.was_read = True
        return self._secrets.reveal(super().raw_path.decode("ascii")).encode("ascii")

    def __reduce__(self) -> tuple[type[httpx.URL], tuple[str]]:
        return httpx.URL, (str(self),)


class _WireRequest(httpx.Request):
    """The request as it goes to the wire. Its repr, which retrying transports log, has no URL."""

    def __repr__(self) -> str:
        return f"<{self.method} request to {self.url.scheme}://{self.url.host}/...>"


# A call after the other goes to the same URL, and httpx takes long to read one.
@lru_cache(maxsize=32)
def _url_to_send(shown: str, path: bytes) -> httpx.URL:
    return httpx.URL(shown, raw_path=path)


def _for_the_wire(request: httpx.Request) -> httpx.Request:
    if not isinstance(request.url, SecretURL):
        return request
    try:
        body: dict[str, Any] = {"content": request.content}
    except httpx.RequestNotRead:
        body = {"stream": request.stream}
    url = _url_to_send(str(request.url), request.url.raw_path)
    extensions = request.extensions
    return _WireRequest(request.method, url, headers=request.headers, extensions=extensions, **body)


class RevealingTransport(httpx.BaseTransport):
    """Gives another transport the requests with their secrets."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:  # noqa: D102 # httpx says it
        return self._inner.handle_request(_for_the_wire(request))

    def close(self) -> None:  # noqa: D102
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


class AsyncRevealingTransport(httpx.AsyncBaseTransport):
    """The same for asynchronous clients."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:  # noqa: D102
        return await self._inner.handle_async_request(_for_the_wire(request))

    async def aclose(self) -> None:  # noqa: D102
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


def with_revealing(
    wrap: type[RevealingTransport | AsyncRevealingTransport], arguments: Mapping[str, Any]
) -> dict[str, Any]:
    """Arguments of an httpx client, with every transport among them wrapped."""
    wrapped = dict(arguments)
    if (transport := wrapped.get("transport")) is not None:
        wrapped["transport"] = wrap(transport)
    if mounts := wrapped.get("mounts"):
        wrapped["mounts"] = {
            pattern: None if transport is None else wrap(transport)
            for pattern, transport in mounts.items()
        }
    return wrapped


__all__ = ["AsyncRevealingTransport", "RevealingTransport"]
