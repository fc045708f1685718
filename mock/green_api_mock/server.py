"""The front door: one HTTP server for the API, its storage and the mock's own endpoints."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from aiohttp import web
from aiohttp.http_exceptions import BadHttpMethod
from multidict import CIMultiDict

from green_api_mock.answers import MEDIA_PATH
from green_api_mock.api import documented, plain
from green_api_mock.control import CONTROL_PATH, Control
from green_api_mock.page.page import PAGE_PATH, is_opened_in_browser, root
from green_api_mock.routes import mask

if TYPE_CHECKING:
    from green_api_mock.api import Api, Reply
    from green_api_mock.arrivals import Arrivals
    from green_api_mock.page.page import Page

log = logging.getLogger(__name__)
# How long the rest of a body that nobody wants is read, so that its sender sees the answer.
_LINGER_SECONDS = 5.0


class FrontDoor(web.Server):
    """Takes every request and sends it where it belongs.

    Attributes:
        api: may be replaced while the server runs.
    """

    def __init__(self, api: Api, arrivals: Arrivals, control: Control, page: Page) -> None:
        super().__init__(self._handle, access_log=None, lingering_time=_LINGER_SECONDS)
        self.api = api
        self._arrivals = arrivals
        self._control = control
        self._page = page

    def __call__(self) -> web.RequestHandler:
        """The protocol of a new connection."""
        return _Connection(self, **self._kwargs)

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = _path(request)
        if path.startswith(PAGE_PATH):
            return await self._page.answer(request, path, self.api.storage)
        if path.startswith(CONTROL_PATH):
            return await self._control.answer(request, path)
        if path.startswith(MEDIA_PATH):
            arrival = self._arrivals.begin("media", request.method, path, request.headers)
            response = await self.api.storage.answer(request, path)
            arrival.status = response.status
            return response
        if path == "/" and is_opened_in_browser(request):
            return root()
        arrival = self._arrivals.begin("api", request.method, path, request.headers)
        reply = await self.api.answer(request, path, arrival)
        arrival.answer, arrival.scenario = reply.answer, reply.scenario
        if log.isEnabledFor(logging.INFO):
            shown = mask(self.api.contract, path)
            log.info("%s %s: %s %s", request.method, shown, reply.status, reply.answer or "")
        if reply.delay_seconds:
            await asyncio.sleep(reply.delay_seconds)
        arrival.status = reply.status
        return send(reply)


def send(reply: Reply) -> web.Response:
    """A reply as aiohttp sends it."""
    return web.Response(status=reply.status, headers=CIMultiDict(reply.headers), body=reply.body)


def _path(request: web.BaseRequest) -> str:
    target = request.raw_path
    if not target.startswith("/"):
        target = request.rel_url.raw_path  # RFC 9112 lets a client send the whole URL
    return target.partition("?")[0].partition("#")[0]


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
        contract = self._door.api.contract
        if isinstance(exc, BadHttpMethod):
            response = send(documented(contract.no_such_operation))
        elif status < 500:  # noqa: PLR2004 - the caller's fault, as RFC 9110 numbers it
            response = send(documented(contract.unreadable))
        else:
            log.error("an error of the mock itself", exc_info=exc)
            response = send(plain(500, f"The mock failed: {type(exc).__name__}\n"))
        response.force_close()
        return response
