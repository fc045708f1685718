"""HTTP over urllib3, for all threads of a client.

httpx manages the calls too, but takes longer for each, and twice as long for a large body.
"""

from __future__ import annotations

import re
import time
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote
from weakref import WeakSet

import urllib3
from urllib3.exceptions import HTTPError, NewConnectionError, ProxyError
from urllib3.exceptions import TimeoutError as EngineTimeoutError
from urllib3.util import parse_url

from green_api_files._http.exchange import HEADERS, NEVER, Failure, failure_of
from green_api_files._http.outside import origin_of
from green_api_files._http.strict import POOL_CLASSES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from green_api_client.types import Request
    from green_api_files._http.outside import Outside, Way

# More than one system call gives out at once is of no use.
_PIECE = 1 << 18
_CONNECTIONS = 64
# To urllib3 a timeout of zero is a mistake of the caller.
_SHORTEST = 1e-3
_HOSTS = 8
_ORIGINS = 64
# Python's own words for a CONNECT that was answered with another status than 200.
_REFUSED_TUNNEL = re.compile(r"Tunnel connection failed: (\d{3})")


class Answer:
    """What came back, its body still on the way. It has to be closed.

    Attributes:
        status: The HTTP status.
        headers: By name, in any case.
    """

    def __init__(self, response: urllib3.BaseHTTPResponse, way: Way) -> None:
        self._response = response
        self._way = way
        self.status = response.status
        self.headers: Mapping[str, str] = response.headers

    def read(self) -> bytes:
        """The next bytes of the body as they came, not unpacked; empty at its end.

        Raises:
            Failure: if they do not come.
        """
        try:
            # read1 returns what is there. With read a body that trickles would pass every limit.
            return self._response.read1(_PIECE, decode_content=False)
        except (HTTPError, OSError) as error:
            failure = _failure_of(error, self._way)
        raise failure  # here, so that the engine's error, which knows the whole URL, is dropped

    def close(self) -> None:
        """Let go of the connection, which serves others if the body was read to its end."""
        self._response.close()


class ThreadEngine:
    """Connections to the API and to storages. Nothing is kept from one answer to the next.

    Args:
        outside: Which way to take.
        connect_timeout: Seconds within which a connection has to be there.
    """

    def __init__(self, outside: Outside, *, connect_timeout: float) -> None:
        self._connect_timeout = connect_timeout
        # The environment is asked once for each origin.
        self._way_to = lru_cache(_ORIGINS)(outside.way_to)
        self._pool_of = lru_cache(_HOSTS)(self._new_pool)
        self._pools = WeakSet[urllib3.HTTPConnectionPool]()

    def send(self, request: Request, deadline: float, silence: float = NEVER) -> Answer:
        """Send a request. Redirects are not followed.

        Args:
            request: What to send, revealed. `HEADERS` and those of the framing are sent too.
            deadline: When the answer has to be complete, by `time.monotonic`.
            silence: Seconds for which the server may be silent.

        Raises:
            Failure: if no answer comes.
        """
        origin = origin_of(request.url)
        way = self._way_to(origin)
        left = max(deadline - time.monotonic(), _SHORTEST)
        try:
            response = self._pool_of(origin, way).urlopen(
                request.method,
                _target(request.url, origin, way),
                body=request.content,
                headers={**HEADERS, **request.headers},
                timeout=urllib3.Timeout(
                    connect=min(self._connect_timeout, left),
                    read=min(silence, left),
                ),
                assert_same_host=False,
                retries=False,  # nor is a redirect followed
                preload_content=False,
                deadline=deadline,
            )
        except (HTTPError, OSError) as error:
            failure = _failure_of(error, way)
        else:
            return Answer(response, way)
        raise failure  # here, so that the engine's error, which knows the whole URL, is dropped

    def close(self) -> None:
        """Close every idle connection."""
        self._pool_of.cache_clear()
        # By itself a pool closes them when nobody knows it any more, as a kept error's frames do.
        for pool in list(self._pools):
            pool.close()

    def _new_pool(self, origin: str, way: Way) -> urllib3.HTTPConnectionPool:
        pool = _pool_to(origin, way)
        self._pools.add(pool)
        return pool


def _pool_to(origin: str, way: Way) -> urllib3.HTTPConnectionPool:
    if way.proxy is None:
        manager = urllib3.PoolManager(maxsize=_CONNECTIONS, ssl_context=way.tls)
    else:
        # Special characters of a password are encoded in an address.
        credentials = unquote(parse_url(way.proxy).auth or "")
        manager = urllib3.ProxyManager(
            way.proxy,
            proxy_headers=urllib3.make_headers(proxy_basic_auth=credentials),
            maxsize=_CONNECTIONS,
            ssl_context=way.tls,
            proxy_ssl_context=way.tls,
        )
    manager.pool_classes_by_scheme = POOL_CLASSES
    return manager.connection_from_url(origin)


def _target(url: str, origin: str, way: Way) -> str:
    """What is asked of whom the connection is to: only a proxy that forwards needs the whole."""
    if way.proxy is not None and origin.startswith("http:"):
        return url
    target = url[len(origin) :]
    return target if target.startswith("/") else f"/{target}"


def _failure_of(error: BaseException, way: Way) -> Failure:
    # To urllib3 a refused connection is a kind of timeout.
    is_timeout = isinstance(error, (EngineTimeoutError, TimeoutError))
    timed_out = is_timeout and not isinstance(error, NewConnectionError)
    is_of_proxy = isinstance(error, ProxyError)
    if is_of_proxy and (refused := _REFUSED_TUNNEL.search(str(error))):
        return Failure(f"it answers {refused[1]}", proxy=way.proxy_host)
    return failure_of(error, timed_out=timed_out, proxy=way.proxy_host if is_of_proxy else "")
