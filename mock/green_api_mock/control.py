"""The mock's own endpoints, for tests in any language and for its page.

`control.yaml` describes them. They are for the machine that the mock runs on: a page of another
origin that a browser on this machine shows must not reach them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from aiohttp import web

from green_api_mock import answers
from green_api_mock.body import TooLargeError, UnreadableError, read_body
from green_api_mock.document import as_object, is_object
from green_api_mock.hosts import is_loopback
from green_api_mock.jsonbody import MalformedJsonError, parse_json
from green_api_mock.play import Order
from green_api_mock.routes import mask
from green_api_mock.scenarios import scenario_table

if TYPE_CHECKING:
    from green_api_mock.contract import Answer
    from green_api_mock.state import State

_Endpoint = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
CONTROL_PATH = "/_mock/"
_DESCRIPTION = Path(__file__).with_name("control.yaml")
_LARGEST_BODY = 16 * 1024
_MOST_TIMES = 1_000_000
# More than a test has. An order can stand for many requests.
_MOST_ORDERS = 10_000
_LONGEST_DELAY = 600.0
_ORDER_FIELDS = frozenset({"answer", "times", "delaySeconds"})


@dataclass(frozen=True)
class _ControlError(Exception):
    """A request that is refused, and why."""

    status: int
    text: str
    allow: str = ""


class Control:
    """Answers the control endpoints.

    Args:
        state: what they show and change.
        loopback_only: the mock listens on this machine only, so no honest request names
            another host.
    """

    def __init__(self, state: State, *, loopback_only: bool) -> None:
        self._state = state
        self._loopback_only = loopback_only
        self._endpoints: dict[str, dict[str, _Endpoint]] = {
            "health": {"GET": self._health},
            "requests": {"GET": self._requests},
            "scenarios": {"GET": self._scenarios},
            "files": {"GET": self._files},
            "answers": {"POST": self._order},
            "state": {"DELETE": self._reset},
            "contract": {"GET": self._contract},
            "openapi.yaml": {"GET": self._description},
        }

    async def answer(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        """The answer to a request below `/_mock/`."""
        try:
            self._check_origin(request)
            return await self._endpoint(request, path)(request)
        except _ControlError as error:
            response = _error(error.status, error.text)
            if error.allow:
                response.headers["Allow"] = error.allow
            return response

    def _endpoint(self, request: web.BaseRequest, path: str) -> _Endpoint:
        methods = self._endpoints.get(path.removeprefix(CONTROL_PATH))
        if methods is None:
            raise _ControlError(404, f"There is nothing at {path}.")
        # aiohttp leaves out the body of an answer to HEAD by itself.
        endpoint = methods.get("GET" if request.method == "HEAD" else request.method)
        if endpoint is None:
            allow = ", ".join(sorted(methods))
            raise _ControlError(405, f"Use {allow}.", allow)
        return endpoint

    def _check_origin(self, request: web.BaseRequest) -> None:
        origin = request.headers.get("Origin")
        same_origin = origin is None or urlsplit(origin).netloc == request.host
        site = request.headers.get("Sec-Fetch-Site", "none")
        if not same_origin or site not in ("none", "same-origin"):
            raise _ControlError(403, "Pages of other origins have no access.")
        # A foreign name that resolves to this machine would make a foreign page same-origin.
        if self._loopback_only and not is_loopback(urlsplit(f"//{request.host}").hostname or ""):
            raise _ControlError(403, "Name this machine by localhost or a loopback address.")

    async def _health(self, _: web.BaseRequest) -> web.Response:
        health = self._state.health()
        return web.json_response(health, status=200 if health["status"] == "ok" else 503)

    async def _requests(self, request: web.BaseRequest) -> web.Response:
        after = request.query.get("after", "0")
        if not (after.isascii() and after.isdecimal()):
            raise _ControlError(400, "`after` must be a whole number.")
        arrivals = self._state.arrivals
        found = [
            arrival.as_json() | {"maskedPath": mask(self._state.contract, arrival.path)}
            for arrival in arrivals.after(int(after))
        ]
        return web.json_response({"total": arrivals.total, "requests": found})

    async def _scenarios(self, _: web.BaseRequest) -> web.Response:
        return web.json_response({"scenarios": scenario_table(self._state.contract)})

    async def _files(self, _: web.BaseRequest) -> web.Response:
        return web.json_response({"files": self._state.api.storage.as_json()})

    async def _order(self, request: web.BaseRequest) -> web.Response:
        try:
            body = await read_body(request, _LARGEST_BODY, self._state.api.gate.limits.body_seconds)
        except TooLargeError:
            raise _ControlError(413, "The body is too large.") from None
        except UnreadableError:
            raise _ControlError(400, "The body did not come to its end.") from None
        if request.content_type != "application/json":
            raise _ControlError(415, "Send application/json.")
        try:
            wanted = parse_json(body)
        except MalformedJsonError:
            raise _ControlError(400, "The body is not JSON.") from None
        order = _read_order(wanted, self._state.find_answer)
        orders = self._state.play.orders
        if len(orders) >= _MOST_ORDERS:
            raise _ControlError(409, f"{_MOST_ORDERS} orders wait. DELETE {CONTROL_PATH}state.")
        orders.append(order)
        return web.json_response({"answer": order.answer.title, "times": order.left}, status=201)

    async def _reset(self, _: web.BaseRequest) -> web.Response:
        self._state.reset()
        return web.Response(status=204)

    async def _contract(self, _: web.BaseRequest) -> web.Response:
        body = answers.dump(self._state.contract.document)
        return web.Response(body=body, content_type="application/json")

    async def _description(self, _: web.BaseRequest) -> web.Response:
        return web.Response(body=_DESCRIPTION.read_bytes(), content_type="application/yaml")


def _read_order(wanted: Any, find: Callable[[str], Answer]) -> Order:
    fields = as_object(wanted)
    if not is_object(wanted) or not _ORDER_FIELDS.issuperset(fields):
        raise _ControlError(400, f"Send an object with {', '.join(sorted(_ORDER_FIELDS))}.")
    name, times, delay = fields.get("answer"), fields.get("times", 1), fields.get("delaySeconds", 0)
    if not isinstance(name, str) or not name:
        raise _ControlError(400, "`answer` must be the name of an example, or a status.")
    # JSON's true is a number in Python, and 2.0 a whole one in JSON.
    if type(times) not in (int, float) or not 1 <= times <= _MOST_TIMES or times != int(times):
        raise _ControlError(400, f"`times` must be a whole number from 1 to {_MOST_TIMES}.")
    if type(delay) not in (int, float) or not 0 <= delay <= _LONGEST_DELAY:
        raise _ControlError(400, f"`delaySeconds` must be a number from 0 to {_LONGEST_DELAY:.0f}.")
    try:
        return Order(find(name), int(times), float(delay))
    except answers.UnknownAnswerError as error:
        raise _ControlError(404, str(error)) from None


def _error(status: int, text: str) -> web.Response:
    return web.json_response({"error": text}, status=status)
