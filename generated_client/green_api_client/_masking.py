# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
"""Takes secrets out of responses and errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
        data = self._held + piece
        for secret, stars in self._patterns:
            if secret in data:
                data = data.replace(secret, stars)
        keep = max((_begun(data, secret) for secret, _ in self._patterns), default=0)
        self._held = data[len(data) - keep :]
        return data[: len(data) - keep]

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


class MaskedStream(httpx.SyncByteStream):
    """The decoded body of a response without the secrets."""

    def __init__(self, response: httpx.Response, secrets: Secrets, masker: Masker) -> None:
        self._response = response
        self._secrets = secrets
        self._masker = masker

    def __iter__(self) -> Iterator[bytes]:
        try:
            for piece in self._response.iter_bytes():
                if masked := self._masker.feed(piece):
                    yield masked
        except Exception as error:
            mask_error(error, self._secrets, self._response.request)
            raise
        if rest := self._masker.rest():
            yield rest

    def close(self) -> None:
        self._response.close()


class MaskedAsyncStream(httpx.AsyncByteStream):
    """The same for asynchronous clients."""

    def __init__(self, response: httpx.Response, secrets: Secrets, masker: Masker) -> None:
        self._response = response
        self._secrets = secrets
        self._masker = masker

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._response.aiter_bytes():
                if masked := self._masker.feed(piece):
                    yield masked
        except Exception as error:
            mask_error(error, self._secrets, self._response.request)
            raise
        if rest := self._masker.rest():
            yield rest

    async def aclose(self) -> None:
        await self._response.aclose()


def masked_response(
    response: httpx.Response,
    secrets: Secrets,
    request: httpx.Request,
    stream: type[MaskedStream | MaskedAsyncStream],
) -> httpx.Response:
    """The response as its caller may see it: no secret in headers, reason phrase or body.

    The body is decoded here, because a secret cannot be found in a compressed one; so the headers
    that tell of the compression are left out.
    """
    response.request = request
    patterns = secrets.patterns(_charset(response))
    extensions = dict(response.extensions)
    if "reason_phrase" in extensions:
        extensions["reason_phrase"] = _masked(extensions["reason_phrase"], secrets)
    encoded = "content-encoding" in response.headers
    headers = [
        (name, _masked(value, secrets))
        for name, value in response.headers.raw
        if not (encoded and name.lower() in {b"content-encoding", b"content-length"})
    ]
    return httpx.Response(
        response.status_code,
        headers=headers,
        stream=stream(response, secrets, Masker(patterns)),
        extensions=extensions,
    )


def _masked(value: bytes, secrets: Secrets) -> bytes:
    text = value.decode("latin-1")
    return secrets.mask(text).encode("latin-1")


def _charset(response: httpx.Response) -> str:
    """The charset of a body in which a secret has another form than in UTF-8."""
    if "charset" not in response.headers.get("content-type", "").lower():
        return "utf-8"
    charset = response.charset_encoding or "utf-8"
    try:
        "/".encode(charset)
    except (LookupError, ValueError):
        return "utf-8"
    return charset


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
            waiting += current.exceptions
