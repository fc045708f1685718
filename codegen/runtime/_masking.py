"""Takes secrets out of responses and errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import httpx

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from ._secrets import Secrets


class Masker:
    """Replaces secrets in a body that comes in pieces, also where a secret is cut in two.

    What takes a secret's place has its length, so that `Content-Length` stays right.
    """

    def __init__(self, patterns: list[tuple[bytes, bytes]]) -> None:
        self._patterns = patterns
        self._held = b""

    def feed(self, piece: bytes) -> bytes:
        """The part of the body that is now certain to hold no part of a secret."""
        data = self._held + piece if self._held else piece
        keep = 0
        for secret, stars in self._patterns:
            if secret in data:
                data = data.replace(secret, stars)
            keep = max(keep, _begun(data, secret))
        if not keep:
            self._held = b""
            return data
        self._held = data[-keep:]
        return data[:-keep]

    def rest(self) -> bytes:
        """What was held back as the possible beginning of a secret, at the end of the body."""
        held, self._held = self._held, b""
        return held


def _begun(data: bytes, secret: bytes) -> int:
    """How many bytes at the end of `data` may be the beginning of `secret`."""
    start = data.find(secret[:1], max(0, len(data) - len(secret) + 1))
    while start >= 0:
        if secret.startswith(data[start:]):
            return len(data) - start
        start = data.find(secret[:1], start + 1)
    return 0


class _MaskedStream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body without the secrets, for whichever kind of client its source is made for."""

    def __init__(
        self,
        source: httpx.SyncByteStream | httpx.AsyncByteStream,
        secrets: Secrets,
        request: httpx.Request,
        patterns: list[tuple[bytes, bytes]],
    ) -> None:
        self._source: Any = source
        self._secrets = secrets
        self._request = request
        self._masker = Masker(patterns)

    def __iter__(self) -> Iterator[bytes]:
        try:
            for piece in self._source:
                if clean := self._masker.feed(piece):
                    yield clean
        except Exception as error:
            mask_error(error, self._secrets, self._request)
            raise
        if rest := self._masker.rest():
            yield rest

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._source:
                if clean := self._masker.feed(piece):
                    yield clean
        except Exception as error:
            mask_error(error, self._secrets, self._request)
            raise
        if rest := self._masker.rest():
            yield rest

    def close(self) -> None:
        self._source.close()

    async def aclose(self) -> None:
        await self._source.aclose()


class _DecodedStream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The body of a response without its content coding."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        return self._response.iter_bytes()

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._response.aiter_bytes()

    def close(self) -> None:
        self._response.close()

    async def aclose(self) -> None:
        await self._response.aclose()


def mask_response(
    response: httpx.Response, secrets: Secrets, request: httpx.Request
) -> httpx.Response:
    """The response without the secrets in its headers, its reason phrase and its body."""
    patterns = secrets.patterns()
    if response.is_stream_consumed or "content-encoding" in response.headers:
        response.request = request
        response = _decoded(response)
    values = b"\n".join([value for _, value in response.headers.raw])
    if any(secret in values for secret, _ in patterns):
        response.headers = httpx.Headers(
            [(name, _masked(value, secrets)) for name, value in response.headers.raw]
        )
    reason = response.extensions.get("reason_phrase", b"")
    if any(secret in reason for secret, _ in patterns):
        response.extensions["reason_phrase"] = _masked(reason, secrets)
    if "charset" in response.headers.get("content-type", ""):
        patterns += secrets.patterns(response.charset_encoding or "utf-8")
    response.stream = _MaskedStream(response.stream, secrets, request, patterns)
    return response


def _decoded(response: httpx.Response) -> httpx.Response:
    """The response as if it had come without compression, in which no secret can be found."""
    headers = [
        (name, value)
        for name, value in response.headers.raw
        if name.lower() not in {b"content-encoding", b"content-length"}
    ]
    return httpx.Response(
        response.status_code,
        headers=headers,
        stream=_DecodedStream(response),
        extensions=dict(response.extensions),
    )


def _masked(value: bytes, secrets: Secrets) -> bytes:
    return secrets.mask(value.decode("latin-1")).encode("latin-1")


def mask_error(error: BaseException, secrets: Secrets, request: httpx.Request) -> None:
    """Take the secrets out of an error, and out of the errors that led to it."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        current = waiting.pop()
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        current.args = tuple(
            secrets.mask(argument) if isinstance(argument, str) else argument
            for argument in current.args
        )
        if isinstance(current, httpx.HTTPError):
            current.request = request
        waiting += [current.__cause__, current.__context__]
        if isinstance(current, BaseExceptionGroup):
            waiting += cast("tuple[BaseException, ...]", current.exceptions)
