"""A request that belongs to an operation, and what can be read of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from green_api_mock.api import wording
from green_api_mock.api.body import TooLargeError, read_body, read_form
from green_api_mock.api.routes import Match, is_plain
from green_api_mock.contract.document import as_object
from green_api_mock.contract.memory import Send
from green_api_mock.contract.model import MULTIPART, is_json
from green_api_mock.judge.jsonbody import MalformedJsonError, parse_json
from green_api_mock.judge.question import Body, Question, form_body

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aiohttp import web

    from green_api_mock.api.arrivals import Arrival
    from green_api_mock.api.reply import Reply
    from green_api_mock.contract import Operation
    from green_api_mock.judge.violations import Violation
    from green_api_mock.storage.serving import Stored

    Values = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Content:
    """The body of a request, as far as it can be read.

    Attributes:
        body: as Prism is to see it; None where there is none.
        fields: of the body, that scenarios may name.
        files: that came in a form.
        unusable: the answer to a body that cannot be judged. The parameters still can.
    """

    body: Body | None = None
    fields: Mapping[str, Any] = field(default_factory=dict[str, Any])
    files: Mapping[str, Stored] = field(default_factory=dict[str, "Stored"])
    unusable: Reply | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A request that belongs to an operation.

    Attributes:
        path: raw, without the query.
        arrival: the note of it, which is filled in on the way.
    """

    request: web.BaseRequest
    path: str
    match: Match
    arrival: Arrival

    @property
    def operation(self) -> Operation:
        """Where it belongs."""
        return self.match.operation


async def read_content(call: Call, seconds: float) -> Content:
    """The body of a request.

    Args:
        call: the request.
        seconds: how long its body may take to come.

    Raises:
        UnreadableError: it did not come to its end.
    """
    operation, request = call.operation, call.request
    if not operation.media_types:
        return Content()
    media_type = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    try:
        if media_type == MULTIPART and MULTIPART in operation.media_types:
            form = await read_form(
                request, operation.body_limit, seconds, keeps=isinstance(operation.step, Send)
            )
            call.arrival.keep_form(form.as_json(), form.size)
            return Content(form_body(form.fields), form.fields, form.stored)
        body = await read_body(request, operation.body_limit, seconds)
    except TooLargeError:
        return Content(_no_body(operation), unusable=wording.too_large(operation, call.path))
    if media_type in operation.media_types and is_json(media_type) and body:
        return _json(call, media_type, body)
    call.arrival.keep_text(body)
    # A server that expects one kind of body sees none in another.
    is_wanted = body and media_type in operation.media_types
    text = body.decode(errors="replace")
    return Content(Body(media_type, text) if is_wanted else _no_body(operation))


def query_of(call: Call) -> Values:
    """The documented query parameters that came."""
    if not call.operation.query:
        return {}
    came = call.request.query
    found = {p.name: came.getall(p.name) for p in call.operation.query if p.name in came}
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def headers_of(call: Call) -> dict[str, str]:
    """The documented header parameters that came."""
    came = call.request.headers
    return {p.name: came[p.name] for p in call.operation.headers if p.name in came}


def parameters_of(call: Call, query: Values) -> dict[str, str]:
    """Those of path and query; of a value that came several times, the first."""
    first = {n: came if isinstance(came, str) else came[0] for n, came in query.items()}
    return {**call.match.values, **first}


def not_plain(match: Match, question: Question) -> Iterator[Violation]:
    """Values that Prism reads as JavaScript does, and a server does not."""
    if match.unreadable is not None:
        yield wording.no_plain_value(match.unreadable)
    operation = question.operation
    for parameters, values in (
        (operation.query, question.query),
        (operation.headers, question.headers),
    ):
        for parameter in parameters:
            value = values.get(parameter.name)
            if isinstance(value, str) and not is_plain(parameter, value):
                yield wording.no_plain_value(parameter)


def _json(call: Call, media_type: str, body: bytes) -> Content:
    try:
        value = parse_json(body)
    except MalformedJsonError as error:
        call.arrival.keep_text(body)
        malformed = wording.malformed(call.operation, call.path, error)
        return Content(_no_body(call.operation), unusable=malformed)
    call.arrival.keep_body(value, len(body))
    return Content(Body(media_type, value), as_object(value))


def _no_body(operation: Operation) -> Body | None:
    """What stands for a body that did not come, or that nobody can read."""
    if not operation.body_required:
        return None
    for media_type in operation.media_types:
        if is_json(media_type):
            return Body(media_type, {})
    return form_body({}) if MULTIPART in operation.media_types else None
