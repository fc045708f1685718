"""The front door: one HTTP server for the API, its storage and the mock's own endpoints."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from aiohttp import web
from aiohttp.http_exceptions import BadHttpMethod

from green_api_mock.api.arrivals import Sent
from green_api_mock.api.reply import Kind, Reason, documented, plain
from green_api_mock.control.endpoints import CONTROL_PATH, Control
from green_api_mock.page.page import PAGE_PATH, is_opened_in_browser, root
from green_api_mock.server.sending import send, whole
from green_api_mock.storage.address import MEDIA_PATH, read_address

if TYPE_CHECKING:
    from green_api_mock.api.arrivals import Arrival
    from green_api_mock.api.gateway import Gateway
    from green_api_mock.api.reply import Reply
    from green_api_mock.control.state import State
    from green_api_mock.page.page import Page

log = logging.getLogger(__name__)
# How long the rest of a body that nobody wants is read, so that its sender sees the answer.
_LINGER_SECONDS = 5.0


class FrontDoor(web.Server):
    """Takes every request and sends it where it belongs."""

    def __init__(self, state: State, control: Control, page: Page) -> None:
        super().__init__(self._handle, access_log=None, lingering_time=_LINGER_SECONDS)
        self._state = state
        self._control = control
        self._page = page

    def __call__(self) -> web.RequestHandler:
        """The protocol of a new connection."""
        return _Connection(self, **self._kwargs)

    @property
    def gateway(self) -> Gateway:
        """The one that is in use now."""
        return self._state.gateway

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path, query = _target(request)
        if path.startswith(PAGE_PATH):
            return await self._page.answer(request, path, self.gateway.storage)
        if path.startswith(CONTROL_PATH):
            return await self._control.answer(request, path)
        if path == "/" and is_opened_in_browser(request):
            return root()
        arrivals, method = self._state.session.arrivals, request.method
        if path.startswith(MEDIA_PATH):
            arrival = arrivals.begin("media", method, path, query, request.headers)
            return await self._serve_file(request, path, arrival)
        arrival = arrivals.begin("api", method, path, query, request.headers)
        gateway = self.gateway
        try:
            reply = await gateway.answer(request, path, arrival)
        except Exception as error:
            arrival.answered(_failure(error))
            raise
        if log.isEnabledFor(logging.INFO):
            _log(gateway.mask.path(path, query), method, reply)
        try:
            return await send(request, reply)
        finally:
            arrival.answered(reply)

    async def _serve_file(
        self, request: web.BaseRequest, path: str, arrival: Arrival
    ) -> web.StreamResponse:
        address = read_address(path)
        if address is not None:
            arrival.instance = address.instance
        response = await self.gateway.storage.answer(request, path)
        name = address.answer if address else None
        reason = Reason(Kind.FILE, "A file of the storage.", name)
        size = response.content_length or 0
        headers = tuple(response.headers.items())
        arrival.end(reason, Sent(name, response.status, headers, None, size))
        return response


def _failure(error: BaseException | None) -> Reply:
    text = f"The mock failed: {type(error).__name__}"
    return plain(500, f"{text}\n", Reason(Kind.FAILURE, text))


def _log(path: str, method: str, reply: Reply) -> None:
    reason = reply.reason
    nearest = f" The nearest is {reason.nearest}." if reason.nearest else ""
    log.info(
        "%s %s: %s %s (%s%s)",
        method,
        path,
        reply.fault.value if reply.fault else reply.status,
        reply.answer or "",
        reason.text,
        nearest,
    )


def _target(request: web.BaseRequest) -> tuple[str, str]:
    """The raw path and the raw query."""
    target = request.raw_path
    if not target.startswith("/"):
        url = request.rel_url  # RFC 9112 lets a client send the whole URL
        return url.raw_path, url.raw_query_string
    path, _, query = target.partition("#")[0].partition("?")
    return path, query


class _Connection(web.RequestHandler):
    """One connection. What cannot be read as HTTP gets a documented answer too."""

    __slots__ = ("_door",)

    def __init__(self, door: FrontDoor, **options: Any) -> None:
        super().__init__(door, loop=asyncio.get_running_loop(), **options)
        self._door = door

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 - aiohttp's signature
    ) -> web.StreamResponse:
        """The answer to what could not be handled."""
        if request.writer.output_size > 0:
            raise ConnectionError("the answer had begun")
        contract = self._door.gateway.contract
        if isinstance(exc, BadHttpMethod):
            reason = Reason(Kind.NOT_IN_CONTRACT, "There is no such method.")
            response = whole(documented(contract.no_such_operation, reason))
        elif status < 500:  # noqa: PLR2004 - the caller's fault, as RFC 9110 numbers it
            reason = Reason(Kind.UNREADABLE, "This is no HTTP.")
            response = whole(documented(contract.unreadable, reason))
        else:
            log.error("an error of the mock itself", exc_info=exc)
            response = whole(_failure(exc))
        response.force_close()
        return response
