"""Shows exchanges to Prism's proxy, and takes its verdict."""

from __future__ import annotations

import itertools
import json
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from aiohttp import ClientError, ClientSession, ClientTimeout, web
from yarl import URL

from green_api_mock.node import find_node, installed_home
from green_api_mock.prism import Prism
from green_api_mock.proxy.exchange import Exchange, end_to_end
from green_api_mock.violations import HEADER, entries

if TYPE_CHECKING:
    from green_api_mock.contract import Contract

_NUMBER = "X-Exchange-Number"
_SECONDS = ClientTimeout(total=20)
# Prism shortens the header that lists broken rules to 8 KB.
_HEADER_LIMIT = 128 * 1024
# Prism gives up on JSON without content. Of a type of its own, it is content like any other.
_EMPTY = "application/x-empty"


@dataclass(frozen=True)
class Violation:
    """Something that the contract does not allow.

    Attributes:
        side: `request` or `response`.
        what: the broken rule, in a sentence.
    """

    side: str
    what: str


class Checker:
    """Checks exchanges. Use it as an asynchronous context manager.

    Raises:
        MockError: Prism is not installed, or does not start.
    """

    def __init__(self, contract: Contract) -> None:
        self._contract = json.dumps(contract.document).encode()
        self._shown: dict[str, Exchange] = {}
        self._numbers = itertools.count()

    async def __aenter__(self) -> Self:
        """Start Prism, and the server that gives it the answers."""
        home, node = installed_home(), find_node()
        application = web.Application(client_max_size=0)
        application.router.add_route("*", "/{path:.*}", self._repeat_answer)
        answers = web.AppRunner(application, access_log=None)
        async with AsyncExitStack() as stack:
            stack.push_async_callback(answers.cleanup)
            await answers.setup()
            await web.TCPSite(answers, "127.0.0.1", 0).start()
            upstream = f"http://127.0.0.1:{answers.addresses[0][1]}"
            self._prism = Prism(node, home, self._contract, upstream=upstream)
            stack.push_async_callback(self._prism.stop)
            await self._prism.start()
            self._session = ClientSession(
                timeout=_SECONDS,
                auto_decompress=False,
                max_line_size=_HEADER_LIMIT,
                max_field_size=_HEADER_LIMIT,
            )
            await stack.enter_async_context(self._session)
            self._parts = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        """End all of them."""
        await self._parts.aclose()

    async def violations(self, exchange: Exchange) -> list[Violation]:
        """What the contract does not allow in an exchange."""
        broken = [
            Violation(side, f"The body of the {side} calls itself JSON and is none")
            for side, message in (("request", exchange.request), ("response", exchange.answer))
            if message.is_broken_json
        ]
        # Prism answers such messages by itself, and without a look at their rules.
        return broken or await self._judged(exchange)

    async def _judged(self, exchange: Exchange) -> list[Violation]:
        number = str(next(self._numbers))
        self._shown[number] = exchange
        headers = exchange.request.headers.copy()
        headers[_NUMBER] = number
        url = URL(f"http://127.0.0.1:{self._prism.port}{exchange.target}", encoded=True)
        try:
            async with self._session.request(
                exchange.method, url, headers=headers, data=exchange.request.body
            ) as judged:
                if judged.status != exchange.status:
                    return [_unchecked(f"it answered {judged.status} by itself")]
                return _violations(judged.headers.get(HEADER.decode(), ""))
        except (ClientError, TimeoutError) as error:
            return [_unchecked(type(error).__name__)]
        finally:
            del self._shown[number]

    async def _repeat_answer(self, request: web.Request) -> web.Response:
        exchange = self._shown[request.headers[_NUMBER]]
        headers = end_to_end(exchange.answer.headers.items())
        if exchange.answer.is_json and not exchange.answer.body:
            headers["Content-Type"] = _EMPTY
        return web.Response(status=exchange.status, headers=headers, body=exchange.answer.body)


def _unchecked(reason: str) -> Violation:
    return Violation("response", f"Prism could not check it ({reason})")


def _violations(header: str) -> list[Violation]:
    return [
        Violation(str(entry["location"][0]), str(entry["message"])) for entry in entries(header)
    ]
