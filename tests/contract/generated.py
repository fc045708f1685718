"""Finds in the generated client what was made from an operation of the contract.

The names follow the generator's own rules, so nothing here knows an operation.
"""

import asyncio
import contextlib
import importlib
import inspect
import types
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any, cast, get_args, get_origin

import httpx

from green_api_client import Client
from green_api_client.types import Request, Response, Stream
from tests.contract.documented import JSON, AnyCase, Operation
from tests.contract.judging import Judge
from tests.contract.reading import built, python_name


def argument(kind: Any, value: Any) -> Any:
    """Return a value as an argument of the kind that a function asks for."""
    kinds: tuple[Any, ...] = get_args(kind) if isinstance(kind, types.UnionType) else (kind,)
    for one in kinds:
        if get_origin(one) is list and isinstance(value, list):
            return [argument(get_args(one)[0], item) for item in value]
        if one is bool and value in ("true", "false"):
            return value == "true"  # as schemathesis writes it
        read = getattr(
            one, "from_dict", one if isinstance(one, type) and issubclass(one, Enum) else None
        )
        if read is not None:
            with contextlib.suppress(KeyError, TypeError, ValueError):
                return read(value)
    return value


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
        values = {python_name(name): sent[name] for name in sent if name in declared}
        arguments = {name: argument(self.kinds[name], value) for name, value in values.items()}
        if case.media_type == JSON:
            arguments["body"] = argument(self.kinds["body"], case.body)
        elif case.media_type is not None:
            # Only JSON can be read, so what is sent otherwise has to be made.
            place = self.operation.body_schema_place(case.media_type)
            arguments["body"] = built(self.operation.contract, place, case.body)
        return arguments

    @cached_property
    def kinds(self) -> dict[str, Any]:
        """The kind of each argument."""
        parameters = inspect.signature(self.module.build_request, eval_str=True).parameters
        return {name: parameter.annotation for name, parameter in parameters.items()}

    @property
    def secret_names(self) -> list[str]:
        """The arguments that the contract marks as sensitive."""
        return [
            python_name(parameter["name"])
            for parameter in self.operation.parameters
            if parameter.get("x-sensitive")
        ]

    def secrets(self, arguments: dict[str, Any]) -> list[str]:
        """Return the values of the parameters that the contract marks as sensitive."""
        return [str(arguments[name]) for name in self.secret_names if name in arguments]

    def build(self, arguments: dict[str, Any], **others: str) -> Request:
        """Return the request, which is sent nowhere."""
        return cast("Request", self.module.build_request(**arguments, **others))

    def sent(self, arguments: dict[str, Any], base_url: str = "http://localhost") -> httpx.Request:
        """Return the request as it would go over the wire."""
        built = self.build(arguments, base_url=base_url).reveal()
        content = built.content
        if isinstance(content, Stream):
            content = b"".join(content)
        return httpx.Request(built.method, built.url, headers=built.headers, content=content)

    def read(
        self,
        status: int,
        headers: Mapping[str, str],
        content: bytes,
        request: Request | None = None,
    ) -> Response[Any]:
        """Return what the client makes of an answer."""
        read = self.module.read_response(status, headers, content, request=request)
        return cast("Response[Any]", read)

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

    def forget(self) -> None:
        """Be as new, so that no test judges the exchange of another."""
        for name in ("request", "response", "problems"):
            vars(self).pop(name, None)

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
