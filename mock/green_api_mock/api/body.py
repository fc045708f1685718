"""Reading the body of a request, however large it is and however slowly it comes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from green_api_mock.contract.answer import MediaRule
from green_api_mock.storage.files import SampleFile
from green_api_mock.storage.serving import Stored

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

# A field of a form that is no file is kept whole, so it is bounded more closely: 20,000 characters,
# the longest text that is known, are up to 80 KB.
_LARGEST_FIELD = 128 * 1024
# What stands for the bytes of a file, which nobody has to look at.
_A_FILE = "file"
# What aiohttp raises over a form that is none.
_NO_FORM = (HttpProcessingError, ValueError, AssertionError)


class TooLargeError(Exception):
    """The body is over the limit."""


class UnreadableError(Exception):
    """The body is no HTTP, or did not come to its end in time."""


async def read_body(request: web.BaseRequest, limit: int, seconds: float) -> bytes:
    """The whole body.

    Args:
        request: whose body it is.
        limit: the most bytes that are read.
        seconds: the longest time that is waited for all of it.

    Raises:
        TooLargeError: it is larger.
        UnreadableError: its framing is broken, the sender hung up or took too long.
    """
    if not request.body_exists:
        return b""
    _check_announced(request, limit)
    if request.content.is_eof():  # all of it came with the head
        if request.content.total_bytes > limit:
            raise TooLargeError
        return request.content.read_nowait()
    try:
        async with asyncio.timeout(seconds):
            return await _join(request.content.iter_any(), limit)
    except (web.RequestPayloadError, TimeoutError, OSError) as error:
        raise UnreadableError from error


def _check_announced(request: web.BaseRequest, limit: int) -> None:
    if request.content_length is not None and request.content_length > limit:
        raise TooLargeError


async def _join(chunks: AsyncIterator[bytes], limit: int) -> bytes:
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > limit:
            raise TooLargeError
    return bytes(body)


@dataclass(frozen=True, slots=True)
class Form:
    """A form.

    Attributes:
        fields: the text of each field, and a stand-in for each file.
        files: name, media type and size of each file, by the field's name.
        size: of the whole body in bytes.
        stored: the files themselves, where they were to be kept.
    """

    fields: dict[str, str]
    files: dict[str, dict[str, Any]]
    size: int
    stored: dict[str, Stored]

    def as_json(self) -> dict[str, Any]:
        """In the form of the control API."""
        return {**self.fields, **self.files}


async def read_form(request: web.BaseRequest, limit: int, seconds: float, *, keeps: bool) -> Form:
    """A `multipart/form-data` body. Files are counted while they come, and kept on demand only.

    Raises:
        TooLargeError: the body is over the limit, or one of its fields over 128 KiB.
        UnreadableError: as `read_body`, or it is no multipart.
    """
    _check_announced(request, limit)
    if not request.body_exists:
        return Form({}, {}, 0, {})
    fields: dict[str, str] = {}
    files: dict[str, dict[str, Any]] = {}
    stored: dict[str, Stored] = {}
    try:
        async with asyncio.timeout(seconds):
            async for part in await request.multipart():
                if not isinstance(part, BodyPartReader):
                    raise UnreadableError
                # What names no field that can be read is none that the contract has.
                name = part.name or ""
                if part.filename is None:
                    fields[name] = await _field(part, request, limit)
                else:
                    fields[name] = _A_FILE
                    content = bytearray() if keeps else None
                    files[name] = told = await _file(part, request, limit, content)
                    if content is not None:
                        stored[name] = _kept(told, bytes(content))
    except (*_NO_FORM, web.RequestPayloadError, TimeoutError, OSError) as error:
        raise UnreadableError from error
    return Form(fields, files, request.content.total_bytes, stored)


def _kept(told: Mapping[str, Any], content: bytes) -> Stored:
    file = SampleFile(content, told["mediaType"])
    return Stored(told["fileName"], file, MediaRule(), held=len(content))


async def _field(part: BodyPartReader, request: web.BaseRequest, limit: int) -> str:
    text = bytearray()
    async for chunk in _chunks(part, request, limit):
        text += chunk
        if len(text) > _LARGEST_FIELD:
            raise TooLargeError
    return text.decode(errors="replace")


async def _file(
    part: BodyPartReader, request: web.BaseRequest, limit: int, content: bytearray | None
) -> dict[str, Any]:
    size = 0
    async for chunk in _chunks(part, request, limit):
        size += len(chunk)
        if content is not None:
            content += chunk
    media_type = part.headers.get("Content-Type", "application/octet-stream")
    return {"fileName": part.filename, "mediaType": media_type, "bytes": size}


async def _chunks(
    part: BodyPartReader, request: web.BaseRequest, limit: int
) -> AsyncIterator[bytes]:
    while chunk := await part.read_chunk():
        if request.content.total_bytes > limit:
            raise TooLargeError
        yield chunk
