"""The front door: takes a request, asks Prism where that is needed, and repairs the answer."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from aiohttp import web
from aiohttp.http_exceptions import BadHttpMethod
from multidict import CIMultiDict

from green_api_mock import answers, violations
from green_api_mock.contract import Answer, Contract, Operation
from green_api_mock.jsonbody import MalformedJsonError, parse_json
from green_api_mock.media import storage_of
from green_api_mock.play import Part, Play
from green_api_mock.routes import Match, Routes
from green_api_mock.upstream import Upstream, UpstreamError

if TYPE_CHECKING:
    from collections.abc import Mapping

log = logging.getLogger(__name__)

CONTROL_PATH = "/_mock/"
# A sender that needs longer for its body has hung up without saying so.
_BODY_SECONDS = 60.0
_RESTARTING = "mock restarting: Prism is not there for a moment, send the request again\n"


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back to the caller."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    scenario: str | None = None
    delay_seconds: float = 0.0


def plain(status: int, text: str) -> Reply:
    """An answer of the mock itself, not of the API."""
    return Reply(status, (("Content-Type", "text/plain; charset=utf-8"),), text.encode())


def reply(answer: Answer, body: bytes | None = None) -> Reply:
    """A documented answer, with another body if one is given."""
    return Reply(answer.status, answer.headers, answer.body if body is None else body)


class Api:
    """Answers the requests that belong to the contract's API."""

    def __init__(self, contract: Contract, upstream: Upstream, play: Play) -> None:
        self.contract = contract
        self.upstream = upstream
        self.play = play
        self.storage = storage_of(contract)
        self._routes = Routes(contract)
        self._point_links = lru_cache(maxsize=256)(answers.point_links)

    async def answer(self, request: web.BaseRequest, path: str) -> Reply:
        """The reply to a request. Never raises over what the caller sent."""
        match = self._routes.find(request.method, path)
        if isinstance(match, Answer):
            return reply(match)
        part = self.play.take(match.operation, match.values, at_gateway=True)
        if part.scenario is not None:
            return _played(part, part.answer.body)
        if match.invalid is not None:
            return reply(match.invalid)
        try:
            body = await _read_body(request, self.contract.body_limit)
        except _TooLargeError:
            return _filled(match.operation.too_large, match.operation, path)
        except (web.RequestPayloadError, TimeoutError, OSError):
            return reply(self.contract.unreadable)
        return await self._answer_body(request, match, path, body)

    async def _answer_body(
        self, request: web.BaseRequest, match: Match, path: str, body: bytes
    ) -> Reply:
        operation = match.operation
        value: Any = {}
        # A server that expects JSON sees no body in anything else.
        if body and _media_type(request) in operation.media_types:
            try:
                value = parse_json(body)
            except MalformedJsonError as error:
                return _malformed(operation, path, error)
        else:
            body = b"{}"
        try:
            wanted = answers.preferred(operation, ",".join(request.headers.getall("Prefer", ())))
        except answers.UnknownAnswerError as error:
            return plain(404, f"{error}\n")
        part = Part(wanted) if wanted else self._part(match, value)
        settled = False
        try:
            result = await self._ask_prism(match, part.answer, path, body)
            settled = isinstance(result, bytes)
        except UpstreamError as error:
            log.info("no answer from Prism: %s", error)
            return plain(503, _RESTARTING)
        finally:
            if not settled:
                self.play.give_back(part)
        if isinstance(result, Reply):
            return result
        base = f"{request.scheme}://{request.host}"
        self.storage.renew(part.answer.name)
        return _played(part, self._point_links(part.answer, result, base))

    def _part(self, match: Match, value: Any) -> Part:
        known: Mapping[str, Any] = match.values
        if isinstance(value, dict):
            known = {**value, **match.values}
        return self.play.take(match.operation, known)

    async def _ask_prism(
        self, match: Match, answer: Answer, path: str, body: bytes
    ) -> bytes | Reply:
        """The answer's body if the request is valid, else the reply that says what is wrong."""
        came = await self.upstream.send(_prism_request(match, answer, body))
        header = came.headers.get(violations.HEADER)
        broken = violations.parse_violations(header) if header else []
        operation = match.operation
        if broken:
            parameter = violations.invalid_parameter(broken, operation.parameters)
            if parameter is not None and parameter.invalid is not None:
                return reply(parameter.invalid)
            message = violations.word(broken, operation.wording)
            return _filled(operation.invalid, operation, path, message)
        if answer.is_deviation:
            return answer.body
        if came.status != answer.status:
            log.error("Prism answered %s where %s was wanted", came.status, answer.title)
            return plain(503, "The mock's Prism gave an answer that is not in the contract.\n")
        return came.body


