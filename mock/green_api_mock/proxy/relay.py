"""Passes requests on to the API, and reports what the contract does not allow."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Protocol, Self

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, web
from yarl import URL

from green_api_mock.api.masking import Mask, compiled
from green_api_mock.proxy.checker import Checker
from green_api_mock.proxy.exchange import Exchange, Message, end_to_end
from green_api_mock.server.sockets import listen, url_of

if TYPE_CHECKING:
    from green_api_mock.contract import Contract
    from green_api_mock.proxy.checker import Violation

# As long as the vendor's own clients wait.
_PATIENCE = ClientTimeout(total=180, connect=10)
_HEADER_LIMIT = 128 * 1024
# aiohttp would add them to a request that has none.
_ITS_OWN = ("Accept", "Content-Type", "User-Agent")
# The same of answers. A date a proxy has to add (RFC 9110, section 6.6.1).
_ITS_OWN_OF_ANSWERS = ("Content-Type", "Server")


class Report(Protocol):
    """Takes one line of the report."""

    def __call__(self, line: str, /) -> None:
        """Show the line."""
        ...


class _Passed(web.Response):
    """An answer that is handed on."""

    def __init__(self, exchange: Exchange) -> None:
        answer = exchange.answer
        super().__init__(status=exchange.status, headers=answer.headers, body=answer.body)
        self.came_with = frozenset(name.lower() for name in answer.headers)


async def _as_it_came(_: web.BaseRequest, response: web.StreamResponse) -> None:
    """Take back what aiohttp has added."""
    if isinstance(response, _Passed):
        for name in _ITS_OWN_OF_ANSWERS:
            if name.lower() not in response.came_with:
                response.headers.popall(name, None)


class Relay:
    """The proxy. Use it as an asynchronous context manager.

    Args:
        contract: what is allowed.
        upstream: where the API is.
        host: the address to listen on.
        port: the port, 0 for any free one.
        report: takes each line of the report. No line holds the request's path or a token.

    Raises:
        MockError: the port cannot be used, or Prism does not run.
    """

    def __init__(
        self, contract: Contract, upstream: URL, host: str, port: int, report: Report
    ) -> None:
        self._mask = Mask(contract)
        self._paths = [
            (operation.template, compiled(operation)) for operation in contract.operations
        ]
        self._upstream = upstream
        self._report = report
        self._checker = Checker(contract)
        self._socket = listen(host, port)
        self.exchanges = 0
        self.violations = 0

    @property
    def url(self) -> str:
        """Where it listens."""
        return url_of(self._socket)

    async def __aenter__(self) -> Self:
        """Start, and return when the first request can come."""
        async with AsyncExitStack() as stack:
            stack.callback(self._socket.close)
            await stack.enter_async_context(self._checker)
            # An answer goes on as it came: redirected, compressed or not.
            self._session = ClientSession(
                timeout=_PATIENCE,
                auto_decompress=False,
                cookie_jar=DummyCookieJar(),  # each client keeps its own
                skip_auto_headers=_ITS_OWN,
                max_line_size=_HEADER_LIMIT,
                max_field_size=_HEADER_LIMIT,
            )
            await stack.enter_async_context(self._session)
            application = web.Application(client_max_size=0)
            application.router.add_route("*", "/{path:.*}", self._relay)
            application.on_response_prepare.append(_as_it_came)
            runner = web.AppRunner(application, access_log=None)
            stack.push_async_callback(runner.cleanup)
            await runner.setup()
            await web.SockSite(runner, self._socket).start()
            self._parts = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop answering, and end Prism."""
        await self._parts.aclose()

    async def _relay(self, request: web.Request) -> web.Response:
        asked = Message(end_to_end(request.headers.items()), await request.read())
        # Prism reads no compressed answers.
        asked.headers["Accept-Encoding"] = "identity"
        self.exchanges += 1
        try:
            exchange = await self._ask(request.method, request.raw_path, asked)
        except (ClientError, TimeoutError) as error:
            # The text of an error may hold the URL.
            reason = f"The API did not answer ({type(error).__name__})"
            self._report(f"{self._named(request.method, request.path)}: {reason}.")
            return web.Response(status=502, text=f"{reason}.\n")
        for violation in await self._checker.violations(exchange):
            self._tell(exchange, violation)
        return _Passed(exchange)

    async def _ask(self, method: str, target: str, asked: Message) -> Exchange:
        url = URL(str(self._upstream).rstrip("/") + target, encoded=True)
        async with self._session.request(
            method, url, headers=asked.headers, data=asked.body or None, allow_redirects=False
        ) as answer:
            came = Message(end_to_end(answer.headers.items()), await answer.read())
            return Exchange(method, target, asked, answer.status, came)

    def _tell(self, exchange: Exchange, violation: Violation) -> None:
        self.violations += 1
        named = self._named(exchange.method, exchange.target)
        side = f"answer {exchange.status}" if violation.side == "response" else "request"
        self._report(f"{named}: {side}: {violation.what}.")

    def _named(self, method: str, target: str) -> str:
        """The operation, never the path itself: that holds the token."""
        path = target.partition("?")[0]
        for template, pattern in self._paths:
            if pattern.fullmatch(path):
                return f"{method} {template}"
        return f"{method} {self._mask.path(path)} (a path that the contract does not have)"
