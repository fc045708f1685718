"""The mock's own endpoints, for tests in any language and for its page.

`control.yaml` describes them. They are for the machine that the mock runs on: a page of another
origin that a browser on this machine shows must not reach them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from aiohttp import web

from green_api_mock.api import answers
from green_api_mock.api.orders import MOST_ORDERS, OrderError, read_orders
from green_api_mock.contract.scenarios import scenario_table
from green_api_mock.contract.values import dump
from green_api_mock.control.asked import CALLER, Asked, ControlError, read_json
from green_api_mock.control.remembering import Remembering
from green_api_mock.hosts import is_loopback

if TYPE_CHECKING:
    from green_api_mock.api.arrivals import Arrival
    from green_api_mock.api.orders import Order
    from green_api_mock.control.state import State

_Endpoint = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
CONTROL_PATH = "/_mock/"
_DESCRIPTION = Path(__file__).with_name("control.yaml")
_LARGEST_BODY = 16 * 1024


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
        self._asked = Asked(state)
        remembering = Remembering(state, self._asked)
        self._endpoints: dict[str, dict[str, _Endpoint]] = {
            "health": {"GET": self._health},
            "requests": {"GET": self._requests},
            "scenarios": {"GET": self._scenarios},
            "files": {"GET": self._files},
            "answers": {"GET": self._orders, "POST": self._order, "DELETE": self._forget_orders},
            "triggers": {"GET": remembering.triggers, "POST": remembering.trigger},
            "deliveries": {"GET": remembering.deliveries},
            "instances": {"GET": remembering.instances},
            "memory": {"GET": remembering.memory},
            "state": {"DELETE": self._reset},
            "contract": {"GET": self._contract},
            "openapi.yaml": {"GET": self._description},
        }

    async def answer(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        """The answer to a request below `/_mock/`."""
        try:
            self._check_origin(request)
            return await self._endpoint(request, path)(request)
        except ControlError as error:
            response = _error(error.status, error.text)
            if error.allow:
                response.headers["Allow"] = error.allow
            return response

    def _endpoint(self, request: web.BaseRequest, path: str) -> _Endpoint:
        methods = self._endpoints.get(path.removeprefix(CONTROL_PATH))
        if methods is None:
            raise ControlError(404, f"There is nothing at {path}.")
        # aiohttp leaves out the body of an answer to HEAD by itself.
        endpoint = methods.get("GET" if request.method == "HEAD" else request.method)
        if endpoint is None:
            allow = ", ".join(sorted(methods))
            raise ControlError(405, f"Use {allow}.", allow)
        return endpoint

    def _check_origin(self, request: web.BaseRequest) -> None:
        origin = request.headers.get("Origin")
        same_origin = origin is None or urlsplit(origin).netloc == request.host
        site = request.headers.get("Sec-Fetch-Site", "none")
        if not same_origin or site not in ("none", "same-origin"):
            raise ControlError(403, "Pages of other origins have no access.")
        # A foreign name that resolves to this machine would make a foreign page same-origin.
        if self._loopback_only and not is_loopback(urlsplit(f"//{request.host}").hostname or ""):
            raise ControlError(403, "Name this machine by localhost or a loopback address.")

    async def _health(self, _: web.BaseRequest) -> web.Response:
        health = self._state.health()
        return web.json_response(health, status=200 if health["status"] == "ok" else 503)

    async def _requests(self, request: web.BaseRequest) -> web.Response:
        after = self._asked.number(request, "after")
        arrivals = self._state.session.arrivals
        found = arrivals.after(after, self._asked.instance(request), self._asked.operation(request))
        rows = [self._arrival(arrival) for arrival in found]
        return web.json_response({"total": arrivals.total, "requests": rows})

    def _arrival(self, arrival: Arrival) -> dict[str, Any]:
        masked = self._state.gateway.mask.path(arrival.path, arrival.query)
        return {
            **arrival.as_json(),
            "maskedPath": masked,
            self._asked.caller: self._asked.as_number(arrival.instance),
        }

    async def _scenarios(self, request: web.BaseRequest) -> web.Response:
        return self._of_operation(request, "scenarios", scenario_table(self._state.contract))

    async def _files(self, request: web.BaseRequest) -> web.Response:
        return self._of_operation(request, "files", self._state.gateway.storage.as_json())

    def _of_operation(
        self, request: web.BaseRequest, name: str, rows: list[dict[str, Any]]
    ) -> web.Response:
        operation = self._asked.operation(request)
        kept = [row for row in rows if operation in (None, row["operation"])]
        return web.json_response({name: kept})

    async def _orders(self, request: web.BaseRequest) -> web.Response:
        waiting = self._state.session.orders.waiting(
            self._asked.instance(request), self._asked.operation(request)
        )
        return web.json_response({"answers": [self._waiting(order) for order in waiting]})

    async def _order(self, request: web.BaseRequest) -> web.Response:
        wanted = await read_json(request, _LARGEST_BODY, self._state.gateway.limits.body_seconds)
        try:
            orders = read_orders(self._state.contract, wanted)
        except OrderError as error:
            raise ControlError(400, str(error)) from None
        except answers.UnknownAnswerError as error:
            raise ControlError(404, str(error)) from None
        waiting = self._state.session.orders
        if len(waiting) + len(orders) > MOST_ORDERS:
            raise ControlError(409, f"{MOST_ORDERS} orders wait at most: DELETE {request.path}.")
        waiting.add(orders)
        rows = [self._waiting(order) for order in orders]
        return web.json_response(
            {"answers": rows} if isinstance(wanted, list) else rows[0], status=201
        )

    async def _forget_orders(self, request: web.BaseRequest) -> web.Response:
        orders = self._state.session.orders
        if "id" not in request.query:
            orders.forget(self._asked.instance(request), self._asked.operation(request))
            return web.Response(status=204)
        if not orders.take_back(self._asked.number(request, "id")):
            raise ControlError(404, "No order with this `id` waits.")
        return web.Response(status=204)

    def _waiting(self, order: Order) -> dict[str, Any]:
        return {**order.as_json(), self._asked.caller: self._asked.as_number(order.instance)}

    async def _reset(self, request: web.BaseRequest) -> web.Response:
        self._state.session.forget(self._asked.instance(request))
        return web.Response(status=204)

    async def _contract(self, _: web.BaseRequest) -> web.Response:
        body = dump(self._state.contract.document)
        return web.Response(body=body, content_type="application/json")

    async def _description(self, _: web.BaseRequest) -> web.Response:
        text = _DESCRIPTION.read_text(encoding="utf-8").replace(CALLER, self._asked.caller)
        return web.Response(text=text, content_type="application/yaml", charset="utf-8")


def _error(status: int, text: str) -> web.Response:
    return web.json_response({"error": text}, status=status)
