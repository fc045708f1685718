"""The endpoints that let something come, and that tell what came, was sent and was delivered."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from aiohttp import web

from green_api_mock.contract.document import as_object
from green_api_mock.contract.places import dotted
from green_api_mock.contract.values import dump
from green_api_mock.control.asked import Asked, ControlError, read_json
from green_api_mock.memory.payloads import made_anew, pointed
from green_api_mock.memory.triggering import TriggerError, UnknownTriggerError, read_trigger
from green_api_mock.storage.serving import stall

if TYPE_CHECKING:
    from green_api_mock.control.state import State
    from green_api_mock.memory.triggering import Wanted

# A file of 100 MB, the largest that the API takes, in base64.
_LARGEST_FILE = 140 * 1024 * 1024
# Of whom something is remembered: more than a person looks through.
_MOST_INSTANCES = 100


class Remembering:
    """Shows and fills what is remembered.

    Args:
        state: what is shown and changed.
        asked: reads what requests ask for.
    """

    def __init__(self, state: State, asked: Asked) -> None:
        self._state = state
        self._asked = asked

    async def triggers(self, _: web.BaseRequest) -> web.Response:
        """What can be triggered."""
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
        return web.json_response({"caller": self._asked.caller, "triggers": rows})

    async def trigger(self, request: web.BaseRequest) -> web.Response:
        """Let something come, at once or when somebody asks."""
        value = await read_json(request, _LARGEST_FILE, self._state.gateway.limits.body_seconds)
        memory = self._state.contract.memory
        try:
            wanted = read_trigger(memory, value, self._asked.caller)
        except TriggerError as error:
            raise ControlError(400, str(error)) from None
        except UnknownTriggerError as error:
            raise ControlError(404, str(error)) from None
        instance = self._receiver(as_object(value).get(self._asked.caller))
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
            raise ControlError(408, f"Nobody asked for {wanted.trigger.webhook.queue} in time.")

    def _receiver(self, instance: Any) -> str:
        """The instance that is meant; that of the contract's example if none is named."""
        if instance is None:
            instance = self._state.contract.example_caller
        if not isinstance(instance, int | str) or isinstance(instance, bool):
            raise ControlError(400, f"`{self._asked.caller}` must be a number or a text.")
        return str(instance)

    async def deliveries(self, request: web.BaseRequest) -> web.Response:
        """What was delivered, and with which answer."""
        attempts = self._state.session.postman.attempts
        found = attempts.after(self._asked.number(request, "after"), self._asked.instance(request))
        most = self._asked.most(request)
        rows = [
            {**attempt.as_json(), self._asked.caller: self._asked.as_number(attempt.instance)}
            for attempt in found[0 if most is None else max(len(found) - most, 0) :]
        ]
        return web.json_response({"total": attempts.total, "deliveries": rows})

    async def instances(self, _: web.BaseRequest) -> web.Response:
        """Of whom something is remembered, whoever was busy last first."""
        remembered = self._state.session.remembered()
        rows = [
            {self._asked.caller: self._asked.as_number(each.instance), "waiting": each.waiting()}
            for each in remembered[: -_MOST_INSTANCES - 1 : -1]
        ]
        return web.json_response({"total": len(remembered), "instances": rows})

    async def memory(self, request: web.BaseRequest) -> web.Response:
        """What is remembered."""
        instance, most = self._asked.instance(request), self._asked.most(request)
        base = f"{request.scheme}://{request.host}"
        rows = [
            {self._asked.caller: self._asked.as_number(each.instance), **each.as_json(most)}
            for each in self._state.session.remembered()
            if instance in (None, each.instance)
        ]
        return web.Response(
            body=pointed(dump({"instances": rows}), base), content_type="application/json"
        )
