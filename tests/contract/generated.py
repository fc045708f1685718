"""Finds in the generated client what was made from an operation of the contract.

The names follow the generator's own rules, so nothing here knows an operation.
"""

import asyncio
import importlib
import inspect
import types
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

import httpx
from openapi_python_client.strings import ClassName, PythonIdentifier

from green_api_client import Client, models
from green_api_client.types import Response
from tests.contract.documented import AnyCase, Contract, Operation
from tests.contract.judging import Judge

FIELD_PREFIX = "field_"


def python_name(name: str) -> str:
    """Return the generator's Python name of a parameter, a field, a tag or an operation."""
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
        body = self.body_model()
        if body is not None:
            arguments["body"] = body.from_dict(case.body)
        return arguments

    def body_model(self) -> Any:
        """Return the class of the ``body`` argument, if there is one."""
        parameters = inspect.signature(self.module.sync_detailed, eval_str=True).parameters
        return parameters["body"].annotation if "body" in parameters else None

    def secrets(self, arguments: dict[str, Any]) -> list[str]:
        """Return the values of the parameters that the contract marks as sensitive."""
        marked = [
            python_name(parameter["name"])
            for parameter in self.operation.parameters
            if parameter.get("x-sensitive")
        ]
        return [str(arguments[name]) for name in marked if name in arguments]

    def call(self, client: Client, arguments: dict[str, Any]) -> Response[Any]:
        """Send the request and return the generated client's answer."""
        return cast("Response[Any]", self.module.sync_detailed(client=client, **arguments))

    async def call_async(self, client: Client, arguments: dict[str, Any]) -> Response[Any]:
        """Send the request without blocking and return the generated client's answer."""
        answer = await self.module.asyncio_detailed(client=client, **arguments)
        return cast("Response[Any]", answer)


class Wire(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Real HTTP that remembers the request it sent and the answer it got, and shows the judge."""

    request: httpx.Request
    response: httpx.Response
    problems: list[str]

    def __init__(self, judge: Judge) -> None:
        self.judge = judge
        # Loading certificates takes longer than a hundred requests, and http has none.
        self._sync = httpx.HTTPTransport(verify=False)
        self._async = httpx.AsyncHTTPTransport(verify=False)
        # One loop for all calls, so that their connections can be used again.
        self._runner = asyncio.Runner()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        answer = self._sync.handle_request(request)
        answer.read()
        return self._remember(request, answer)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        answer = await self._async.handle_async_request(request)
        await answer.aread()
        return self._remember(request, answer)

    def _remember(self, request: httpx.Request, answer: httpx.Response) -> httpx.Response:
        answer.request = request
        answer.elapsed = timedelta()  # schemathesis asks, and only httpx's client sets it
        self.request, self.response = request, answer
        self.problems = self.judge.exchange(request, answer)
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    def call(
        self, twin: str, generated: GeneratedOperation, client: Client, arguments: dict[str, Any]
    ) -> Response[Any]:
        """Call the ``sync`` or the ``async`` function."""
        if twin == "sync":
            return generated.call(client, arguments)
        return self._runner.run(generated.call_async(client, arguments))

    def end(self) -> None:
        """Close every connection."""
        self._sync.close()
        self._runner.run(self._async.aclose())
        self._runner.close()


def client_over(
    transport: httpx.BaseTransport, base_url: str, *, hooks: Any = None, **settings: Any
) -> Client:
    """Return a generated client whose requests pass through ``transport`` (and httpx's hooks)."""
    arguments = {"transport": transport, "event_hooks": hooks}
    return Client(base_url=base_url, httpx_args=arguments, **settings)


def masked(value: Any, secrets: list[str]) -> Any:
    """Return an answer's value as the client shows it: with stars for the request's secrets."""
    if isinstance(value, dict):
        return {name: masked(item, secrets) for name, item in value.items()}
    if isinstance(value, list):
        return [masked(item, secrets) for item in value]
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, "*" * len(secret))
    return value


def model_of(contract: Contract, name: str, value: dict[str, Any]) -> Any:
    """Return the model of a schema, made by naming its fields as a user of the client does."""
    schema = contract.at(f"/components/schemas/{name}")
    fields = {}
    for key, property_ in schema.get("properties", {}).items():
        if key in value:
            reference = property_.get("$ref", "").rpartition("/")[2]
            nested = model_of(contract, reference, value[key]) if reference else value[key]
            fields[python_name(key)] = nested
    model = model_named(name)(**fields)
    for key in value.keys() - schema.get("properties", {}).keys():
        model[key] = value[key]
    return model
