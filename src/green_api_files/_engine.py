"""HTTP over urllib3, for all threads of a client.

httpx manages the calls too, but takes longer for each, and twice as long for a large body.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import unquote

import urllib3
from urllib3.exceptions import HTTPError, NewConnectionError
from urllib3.exceptions import TimeoutError as EngineTimeoutError
from urllib3.util import parse_url

from green_api_files._deadline import ends_in, seconds_left
from green_api_files._failures import api_failure, storage_failure
from green_api_files._pools import POOL_CLASSES
from green_api_files._proxies import environment_proxy
from green_api_files._tls import tls_context
from green_api_files._wire import MAX_ANSWER, CallAnswer, too_long

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from green_api_files._transfer import Request
    from green_api_files._wire import Call
    from green_api_files.errors import DownloadError

# More than one system call gives out at once is of no use.
_PIECE = 1 << 18
_CONNECTIONS = 64
# To urllib3 a timeout of zero is a mistake of the caller.
_SHORTEST = 1e-3
_HOSTS = 8


class Answer:
    """The storage's answer, its body still on the way."""

    def __init__(self, response: urllib3.BaseHTTPResponse) -> None:
        self._response = response
        self.status = response.status
        self.headers: Mapping[str, str] = response.headers

    def read(self) -> bytes:
        """The next bytes of the body as they came, not unpacked; empty at its end."""
        # read1 returns what is there. With read a body that trickles would pass every limit.
        return self._response.read1(_PIECE, decode_content=False)


class Engine:
    """Connections to the API and to storage hosts. Nothing is kept from one answer to the next."""

    def __init__(self, *, timeout: float, connect_timeout: float) -> None:
        self._connect_timeout = connect_timeout
        self._timeout = timeout
        # An answer of the API is short. Silence alone does not bound it.
        self._call_seconds = connect_timeout + timeout
        self._pools: dict[tuple[str | None, bool], urllib3.PoolManager] = {}
        self._pools_by_origin: dict[str, urllib3.PoolManager] = {}

    def call(self, call: Call, body: bytes) -> CallAnswer:
        """Call the API.

        Raises:
            ApiConnectionError: if no complete answer comes.
        """
        try:
            response = self._send(call.method, call.url, call.headers, self._call_seconds, body)
            try:
                content = response.read(MAX_ANSWER + 1)
                if len(content) > MAX_ANSWER:
                    raise too_long(response.status)
                return CallAnswer(
                    response.status, response.headers.get("content-type", ""), content
                )
            finally:
                response.close()  # only a connection that is not in order any more
        except (HTTPError, OSError) as error:
            failure = api_failure(call.url, error, timed_out=_timed_out(error))
        raise failure

    @contextmanager
    def open(self, request: Request) -> Generator[Answer]:
        """Ask a storage for a file.

        Raises:
            StorageConnectionError: if the connection fails, also while the body is read.
        """
        failure: DownloadError | None = None
        try:
            response = self._send("GET", request.url, request.headers, request.seconds)
            try:
                yield Answer(response)
            finally:
                response.close()
        except (HTTPError, OSError) as error:
            failure = storage_failure(request.url, error, timed_out=_timed_out(error))
        if failure:  # outside, so that the engine's error, which knows the whole link, is dropped
            raise failure

    def _send(
        self,
        method: str,
        url: str,
        headers: dict[str, str],
        seconds: float,
        body: bytes | None = None,
    ) -> urllib3.BaseHTTPResponse:
        with ends_in(seconds):
            left = max(seconds_left(), _SHORTEST)
            return self._pool(url).urlopen(
                method,
                url,
                body=body,
                headers=headers,
                timeout=urllib3.Timeout(
                    connect=min(self._connect_timeout, left), read=min(self._timeout, left)
                ),
                redirect=False,
                retries=False,
                preload_content=False,
            )

    def _pool(self, url: str) -> urllib3.PoolManager:
        origin = url[: url.find("/", len("https://"))]
        pool = self._pools_by_origin.get(origin)
        if pool is None:
            encrypted, proxy = url.startswith("https:"), environment_proxy(url)
            pool = self._pools.get((proxy, encrypted)) or _new_pool(proxy, encrypted=encrypted)
            pool = self._pools.setdefault((proxy, encrypted), pool)
            self._pools_by_origin[origin] = pool
        return pool

    def close(self) -> None:
        """Close every idle connection."""
        for manager in self._pools.values():
            for key in manager.pools.keys():  # noqa: SIM118 # iterating it is not supported
                manager.pools[key].close()
            manager.clear()  # which by itself would leave the connections to the collector


def _new_pool(proxy: str | None, *, encrypted: bool) -> urllib3.PoolManager:
    tls = tls_context() if encrypted or (proxy or "").startswith("https:") else None
    if proxy is None:
        pool = urllib3.PoolManager(_HOSTS, maxsize=_CONNECTIONS, ssl_context=tls)
    else:
        # Special characters of a password are encoded in an address.
        credentials = unquote(parse_url(proxy).auth or "")
        headers = urllib3.make_headers(proxy_basic_auth=credentials) if credentials else None
        pool = urllib3.ProxyManager(
            proxy, _HOSTS, proxy_headers=headers, maxsize=_CONNECTIONS, ssl_context=tls
        )
    pool.pool_classes_by_scheme = POOL_CLASSES
    return pool


def _timed_out(error: BaseException) -> bool:
    # To urllib3 a refused connection is a kind of timeout.
    return isinstance(error, (EngineTimeoutError, TimeoutError)) and not isinstance(
        error, NewConnectionError
    )
