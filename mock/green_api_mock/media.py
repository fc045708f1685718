"""The storage: serves the files that links point at, and what goes wrong with them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from aiohttp import web
from multidict import CIMultiDict

from green_api_mock.answers import MEDIA_PATH, get_in
from green_api_mock.contract import MediaFault
from green_api_mock.files import File, file_for
from green_api_mock.ranges import Bytes, Outcome, requested

if TYPE_CHECKING:
    from green_api_mock.contract import Answer, Contract, MediaRule

# The samples were made once and never change.
_LAST_MODIFIED = "Sat, 01 Jan 2022 00:00:00 GMT"
_STALL_SECONDS = 600.0
_STALL_LOOK_SECONDS = 0.2


@dataclass(frozen=True)
class Stored:
    """One file of the storage."""

    name: str
    file: File
    rule: MediaRule


@dataclass
class Storage:
    """Every file that an answer of the contract links to.

    Links that expire half-way break once. Then they are refused until they are renewed.
    """

    files: dict[str, Stored]
    _broken: set[str] = field(default_factory=set[str])
    _renewed: set[str] = field(default_factory=set[str])

    def as_json(self) -> list[dict[str, Any]]:
        """Every file, in the form of the control API."""
        return [
            {
                "answer": answer,
                "path": f"{MEDIA_PATH}{quote(answer)}/{stored.name}",
                "mediaType": stored.file.media_type,
                "bytes": stored.file.size,
                "fault": stored.rule.fault.value if stored.rule.fault else None,
                "contentDisposition": stored.rule.disposition or None,
            }
            for answer, stored in self.files.items()
        ]

    def renew(self, name: str) -> None:
        """An answer was sent that links to this file."""
        if name in self._broken:
            self._renewed.add(name)

    def reset(self) -> None:
        """Forget which links were used."""
        self._broken.clear()
        self._renewed.clear()

    def fault(self, name: str) -> MediaFault | None:
        """What goes wrong with the next GET of a file."""
        fault = self.files[name].rule.fault
        if fault is not MediaFault.EXPIRES_HALFWAY or name not in self._broken:
            return fault
        return None if name in self._renewed else MediaFault.EXPIRED

    def sent(self, name: str) -> None:
        """A GET of a file was answered."""
        if self.files[name].rule.fault is MediaFault.EXPIRES_HALFWAY:
            self._broken.add(name)

    async def answer(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        """Send a file, or what a storage says instead."""
        name, _, file_name = path.removeprefix(MEDIA_PATH).partition("/")
        name = unquote(name)
        stored = self.files.get(name)
        if stored is None or file_name != stored.name:
            return _refusal(404, "NoSuchKey", "The specified key does not exist.")
        if request.method not in ("GET", "HEAD"):
            return _refusal(405, "MethodNotAllowed", "Only GET and HEAD are allowed.")
        fault = self.fault(name)
        if fault is MediaFault.EXPIRED:
            return _refusal(403, "AccessDenied", "Request has expired")
        file = stored.file
        part = requested(request.headers, file.size, file.etag, _LAST_MODIFIED)
        headers = CIMultiDict({"ETag": file.etag, "Last-Modified": _LAST_MODIFIED})
        headers["Accept-Ranges"] = "bytes"
        if isinstance(part, Outcome):
            if part is Outcome.NOT_SATISFIABLE:
                headers["Content-Range"] = f"bytes */{file.size}"
            return web.Response(status=part.value, headers=headers)
        headers["Content-Type"] = file.media_type
        headers["Content-Length"] = str(part.end - part.start)
        if part.is_partial:
            headers["Content-Range"] = f"bytes {part.start}-{part.end - 1}/{file.size}"
        if stored.rule.disposition:
            headers["Content-Disposition"] = stored.rule.disposition
        response = web.StreamResponse(status=206 if part.is_partial else 200, headers=headers)
        await response.prepare(request)
        if request.method == "GET":
            self.sent(name)
            await _send(request, response, file, part, fault)
        return response


def storage_of(contract: Contract) -> Storage:
    """The storage with a file for every link in the contract's answers."""
    answers = (answer for operation in contract.operations for answer in operation.answers)
    return Storage({answer.name: stored for answer in answers if (stored := _stored(answer))})


def _stored(answer: Answer) -> Stored | None:
    for path in answer.links:
        link = get_in(answer.value, path)
        if isinstance(link, str) and link:
            name = urlsplit(link).path.rsplit("/", 1)[-1]
            return Stored(name, file_for(name, answer.media.size), answer.media)
    return None


async def _send(
    request: web.BaseRequest,
    response: web.StreamResponse,
    file: File,
    part: Bytes,
    fault: MediaFault | None,
) -> None:
    end = part.end if fault is None else (part.start + part.end) // 2
    try:
        for chunk in file.chunks(part.start, end):
            await response.write(chunk)
        if fault is MediaFault.STALLED:
            await _stall(request)
    except ConnectionError:
        return  # the caller hung up, which is its right
    if fault is not None:
        response.force_close()


async def _stall(request: web.BaseRequest) -> None:
    """Send nothing for as long as the caller listens."""
    clock = asyncio.get_running_loop().time
    end = clock() + _STALL_SECONDS
    while clock() < end and _listens(request):  # noqa: ASYNC110 - nothing tells when the caller leaves
        await asyncio.sleep(_STALL_LOOK_SECONDS)


def _listens(request: web.BaseRequest) -> bool:
    return request.transport is not None and not request.transport.is_closing()


def _refusal(status: int, code: str, message: str) -> web.Response:
    """An error in the form in which S3-like storages send it."""
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<Error><Code>{code}</Code><Message>{message}</Message></Error>"
    )
    headers = {"Allow": "GET, HEAD"} if status == 405 else None  # noqa: PLR2004 - RFC 9110
    return web.Response(status=status, text=text, content_type="application/xml", headers=headers)
