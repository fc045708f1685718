"""The mock's own endpoints, for tests in any language and for its page.

`control.yaml` describes them. They are for the machine that the mock runs on: a page of another
origin that a browser on this machine shows must not reach them.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from aiohttp import web

from green_api_mock.api import answers
from green_api_mock.api.body import TooLargeError, UnreadableError, read_body
from green_api_mock.api.orders import MOST_ORDERS, OrderError, read_orders
from green_api_mock.contract.document import as_object
from green_api_mock.contract.places import dotted
from green_api_mock.contract.scenarios import scenario_table
from green_api_mock.contract.values import dump
from green_api_mock.hosts import is_loopback
from green_api_mock.judge.jsonbody import MalformedJsonError, parse_json
from green_api_mock.memory.payloads import made_anew, pointed
from green_api_mock.memory.triggering import TriggerError, UnknownTriggerError, read_trigger
from green_api_mock.storage.serving import stall

if TYPE_CHECKING:
    from green_api_mock.api.arrivals import Arrival
    from green_api_mock.api.orders import Order
    from green_api_mock.control.state import State
    from green_api_mock.memory.triggering import Wanted

_Endpoint = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
CONTROL_PATH = "/_mock/"
_DESCRIPTION = Path(__file__).with_name("control.yaml")
_LARGEST_BODY = 16 * 1024
# A file of 100 MB, the largest that the API takes, in base64.
_LARGEST_FILE = 140 * 1024 * 1024
# Of whom something is remembered: more than a person looks through.
_MOST_INSTANCES = 100
# How the description calls the parameter that tells callers apart. Another contract may call it
# otherwise, and then what is served does so too.
_CALLER = "idInstance"
# More than anything here counts. Python refuses to read a number of thousands.
_MOST_DIGITS = 20
_NUMBER = re.compile(r"[1-9][0-9]{0,14}")


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
            "answers": {"GET": self._orders, "POST": self._order, "DELETE": self._forget_orders},
            "triggers": {"GET": self._triggers, "POST": self._trigger},
            "deliveries": {"GET": self._deliveries},
            "instances": {"GET": self._instances},
            "memory": {"GET": self._memory},
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
        after = self._number(request, "after")
        arrivals = self._state.session.arrivals
        found = arrivals.after(after, self._instance(request), self._operation(request))
        rows = [self._arrival(arrival) for arrival in found]
        return web.json_response({"total": arrivals.total, "requests": rows})

    def _arrival(self, arrival: Arrival) -> dict[str, Any]:
        masked = self._state.gateway.mask.path(arrival.path, arrival.query)
        return {
            **arrival.as_json(),
            "maskedPath": masked,
            self._caller: self._as_number(arrival.instance),
        }

    async def _scenarios(self, request: web.BaseRequest) -> web.Response:
        return self._of_operation(request, "scenarios", scenario_table(self._state.contract))

    async def _files(self, request: web.BaseRequest) -> web.Response:
        return self._of_operation(request, "files", self._state.gateway.storage.as_json())

    def _of_operation(
        self, request: web.BaseRequest, name: str, rows: list[dict[str, Any]]
    ) -> web.Response:
        operation = self._operation(request)
        kept = [row for row in rows if operation in (None, row["operation"])]
        return web.json_response({name: kept})

    async def _orders(self, request: web.BaseRequest) -> web.Response:
        waiting = self._state.session.orders.waiting(
            self._instance(request), self._operation(request)
        )
        return web.json_response({"answers": [self._waiting(order) for order in waiting]})

    async def _order(self, request: web.BaseRequest) -> web.Response:
        wanted = await self._read_json(request)
        try:
            orders = read_orders(self._state.contract, wanted)
        except OrderError as error:
            raise _ControlError(400, str(error)) from None
        except answers.UnknownAnswerError as error:
            raise _ControlError(404, str(error)) from None
        waiting = self._state.session.orders
        if len(waiting) + len(orders) > MOST_ORDERS:
            raise _ControlError(409, f"{MOST_ORDERS} orders wait at most: DELETE {request.path}.")
        waiting.add(orders)
        rows = [self._waiting(order) for order in orders]
        return web.json_response(
            {"answers": rows} if isinstance(wanted, list) else rows[0], status=201
        )

    async def _read_json(self, request: web.BaseRequest, limit: int = _LARGEST_BODY) -> Any:
        seconds = self._state.gateway.limits.body_seconds
        try:
            body = await read_body(request, limit, seconds)
        except TooLargeError:
            raise _ControlError(413, "The body is too large.") from None
        except UnreadableError:
            raise _ControlError(400, "The body did not come to its end.") from None
        if request.content_type != "application/json":
            raise _ControlError(415, "Send application/json.")
        try:
            return parse_json(body)
        except MalformedJsonError:
            raise _ControlError(400, "The body is not JSON.") from None

    async def _triggers(self, _: web.BaseRequest) -> web.Response:
        rows = [
            {
                "name": trigger.name,
                "summary": trigger.summary,
                "webhook": trigger.webhook.name,
                "value": trigger.value,
                "takesFile": trigger.webhook.file is not None,
                "madeAnew": {dotted(at): what for at, what in made_anew(trigger).items()},
            }
            for trigger in self._state.contract.memory.triggers.values()
        ]
        return web.json_response({"caller": self._caller, "triggers": rows})

    async def _trigger(self, request: web.BaseRequest) -> web.Response:
        value = await self._read_json(request, _LARGEST_FILE)
        memory = self._state.contract.memory
        try:
            wanted = read_trigger(memory, value, self._caller)
        except TriggerError as error:
            raise _ControlError(400, str(error)) from None
        except UnknownTriggerError as error:
            raise _ControlError(404, str(error)) from None
        instance = self._receiver(as_object(value).get(self._caller))
        if wanted.when_polled:
            await self._polled(request, wanted, instance)
        rows = self._state.trigger(wanted, instance, f"{request.scheme}://{request.host}")
        return web.json_response({wanted.trigger.webhook.queue or "items": rows}, status=201)

    async def _polled(self, request: web.BaseRequest, wanted: Wanted, instance: str) -> None:
        """Wait until somebody asks, for as long as who wants it to come goes on waiting."""
        remembered = self._state.session.world(instance).remembered
        queue = remembered.queue(wanted.trigger.webhook.queue)
        polled, gone = (asyncio.create_task(wait) for wait in (queue.polled(), stall(request)))
        try:
            await asyncio.wait((polled, gone), return_when=asyncio.FIRST_COMPLETED)
        finally:
            is_polled = polled.done()
            polled.cancel()
            gone.cancel()
        if not is_polled:
            raise _ControlError(408, f"Nobody asked for {wanted.trigger.webhook.queue} in time.")

    def _receiver(self, instance: Any) -> str:
        """The instance that is meant; that of the contract's example if none is named."""
        if instance is None:
            instance = self._state.contract.example_caller
        if not isinstance(instance, int | str) or isinstance(instance, bool):
            raise _ControlError(400, f"`{self._caller}` must be a number or a text.")
        return str(instance)

    async def _deliveries(self, request: web.BaseRequest) -> web.Response:
        attempts = self._state.session.postman.attempts
        found = attempts.after(self._number(request, "after"), self._instance(request))
        most = self._most(request)
        rows = [
            {**attempt.as_json(), self._caller: self._as_number(attempt.instance)}
            for attempt in found[0 if most is None else max(len(found) - most, 0) :]
        ]
        return web.json_response({"total": attempts.total, "deliveries": rows})

    async def _instances(self, _: web.BaseRequest) -> web.Response:
        remembered = self._state.session.remembered()
        rows = [
            {self._caller: self._as_number(each.instance), "waiting": each.waiting()}
            for each in remembered[: -_MOST_INSTANCES - 1 : -1]
        ]
        return web.json_response({"total": len(remembered), "instances": rows})

    async def _memory(self, request: web.BaseRequest) -> web.Response:
        instance, most = self._instance(request), self._most(request)
        base = f"{request.scheme}://{request.host}"
        rows = [
            {self._caller: self._as_number(each.instance), **each.as_json(most)}
            for each in self._state.session.remembered()
            if instance in (None, each.instance)
        ]
        return web.Response(
            body=pointed(dump({"instances": rows}), base), content_type="application/json"
        )

    async def _forget_orders(self, request: web.BaseRequest) -> web.Response:
        orders = self._state.session.orders
        if "id" not in request.query:
            orders.forget(self._instance(request), self._operation(request))
            return web.Response(status=204)
        if not orders.take_back(self._number(request, "id")):
            raise _ControlError(404, "No order with this `id` waits.")
        return web.Response(status=204)

    def _waiting(self, order: Order) -> dict[str, Any]:
        return {**order.as_json(), self._caller: self._as_number(order.instance)}

    async def _reset(self, request: web.BaseRequest) -> web.Response:
        self._state.session.forget(self._instance(request))
        return web.Response(status=204)

    async def _contract(self, _: web.BaseRequest) -> web.Response:
        body = dump(self._state.contract.document)
        return web.Response(body=body, content_type="application/json")

    async def _description(self, _: web.BaseRequest) -> web.Response:
        text = _DESCRIPTION.read_text(encoding="utf-8").replace(_CALLER, self._caller)
        return web.Response(text=text, content_type="application/yaml", charset="utf-8")

    @property
    def _caller(self) -> str:
        """The name of the parameter that tells callers apart."""
        return self._state.contract.per or _CALLER

    def _instance(self, request: web.BaseRequest) -> str | None:
        """The instance that a request names in its query."""
        if self._caller not in request.query:
            return None
        if not self._state.contract.per:
            raise _ControlError(400, "The contract tells no callers apart (x-mock > per).")
        if not (instance := request.query[self._caller]):
            raise _ControlError(400, f"`{self._caller}` must not be empty.")
        return instance

    def _operation(self, request: web.BaseRequest) -> str | None:
        """The operation that a request names in its query."""
        wanted = request.query.get("operation")
        if wanted is not None and self._state.contract.operation(wanted) is None:
            known = ", ".join(each.id for each in self._state.contract.operations)
            raise _ControlError(404, f"The contract has no operation {wanted!r}. It has: {known}.")
        return wanted

    def _most(self, request: web.BaseRequest) -> int | None:
        """How many of each list a request wants; None for all."""
        return self._number(request, "most") if "most" in request.query else None

    @staticmethod
    def _number(request: web.BaseRequest, name: str) -> int:
        """The whole number that a request names in its query; 0 without."""
        text = request.query.get(name, "0")
        if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
            raise _ControlError(400, f"`{name}` must be a whole number.")
        return int(text)

    @staticmethod
    def _as_number(instance: str | None) -> int | str | None:
        """An instance as JSON has it: what is written as a number is one, if JavaScript has it."""
        return int(instance) if instance and _NUMBER.fullmatch(instance) else instance


def _error(status: int, text: str) -> web.Response:
    return web.json_response({"error": text}, status=status)