class _TooLargeError(Exception):
    """The body is over the contract's limit."""


async def _read_body(request: web.BaseRequest, limit: int) -> bytes:
    if not request.body_exists:
        return b""
    if (request.content_length or 0) > limit:
        raise _TooLargeError
    body = bytearray()
    async with asyncio.timeout(_BODY_SECONDS):
        async for chunk in request.content.iter_any():
            body += chunk
            if len(body) > limit:
                raise _TooLargeError
    return bytes(body)


def _media_type(request: web.BaseRequest) -> str:
    return request.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def _prism_request(match: Match, answer: Answer, body: bytes) -> bytes:
    operation = match.operation
    path = operation.template
    for name, value in match.values.items():
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    lines = [
        f"{operation.method} {path} HTTP/1.1",
        "Host: prism",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    ]
    # Prism cannot give a deviation, but it can say whether the request is valid.
    prefer, accept = answers.selection(operation.default if answer.is_deviation else answer)
    lines.append(f"Prefer: {prefer}")
    if accept is not None:
        lines.append(f"Accept: {accept}")
    return "\r\n".join((*lines, "", "")).encode("ascii") + body


def _played(part: Part, body: bytes) -> Reply:
    answer = part.answer
    return Reply(answer.status, answer.headers, body, part.scenario, part.delay_seconds)


def _malformed(operation: Operation, path: str, error: MalformedJsonError) -> Reply:
    wording = operation.wording
    words = wording.malformed if error.token else wording.malformed_end
    message = words.format(token=error.token, position=error.position)
    return _filled(operation.malformed, operation, path, message)


def _filled(answer: Answer, operation: Operation, path: str, message: str | None = None) -> Reply:
    """An answer with this request's path and time, and a message if there is one."""
    wording = operation.wording
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    fields = {wording.path_field: path, wording.time_field: now}
    if message is not None:
        fields[wording.message_field] = message
    return reply(answer, answers.fill(answer, fields))


class FrontDoor(web.Server):
    """The HTTP server: sends what `Api` answers, also to what is not HTTP."""

    def __init__(self, api: Api) -> None:
        super().__init__(self._handle, access_log=None, lingering_time=5.0)
        self.api = api

    def __call__(self) -> web.RequestHandler:
        """The protocol of a new connection."""
        return _Connection(self, self.api.contract, **self._kwargs)

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = _path(request)
        if path == f"{CONTROL_PATH}health":
            return web.json_response({"status": "ok"})
        if path.startswith(answers.MEDIA_PATH):
            return await self.api.storage.answer(request, path)
        answer = await self.api.answer(request, path)
        if answer.delay_seconds:
            await asyncio.sleep(answer.delay_seconds)
        return send(answer)


def send(answer: Reply) -> web.Response:
    """A reply as aiohttp sends it."""
    return web.Response(status=answer.status, headers=CIMultiDict(answer.headers), body=answer.body)


def _path(request: web.BaseRequest) -> str:
    target = request.raw_path
    if not target.startswith("/"):
        target = request.rel_url.raw_path  # RFC 9112 lets a client send the whole URL
    return target.partition("?")[0].partition("#")[0]


class _Connection(web.RequestHandler):
    """One connection. What cannot be read as HTTP gets a documented answer too."""

    __slots__ = ("_contract",)

    def __init__(self, server: web.Server, contract: Contract, **options: Any) -> None:
        super().__init__(server, loop=asyncio.get_running_loop(), **options)
        self._contract = contract

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
        if isinstance(exc, BadHttpMethod):
            answer = send(reply(self._contract.no_such_operation))
        elif status < 500:  # noqa: PLR2004 - the caller's fault, as RFC 9110 numbers it
            answer = send(reply(self._contract.unreadable))
        else:
            log.error("an error of the mock itself", exc_info=exc)
            answer = send(plain(500, f"The mock failed: {type(exc).__name__}\n"))
        answer.force_close()
        return answer
