"""HTTP over aiohttp, for all tasks of a client.

httpx's own asynchronous pool manages a tenth of the calls.
"""

from __future__ import annotations

import asyncio
import time
from functools import lru_cache
from typing import TYPE_CHECKING

import aiohttp
from yarl import URL

from green_api_files._http.exchange import HEADERS, NEVER, Failure, failure_of
from green_api_files._http.outside import origin_of
from green_api_files.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from green_api_client.types import Request
    from green_api_files._http.outside import Outside, Way

# How much of a body may wait to be read: enough to keep a disk busy.
_BUFFER = 1 << 18
_CONNECTIONS = 256
# To aiohttp a timeout of zero is none.
_SHORTEST = 1e-3
# What may take more seconds than these aiohttp ends at a whole second anyway.
_PRECISE = 5
_ORIGINS = 64


class Answer:
    """What came back, as that of `threads`."""

    def __init__(self, response: aiohttp.ClientResponse, way: Way) -> None:
        self._response = response
        self._way = way
        self.status = response.status
        self.headers: Mapping[str, str] = response.headers

    async def read(self) -> bytes:
        """The next bytes of the body, as `threads.Answer.read` says."""
        content = self._response.content
        try:
            return b"" if content.at_eof() else await content.readany()
        except (aiohttp.ClientError, OSError) as error:
            failure = _failure_of(error, self._way)
        raise failure  # here, so that the engine's error, which knows the whole URL, is dropped

    def close(self) -> None:
        """Let go of the connection."""
        self._response.close()


class TaskEngine:
    """Connections to the API and to storages, with the settings of `threads.ThreadEngine`."""

    def __init__(self, outside: Outside, *, connect_timeout: float) -> None:
        self._connect_timeout = connect_timeout
        self._session: aiohttp.ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        # The environment is asked once for each origin.
        self._way_to = lru_cache(_ORIGINS)(outside.way_to)

    async def send(self, request: Request, deadline: float, silence: float = NEVER) -> Answer:
        """Send a request, as `ThreadEngine.send` does.

        Raises:
            SettingsError: if the connections belong to another event loop.
        """
        way = self._way_to(origin_of(request.url))
        try:
            response = await self._opened().request(
                request.method,
                # A signature in the query was made over exactly this spelling.
                URL(request.url, encoded=True),
                data=request.content,
                headers=request.headers,
                allow_redirects=False,
                timeout=self._limits(deadline - time.monotonic(), silence),
                proxy=way.proxy,
                ssl=way.tls or True,
            )
        except (aiohttp.ClientError, OSError) as error:
            failure = _failure_of(error, way)
        else:
            return Answer(response, way)
        raise failure  # here, so that the engine's error, which knows the whole URL, is dropped

    def _limits(self, left: float, silence: float) -> aiohttp.ClientTimeout:
        total = round(left, 1) if left > _PRECISE else max(left, _SHORTEST)
        # Set anew for every piece that comes, which costs more than the rest of the limits.
        return _timeout(total, self._connect_timeout, silence if left > silence else None)

    def _opened(self) -> aiohttp.ClientSession:
        loop = asyncio.get_running_loop()
        if self._session is None:
            self._session, self._loop = _new_session(), loop
        elif self._loop is not loop:
            raise SettingsError(
                "The connections of this AsyncGreenApi belong to another event loop: await its "
                "close() there first, or make one client for each loop."
            )
        return self._session

    async def close(self) -> None:
        """Close every connection."""
        if self._session is not None:
            session, self._session = self._session, None
            if self._loop is not asyncio.get_running_loop():
                session.detach()  # nothing of a loop that is gone can be closed in order
                return
            await session.close()
            await asyncio.sleep(0)  # lets the transports close


@lru_cache(maxsize=8)
def _timeout(total: float, connect: float, silence: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(
        total=None if total == NEVER else total, sock_connect=connect, sock_read=silence
    )


def _new_session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        headers=HEADERS,
        connector=aiohttp.TCPConnector(limit=_CONNECTIONS),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        read_bufsize=_BUFFER,
        trust_env=False,  # it would also send passwords out of ~/.netrc; see outside.py
    )


def _failure_of(error: BaseException, way: Way) -> Failure:
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return Failure(f"it answers {error.status}", proxy=way.proxy_host)
    is_of_proxy = isinstance(error, aiohttp.ClientProxyConnectionError)
    return failure_of(
        error,
        timed_out=isinstance(error, TimeoutError),
        proxy=way.proxy_host if is_of_proxy else "",
    )
