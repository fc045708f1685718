"""Finds in the generated client what was made from an operation of the contract.

The names follow the generator's own rules, so nothing here knows an operation.
"""

import importlib
import inspect
import types
from dataclasses import dataclass
from typing import Any, cast

import httpx
from openapi_python_client.strings import ClassName, PythonIdentifier

from green_api_client import Client, models
from green_api_client.types import Response
from tests.contract.documented import AnyCase, Operation

FIELD_PREFIX = "field_"


def python_name(name: str) -> str:
    """Return the generator's Python name of a parameter, a tag or an operation."""
    return PythonIdentifier(name, FIELD_PREFIX)


def model_named(name: str) -> Any:
    """Return the model that was made from the schema of this name."""
    return getattr(models, ClassName(name, FIELD_PREFIX))


def as_json(parsed: Any) -> Any:
    """Return what the client parsed as the JSON value that it stands for."""
    if isinstance(parsed, list):
        return [as_json(item) for item in parsed]
    return parsed.to_dict() if hasattr(parsed, "to_dict") else parsed


@dataclass(frozen=True)
class GeneratedOperation:
    """The module of one operation, called with the values of a test case."""

    operation: Operation

    @property
    def module(self) -> types.ModuleType:
        """The generated module that holds the operation's functions."""
        tag, name = python_name(self.operation.tag), python_name(self.operation.operation_id)
        return importlib.import_module(f"green_api_client.api.{tag}.{name}")

    def arguments(self, case: AnyCase) -> dict[str, Any]:
        """Return the keyword arguments that express the case."""
        declared = {parameter["name"] for parameter in self.operation.parameters}
        sent = {**(case.path_parameters or {}), **(case.query or {}), **dict(case.headers or {})}
        arguments = {python_name(name): sent[name] for name in sent if name in declared}
        body = self._body_model()
        if body is not None:
            arguments["body"] = body.from_dict(case.body)
        return arguments

    def _body_model(self) -> Any:
        parameters = inspect.signature(self.module.sync_detailed, eval_str=True).parameters
        return parameters["body"].annotation if "body" in parameters else None

    def call(self, client: Client, arguments: dict[str, Any]) -> Response[Any]:
        """Send the request and return the generated client's answer."""
        with client:
            return cast("Response[Any]", self.module.sync_detailed(client=client, **arguments))

    async def call_async(self, client: Client, arguments: dict[str, Any]) -> Response[Any]:
        """Send the request without blocking and return the generated client's answer."""
        async with client:
            answer = await self.module.asyncio_detailed(client=client, **arguments)
            return cast("Response[Any]", answer)


class Wire(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Real HTTP that remembers the request it sent and the answer it got."""

    request: httpx.Request
    response: httpx.Response

    def __init__(self) -> None:
        self._sync = httpx.HTTPTransport()
        self._async = httpx.AsyncHTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._sync.handle_request(request)
        answer.read()
        return self._remember(request, answer)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self._async.handle_async_request(request)
        await answer.aread()
        return self._remember(request, answer)

    def _remember(self, request: httpx.Request, answer: httpx.Response) -> httpx.Response:
        answer.request = request
        self.request, self.response = request, answer
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    def close(self) -> None:
        self._sync.close()

    async def aclose(self) -> None:
        await self._async.aclose()


def client_over(wire: Wire, base_url: str, **settings: Any) -> Client:
    """Return a generated client whose requests pass through ``wire``."""
    return Client(base_url=base_url, httpx_args={"transport": wire}, **settings)
