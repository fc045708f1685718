"""From a request of the API to its answer. `README.md` has the same as a diagram."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from green_api_mock import answers, violations
from green_api_mock.arrivals import LARGEST_BODY_KEPT
from green_api_mock.body import TooLargeError, UnreadableError, read_body
from green_api_mock.contract import Answer
from green_api_mock.document import as_object
from green_api_mock.jsonbody import MalformedJsonError, parse_json
from green_api_mock.media import storage_of
from green_api_mock.play import Part
from green_api_mock.routes import Match, Routes
from green_api_mock.upstream import UpstreamError

if TYPE_CHECKING:
    from aiohttp import web

    from green_api_mock.arrivals import Arrival
    from green_api_mock.contract import Contract, Operation
    from green_api_mock.limits import Gate
    from green_api_mock.play import Play
    from green_api_mock.upstream import Upstream, UpstreamAnswer

log = logging.getLogger(__name__)

_RESTARTING = "mock restarting: Prism is not there for a moment, send the request again\n"
_NOT_IN_CONTRACT = "The mock's Prism gave an answer that is not in the contract.\n"


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back to the caller."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    answer: str | None = None
    scenario: str | None = None
    delay_seconds: float = 0.0


def plain(status: int, text: str) -> Reply:
    """An answer of the mock itself, not of the API."""
    return Reply(status, (("Content-Type", "text/plain; charset=utf-8"),), text.encode())


def documented(answer: Answer, body: bytes | None = None) -> Reply:
    """A documented answer, with another body if one is given."""
    body = answer.body if body is None else body
    return Reply(answer.status, answer.headers, body, answer.name or None)


class Api:
    """Answers the requests to the API of one contract."""

    def __init__(self, contract: Contract, upstream: Upstream, play: Play, gate: Gate) -> None:
        self.contract = contract
        self.upstream = upstream
        self.play = play
        self.gate = gate
        self.storage = storage_of(contract)
        self._routes = Routes(contract)
        self._point_links = lru_cache(maxsize=256)(answers.point_links)

    async def answer(self, request: web.BaseRequest, path: str, arrival: Arrival) -> Reply:
        """The reply to a request. Never raises over what the caller sent."""
        match = self._routes.find(request.method, path)
        if isinstance(match, Answer):
            return documented(match)
        if match.operation.query:
            match = replace(match, values={**_query(match.operation, request), **match.values})
        arrival.parameters = match.values
        remaining = self.gate.remaining(match, time.monotonic())
        limit = match.operation.rate_limit
        if limit is None or remaining is None:
            return await self._answer_match(request, path, match, arrival)
        if remaining < 0:
            return documented(limit.answer)
        reply = await self._answer_match(request, path, match, arrival)
        return _with_header(reply, limit.remaining_header, str(remaining))

    async def _answer_match(
        self, request: web.BaseRequest, path: str, match: Match, arrival: Arrival
    ) -> Reply:
        """What the gateway does before it looks at the body, and then the rest."""
        refusal = match.invalid or self.gate.refusal(match)
        if refusal is not None:
            return documented(refusal)
        part = self.play.take(match.operation, match.values, at_gateway=True)
        if part.scenario is not None:
            return _played(part, part.answer.body)
        try:
            body = await read_body(request, self.contract.body_limit, self.gate.limits.body_seconds)
        except TooLargeError:
            too_large = _filled(match.operation.too_large, match.operation, path)
            return await self._after_parameters(match, too_large)
        except UnreadableError:
            return documented(self.contract.unreadable)
        arrival.body_size = len(body)
        value: Any = {}
        # A server that expects JSON sees no body in anything else.
        if body and _media_type(request) in match.operation.media_types:
            try:
                value = parse_json(body)
            except MalformedJsonError as error:
                malformed = _malformed(match.operation, path, error)
                return await self._after_parameters(match, malformed)
            if len(body) <= LARGEST_BODY_KEPT:
                arrival.body = value
        else:
            # Prism refuses any body of an operation that has none.
            body = b"{}" if match.operation.media_types else b""
        return await self._answer_body(request, match, path, body, value)

    async def _answer_body(
        self, request: web.BaseRequest, match: Match, path: str, body: bytes, value: Any
    ) -> Reply:
        operation = match.operation
        try:
            wanted = answers.preferred(operation, ",".join(request.headers.getall("Prefer", ())))
        except answers.UnknownAnswerError as error:
            return plain(404, f"{error}\n")
        part = (
            Part(wanted)
            if wanted
            else self.play.take(operation, {**as_object(value), **match.values})
        )
        result: bytes | Reply | None = None
        try:
            result = await self._ask_prism(match, part.answer, path, body)
        except UpstreamError as error:
            log.info("no answer from Prism: %s", error)
            return plain(503, _RESTARTING)
        finally:
            if not isinstance(result, bytes):
                self.play.give_back(part)
        if isinstance(result, Reply):
            return result
        if wanted is None and not self.gate.use_quota(match):
            self.play.give_back(part)
            return self._over_quota(operation)
        self.storage.renew(part.answer.name)
        base = f"{request.scheme}://{request.host}"
        return _played(part, self._point_links(part.answer, result, base))

    async def _after_parameters(self, match: Match, reply: Reply) -> Reply:
        """The reply to a body of no use, unless a parameter is wrong: those are looked at first."""
        try:
            request = _prism_request(match, match.operation.default, b"{}")
            broken = _broken(await self.upstream.send(request))
        except UpstreamError as error:
            log.info("no answer from Prism: %s", error)
            return plain(503, _RESTARTING)
        return _refused_parameter(match.operation, broken) or reply

    async def _ask_prism(
        self, match: Match, answer: Answer, path: str, body: bytes
    ) -> bytes | Reply:
        """The answer's body if the request is valid, else the reply that says what is wrong."""
        came = await self.upstream.send(_prism_request(match, answer, body))
        broken = _broken(came)
        operation = match.operation
        if broken:
            message = violations.word(broken, operation.wording)
            invalid = _filled(operation.invalid, operation, path, message)
            return _refused_parameter(operation, broken) or invalid
        if answer.is_deviation:
            return answer.body
        if came.status != answer.status:
            log.error("Prism answered %s where %s was wanted", came.status, answer.title)
            return plain(503, _NOT_IN_CONTRACT)
        return came.body

    def _over_quota(self, operation: Operation) -> Reply:
        quota, limit = operation.quota, self.gate.limits.quota
        if quota is None:
            return documented(operation.default)
        value = answers.set_in(quota.answer.value, quota.used, limit)
        return documented(quota.answer, answers.dump(answers.set_in(value, quota.total, limit)))


