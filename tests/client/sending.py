"""Sends the contract's own example through the generated client, in both of its ways."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from green_api_client import Client
from green_api_client.transports import AsyncRevealingTransport, RevealingTransport
from tests.contract.documented import Contract
from tests.contract.generated import GeneratedOperation
from tests.contract.reading import python_name
from tests.contract.valid import valid_case

CANARY = "c4nary70ken5houldNeverBeSeenAnywhere0123456789abcd"
BASE_URL = "http://api.example"
CONTRACT = Contract()


def an_operation() -> GeneratedOperation:
    """Return the first operation that has a sensitive parameter."""
    return next(
        GeneratedOperation(operation)
        for operation in CONTRACT.operations
        if any(parameter.get("x-sensitive") for parameter in operation.parameters)
    )


class Sender:
    """Calls `sync_detailed`."""

    def __init__(self) -> None:
        self.generated = an_operation()

    def example(self, secret: str) -> dict[str, Any]:
        """Return the arguments of the contract's example, with `secret` for what is sensitive."""
        operation = self.generated.operation
        examples = self.generated.arguments(valid_case(operation))
        names = [python_name(p["name"]) for p in operation.parameters if p.get("x-sensitive")]
        return examples | dict.fromkeys(names, secret)

    def __call__(self, client: Client, secret: str = CANARY) -> Any:
        """Send the example request, and return the generated client's answer."""
        return self.generated.module.sync_detailed(client=client, **self.example(secret))

    def short(self, client: Client) -> Any:
        """Send the example request with the function that returns successes only."""
        return self.generated.module.sync(client=client, **self.example(CANARY))

    @contextmanager
    def open(self, client: Client) -> Iterator[Client]:
        """Close the client's connections at the end."""
        with client:
            yield client

    def use(self, client: Client, **settings: Any) -> Client:
        """Give the client an httpx client made by hand."""
        return client.set_httpx_client(httpx.Client(base_url=BASE_URL, **settings))

    def set_again(self, client: Client) -> None:
        """Give the client the httpx client that it has."""
        client.set_httpx_client(client.get_httpx_client())

    def revealing(self, transport: Any) -> Any:
        """Make a transport that is not httpx's own fit for an httpx client made by hand."""
        return RevealingTransport(transport)

    def http_client(self, client: Client) -> httpx.Client | httpx.AsyncClient:
        """Return the httpx client that is used."""
        return client.get_httpx_client()

    def close(self) -> None:
        """There is nothing to close."""


class AsyncSender(Sender):
    """Calls `asyncio_detailed`, always in the same event loop."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()

    def __call__(self, client: Client, secret: str = CANARY) -> Any:
        call = self.generated.module.asyncio_detailed(client=client, **self.example(secret))
        return self.runner.run(call)

    def short(self, client: Client) -> Any:
        return self.runner.run(self.generated.module.asyncio(client=client, **self.example(CANARY)))

    @contextmanager
    def open(self, client: Client) -> Iterator[Client]:
        self.runner.run(client.__aenter__())
        try:
            yield client
        finally:
            self.runner.run(client.__aexit__(None, None, None))

    def use(self, client: Client, **settings: Any) -> Client:
        return client.set_async_httpx_client(httpx.AsyncClient(base_url=BASE_URL, **settings))

    def set_again(self, client: Client) -> None:
        client.set_async_httpx_client(client.get_async_httpx_client())

    def revealing(self, transport: Any) -> Any:
        return AsyncRevealingTransport(transport)

    def http_client(self, client: Client) -> httpx.Client | httpx.AsyncClient:
        return client.get_async_httpx_client()

    def close(self) -> None:
        self.runner.close()


Answer = Callable[[httpx.Request], httpx.Response]


@dataclass
class Recorder(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A transport that keeps the requests that would go to the wire, and answers them."""

    answer: Answer = field(default=lambda _: httpx.Response(404))
    requests: list[httpx.Request] = field(default_factory=list)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self.answer(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return self.handle_request(request)

    @property
    def targets(self) -> list[str]:
        """The URLs that were asked for."""
        return [str(request.url) for request in self.requests]


def always(status: int, **answer: Any) -> Recorder:
    """Return a transport that gives the same answer to every request."""
    return Recorder(lambda _: httpx.Response(status, **answer))


def client_over(transport: Any, **settings: Any) -> Client:
    """Return a client whose requests pass through the transport."""
    return Client(base_url=BASE_URL, httpx_args={"transport": transport}, **settings)
