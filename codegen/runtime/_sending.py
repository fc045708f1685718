"""Sends requests with httpx, which logs, shows and keeps nothing but placeholders.

The secrets are in httpx's request from the last hook of the request until the first hook of the
answer, where transports alone see them. Redirects are left to httpx: it makes them of an answer
in which the secrets are masked already, and they get the values back within their origin only.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

import httpx

from .masking import NO_SECRETS, keep_out_of_logs, mask_logs
from .transports import SecretURL
from .types import Headers, Request, Stream

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_EXTENSION = "secrets"

# At INFO, httpx logs the reason phrase, in which a server may repeat the URL. At DEBUG, httpcore
# logs the headers of every answer, the `Location` of a redirect among them, and with HTTP/2 hpack
# the path of the request.
_LOGGERS = (
    "httpx",
    "httpcore.connection",
    "httpcore.http11",
    "httpcore.http2",
    "httpcore.proxy",
    "httpcore.socks",
    "hpack.hpack",
    "hpack.table",
)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def send(client: httpx.Client, request: Request) -> tuple[int, Headers, bytes]:
    """Send a request. The body is not masked yet.

    Raises:
        httpx.HTTPError: if no complete answer comes. No secret is in it.
    """
    if not request.secrets:
        return _answer(client.send(_outgoing(client, request, request.content)))
    hooks = client.event_hooks
    if _reveal not in hooks["request"]:
        client.event_hooks = _with_ours(hooks, _reveal, _hide)
    call = _Call(request)
    try:
        return _answer(client.send(_outgoing(client, request, request.content, call)))
    except Exception as error:
        call.mask_error(error)
        raise
    finally:
        call.restore()


async def send_async(client: httpx.AsyncClient, request: Request) -> tuple[int, Headers, bytes]:
    """Do the same as `send` without blocking."""
    content: Any = request.content
    if isinstance(content, Stream):
        content = _AsyncBody(content)
    if not request.secrets:
        return _answer(await client.send(_outgoing(client, request, content)))
    hooks = client.event_hooks
    if _reveal_async not in hooks["request"]:
        client.event_hooks = _with_ours(hooks, _reveal_async, _hide_async)
    call = _Call(request)
    try:
        return _answer(await client.send(_outgoing(client, request, content, call)))
    except Exception as error:
        call.mask_error(error)
        raise
    finally:
        call.restore()


def _answer(response: httpx.Response) -> tuple[int, Headers, bytes]:
    pairs = [(name.decode("latin-1"), _text(value)) for name, value in response.headers.raw]
    return response.status_code, Headers(pairs), response.content


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


class _AsyncBody:
    """A body that httpx cannot take for one that blocks."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(self._stream)


# httpx takes longer to read a URL than to do all else with it. No secret is kept here.
_parsed = lru_cache(maxsize=256)(httpx.URL)


def _outgoing(
    client: httpx.Client | httpx.AsyncClient,
    request: Request,
    content: Any,
    call: _Call | None = None,
) -> httpx.Request:
    url = _parsed(request.url)
    return client.build_request(
        request.method,
        url,
        # The parameters of the client would replace those of the URL.
        params=url.params if client.params else None,
        headers=request.headers,
        content=content,
        extensions={_EXTENSION: call},
    )


class _Call:
    """One call with secrets: puts them into httpx's request, and takes them out again."""

    def __init__(self, request: Request) -> None:
        self._secrets = request.secrets
        self._headers = request.secret_headers
        self._came_from: httpx.URL | None = None
        self._held: tuple[httpx.Request, httpx.URL, httpx.Headers] | None = None
        keep_out_of_logs(self._secrets)

    def reveal(self, request: httpx.Request) -> None:
        """Put the values in, unless the request is redirected away from its origin.

        A redirect may keep the host and go from http to https; to another host, port or from
        https to http the values do not go, and the placeholders stay.
        """
        url = request.url
        if self._came_from is not None and not _may_follow(self._came_from, url):
            return
        self._came_from = url
        self._held = request, url, request.headers
        request.url = SecretURL(url, self._secrets)
        if self._headers:
            request.headers = request.headers.copy()
            request.headers.update(self._headers)

    def hide(self, response: httpx.Response) -> None:
        """Take the values out of the request, and out of the headers of its answer.

        Raises:
            TypeError: if the transport did not send them.
        """
        url = response.request.url
        self.restore()
        if isinstance(url, SecretURL) and not url.was_read:
            raise TypeError(
                "The transport of this httpx client sends str(request.url), in which placeholders "
                "stand for the secrets. Put it into a RevealingTransport (or, for an AsyncClient, "
                "an AsyncRevealingTransport) of the module transports."
            )
        headers = response.headers.raw
        if self._is_in(b"\n".join([value for _, value in headers])):
            response.headers = httpx.Headers([(name, self._masked(v)) for name, v in headers])
        reason = response.extensions.get("reason_phrase", b"")
        if self._is_in(reason):
            response.extensions["reason_phrase"] = self._masked(reason)

    def _is_in(self, value: bytes) -> bool:
        return self._masked(value) != value

    def _masked(self, value: bytes) -> bytes:
        return self._secrets.mask(value.decode("latin-1")).encode("latin-1")

    def restore(self) -> None:
        """Give the request back its placeholders."""
        if self._held is not None:
            request, url, headers = self._held
            request.url, request.headers = url, headers
            self._held = None

    def mask_error(self, error: BaseException) -> None:
        """Take the secrets out of an error, and out of the errors that led to it."""
        seen: set[int] = set()
        waiting: list[BaseException | None] = [error]
        while waiting:
            current = waiting.pop()
            if current is None or id(current) in seen:
                continue
            seen.add(id(current))
            current.args = tuple(
                self._secrets.mask(argument) if isinstance(argument, str) else argument
                for argument in current.args
            )
            waiting += [current.__cause__, current.__context__]
            if isinstance(current, BaseExceptionGroup):
                waiting += cast("tuple[BaseException, ...]", current.exceptions)


def _may_follow(url: httpx.URL, to: httpx.URL) -> bool:
    origin, other = _origin(url), _origin(to)
    is_upgrade = (origin, other) == (("http", to.host, 80), ("https", to.host, 443))
    return origin == other or is_upgrade


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port or _DEFAULT_PORTS.get(url.scheme)


def _with_ours(hooks: dict[str, list[Any]], reveal: Any, hide: Any) -> dict[str, list[Any]]:
    """The client's hooks between ours, so that they see placeholders."""
    mask_logs(NO_SECRETS, _LOGGERS)
    return {"request": [*hooks["request"], reveal], "response": [hide, *hooks["response"]]}


def _reveal(request: httpx.Request) -> None:
    if isinstance(call := request.extensions.get(_EXTENSION), _Call):
        call.reveal(request)


def _hide(response: httpx.Response) -> None:
    if isinstance(call := response.request.extensions.get(_EXTENSION), _Call):
        call.hide(response)


async def _reveal_async(request: httpx.Request) -> None:
    _reveal(request)


async def _hide_async(response: httpx.Response) -> None:
    _hide(response)
