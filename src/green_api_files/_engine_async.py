"""HTTP over aiohttp, for all tasks of a client.

httpx's own asynchronous pool manages a tenth of the calls.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aiohttp
from yarl import URL

from green_api_files._deadline import seconds_left
from green_api_files._failures import api_failure, storage_failure
from green_api_files._proxies import environment_proxy
from green_api_files._tls import tls_context
from green_api_files._wire import MAX_ANSWER, CallAnswer, too_long

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncGenerator, Mapping
    from contextlib import AbstractAsyncContextManager

    from green_api_files._transfer import Request
    from green_api_files._wire import Call
    from green_api_files.errors import DownloadError

# How much of a body may wait to be read: enough to keep a disk busy.
_BUFFER = 1 << 18
_CONNECTIONS = 256
# To aiohttp a timeout of zero is none.
_SHORTEST = 1e-3


class AsyncAnswer:
    """The storage's answer, its body still on the way."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response
        self.status = response.status
        self.headers: Mapping[str, str] = response.headers

    async def read(self) -> bytes:
        """The next bytes of the body as they came, not unpacked; empty at its end."""
        return await self._response.content.readany()


class AsyncEngine:
    """Connections to the API and to storage hosts. Nothing is kept from one answer to the next."""

    def __init__(self, *, timeout: float, connect_timeout: float) -> None:
        self._connect_timeout = connect_timeout
        self._timeout = timeout
        # An answer of the API is short. Silence alone does not bound it: bytes that the engine
        # takes for a part of the framing are no silence.
        self._call_seconds = connect_timeout + timeout
        self._session: aiohttp.ClientSession | None = None
        self._ways: dict[str, _Way] = {}

    async def call(self, call: Call, body: bytes) -> CallAnswer:
        """Call the API.

        Raises:
            ApiConnectionError: if no complete answer comes.
        """
        limits = self._limits(min(self._call_seconds, seconds_left()))
        try:
            async with self._send(call.method, call.url, call.headers, limits, body) as response:
                content = await response.content.read(MAX_ANSWER + 1)
                while len(content) <= MAX_ANSWER and (more := await response.content.readany()):
                    content += more
                if len(content) > MAX_ANSWER:
                    raise too_long(response.status)
                return CallAnswer(
                    response.status, response.headers.get("content-type", ""), content
                )
        except (aiohttp.ClientError, OSError) as error:
            failure = api_failure(call.url, error, timed_out=isinstance(error, TimeoutError))
        raise failure

    @asynccontextmanager
    async def open(self, request: Request) -> AsyncGenerator[AsyncAnswer]:
        """Ask a storage for a file.

        Raises:
            StorageConnectionError: if the connection fails, also while the body is read.
        """
        failure: DownloadError | None = None
        try:
            limits = self._limits(request.seconds)
            async with self._send("GET", request.url, request.headers, limits) as response:
                yield AsyncAnswer(response)
        except (aiohttp.ClientError, OSError) as error:
            timed_out = isinstance(error, TimeoutError)
            failure = storage_failure(request.url, error, timed_out=timed_out)
        if failure:  # outside, so that the engine's error, which knows the whole link, is dropped
            raise failure

    def _limits(self, seconds: float) -> aiohttp.ClientTimeout:
        return aiohttp.ClientTimeout(
            total=max(seconds, _SHORTEST),
            sock_connect=self._connect_timeout,
            sock_read=self._timeout,
        )

    def _send(
        self,
        method: str,
        url: str,
        headers: dict[str, str],
        limits: aiohttp.ClientTimeout,
        body: bytes | None = None,
    ) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        session = self._session
        if session is None:
            session = self._session = _new_session()
        origin = url[: url.find("/", len("https://"))]
        way = self._ways.get(origin) or self._ways.setdefault(origin, _way_to(url))
        return session.request(
            method,
            URL(url, encoded=True),  # a signature in the link was made over exactly this spelling
            data=body,
            headers=headers,
            allow_redirects=False,
            timeout=limits,
            proxy=way.proxy,
            ssl=way.tls,
        )

    async def close(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None
            await asyncio.sleep(0)  # lets the transports close


@dataclass(frozen=True, slots=True)
class _Way:
    """How a host is reached."""

    proxy: str | None
    tls: ssl.SSLContext | bool


def _way_to(url: str) -> _Way:
    return _Way(environment_proxy(url), tls_context() if url.startswith("https:") else True)


def _new_session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=_CONNECTIONS),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        read_bufsize=_BUFFER,
        trust_env=False,  # it would also send passwords out of ~/.netrc; see environment_proxy
    )
