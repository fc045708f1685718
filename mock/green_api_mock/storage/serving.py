"""The storage: serves the files that links point at, and what goes wrong with them."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web
from multidict import CIMultiDict

from green_api_mock.contract import MediaFault
from green_api_mock.storage.address import KEPT, address_path, file_name, read_address
from green_api_mock.storage.files import File, file_for
from green_api_mock.storage.parts import Bytes, Outcome, requested

if TYPE_CHECKING:
    from collections.abc import Callable

    from green_api_mock.contract import Answer, Contract, MediaRule, Operation
    from green_api_mock.contract.answer import Place
    from green_api_mock.storage.address import Address

# The samples were made once and never change.
_LAST_MODIFIED = "Sat, 01 Jan 2022 00:00:00 GMT"
_STALL_SECONDS = 600.0
_STALL_LOOK_SECONDS = 0.2
# More links than a test breaks. Past it the oldest are forgotten, so that memory is bounded.
_MOST_BROKEN = 10_000
# A page of any origin may fetch a file in parts, as from a storage that is meant for browsers.
_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Accept-Ranges, Content-Disposition, Content-Length, Content-Range, ETag, Last-Modified"
    ),
}
_PREFLIGHT = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-Match, If-None-Match, If-Range, Range",
}


@dataclass(frozen=True)
class Stored:
    """One file of the storage.

    Attributes:
        rule: how it is served.
        held: bytes that are in memory for this file alone.
    """

    name: str
    file: File
    rule: MediaRule
    held: int = 0


@dataclass
class BrokenLinks:
    """Links that expire half-way: each breaks once, and is refused until it is renewed."""

    _is_renewed: OrderedDict[tuple[str | None, str, str], bool] = field(
        default_factory=OrderedDict[tuple[str | None, str, str], bool]
    )

    def broke(self, address: Address) -> None:
        """A GET of a file was answered, and the link broke."""
        key = (address.instance, address.operation, address.answer)
        self._is_renewed.setdefault(key, False)
        if len(self._is_renewed) > _MOST_BROKEN:
            self._is_renewed.popitem(last=False)

    def renew(self, instance: str | None, operation: Operation, answer: Answer) -> None:
        """An answer was sent that has the link."""
        key = (instance, operation.id, answer.name)
        if key in self._is_renewed:
            self._is_renewed[key] = True

    def is_renewed(self, address: Address) -> bool | None:
        """Whether a link that broke was renewed; None if it never broke."""
        return self._is_renewed.get((address.instance, address.operation, address.answer))

    def forget(self, instance: str | None = None) -> None:
        """Forget all of them, or those of one instance."""
        for key in [key for key in self._is_renewed if instance in (None, key[0])]:
            del self._is_renewed[key]


@dataclass
class Storage:
    """Every file that an answer of the contract links to, and those behind payloads.

    Attributes:
        kept: finds the file of an instance that has this key.
    """

    broken: BrokenLinks
    kept: Callable[[str | None, str], Stored | None]
    _files: dict[tuple[str, str, str], Stored]

    def as_json(self) -> list[dict[str, Any]]:
        """Every file, in the form of the control API."""
        return [
            {
                "operation": operation,
                "answer": answer,
                "path": address_path(None, operation, answer, stored.name),
                "mediaType": stored.file.media_type,
                "bytes": stored.file.size,
                "fault": stored.rule.fault.value if stored.rule.fault else None,
                "contentDisposition": stored.rule.disposition or None,
            }
            for (operation, answer, _), stored in self._files.items()
        ]

    def fault(self, address: Address, rule: MediaRule) -> MediaFault | None:
        """What goes wrong with the next GET of a file."""
        if rule.fault is not MediaFault.EXPIRES_HALFWAY:
            return rule.fault
        is_renewed = self.broken.is_renewed(address)
        if is_renewed is None:
            return rule.fault
        return None if is_renewed else MediaFault.EXPIRED

    def _find(self, address: Address) -> Stored | None:
        if address.operation == KEPT:
            return self.kept(address.instance, address.answer)
        return self._files.get(address.file)

    async def answer(
        self, request: web.BaseRequest, path: str, *, as_it_is: bool = False
    ) -> web.StreamResponse:
        """Send a file, or what a storage says instead.

        Args:
            request: for the file.
            path: its address.
            as_it_is: whether nothing goes wrong with it and no link breaks, as for who only looks.
        """
        if request.method == "OPTIONS":
            return web.Response(status=204, headers=_PREFLIGHT)
        address = read_address(path)
        stored = self._find(address) if address else None
        if address is None or stored is None:
            return _refusal(404, "NoSuchKey", "The specified key does not exist.")
        if request.method not in ("GET", "HEAD"):
            return _refusal(405, "MethodNotAllowed", "Only GET and HEAD are allowed.")
        fault = None if as_it_is else self.fault(address, stored.rule)
        if fault is MediaFault.EXPIRED:
            return _refusal(403, "AccessDenied", "Request has expired")
        part = requested(request, stored.file.size, stored.file.etag, _LAST_MODIFIED)
        if isinstance(part, Outcome):
            return _without_bytes(part, stored.file)
        if fault is MediaFault.EXPIRES_HALFWAY and request.method == "GET":
            self.broken.broke(address)
        return await _send(request, stored, part, fault)


def storage_of(
    contract: Contract,
    broken: BrokenLinks,
    kept: Callable[[str | None, str], Stored | None] = lambda _instance, _key: None,
) -> Storage:
    """The storage with a file for every link in the contract's answers."""
    files = {
        (operation.id, answer.name, name): Stored(
            name, file_for(name, answer.media.size), answer.media
        )
        for operation in contract.operations
        for answer in operation.answers
        for place in answer.links
        if (name := file_name(_at(answer.value, place)))
    }
    return Storage(broken, kept, files)


def _at(value: Any, place: Place) -> str:
    for name in place:
        value = value[name]
    return str(value)


def _headers(file: File) -> CIMultiDict[str]:
    headers = CIMultiDict(_CORS)
    headers["ETag"] = file.etag
    headers["Last-Modified"] = _LAST_MODIFIED
    headers["Accept-Ranges"] = "bytes"
    return headers


def _without_bytes(outcome: Outcome, file: File) -> web.Response:
    headers = _headers(file)
    if outcome is Outcome.NOT_SATISFIABLE:
        headers["Content-Range"] = f"bytes */{file.size}"
    return web.Response(status=outcome.value, headers=headers)


async def _send(
    request: web.BaseRequest, stored: Stored, part: Bytes, fault: MediaFault | None
) -> web.StreamResponse:
    file = stored.file
    headers = _headers(file)
    headers["Content-Type"] = file.media_type
    headers["Content-Length"] = str(part.end - part.start)
    if part.is_partial:
        headers["Content-Range"] = f"bytes {part.start}-{part.end - 1}/{file.size}"
    if stored.rule.disposition:
        headers["Content-Disposition"] = stored.rule.disposition
    response = web.StreamResponse(status=206 if part.is_partial else 200, headers=headers)
    await response.prepare(request)
    if request.method == "GET":
        await _send_bytes(request, response, file, part, fault)
    return response


async def _send_bytes(
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
            await stall(request)
    except ConnectionError:
        return  # the caller hung up, which is its right
    if fault is not None:
        response.force_close()


async def stall(request: web.BaseRequest) -> None:
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
    allow = {"Allow": "GET, HEAD"} if status == 405 else {}  # noqa: PLR2004 - RFC 9110
    return web.Response(
        status=status, text=text, content_type="application/xml", headers=_CORS | allow
    )