def _broken(came: UpstreamAnswer) -> list[violations.Violation]:
    """The rules that Prism says the request breaks."""
    header = came.headers.get(violations.HEADER)
    return violations.parse_violations(header) if header else []


def _refused_parameter(operation: Operation, broken: list[violations.Violation]) -> Reply | None:
    """The answer to the first wrong parameter, if it has one of its own."""
    parameter = violations.invalid_parameter(broken, operation.parameters)
    if parameter is None or parameter.invalid is None:
        return None
    return documented(parameter.invalid)


def _media_type(request: web.BaseRequest) -> str:
    return request.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def _query(operation: Operation, request: web.BaseRequest) -> dict[str, str]:
    """The documented query parameters."""
    return {name: request.query[name] for name in operation.query if name in request.query}


def _prism_request(match: Match, answer: Answer, body: bytes) -> bytes:
    operation = match.operation
    path = operation.template
    for name, value in match.values.items():
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    if operation.query:
        # Only what is documented: Prism takes orders from a query too.
        sent = {name: value for name, value in match.values.items() if name in operation.query}
        path += f"?{urlencode(sent)}"
    # Prism cannot give a deviation, but it can say whether the request is valid.
    prefer, accept = answers.selection(operation.default if answer.is_deviation else answer)
    lines = [
        f"{operation.method} {path} HTTP/1.1",
        "Host: prism",
        f"Prefer: {prefer}",
    ]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    if accept is not None:
        lines.append(f"Accept: {accept}")
    return "\r\n".join((*lines, "", "")).encode("ascii") + body


def _played(part: Part, body: bytes) -> Reply:
    reply = documented(part.answer, body)
    return replace(reply, scenario=part.scenario, delay_seconds=part.delay_seconds)


def _with_header(reply: Reply, name: str, value: str) -> Reply:
    headers = tuple((key, value if key == name else old) for key, old in reply.headers)
    return replace(reply, headers=headers)


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
    return documented(answer, answers.fill(answer, fields))
