"""What the contract marks as sensitive, and nothing else, is kept out of sight by the client."""

import asyncio
import logging
from typing import Any

import httpx
import pytest

from tests.contract.documented import Operation
from tests.contract.generated import GeneratedOperation, client_over
from tests.contract.reading import python_name
from tests.contract.valid import valid_case


@pytest.mark.parametrize("twin", ["sync", "async"])
def test_sensitive_values_are_sent_and_nowhere_else(
    operation: Operation,
    generated: GeneratedOperation,
    caplog: pytest.LogCaptureFixture,
    twin: str,
) -> None:
    sent: list[str] = []
    held: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(f"{request.url} {request.headers.raw!r}")
        return httpx.Response(operation.success, headers={"location": str(request.url)})

    def hold(request: httpx.Request) -> None:
        held.append(f"{request.url} {request.headers.raw!r}")

    async def hold_later(request: httpx.Request) -> None:
        hold(request)

    arguments = generated.arguments(valid_case(operation))
    hooks: dict[str, Any] = {"request": [hold if twin == "sync" else hold_later]}
    transport = httpx.MockTransport(answer)
    client = client_over(transport, "http://localhost", hooks=hooks)
    with caplog.at_level(logging.DEBUG):
        if twin == "sync":
            response = generated.call(client, arguments)
        else:
            response = asyncio.run(generated.call_async(client, arguments))

    seen = "\n".join([*held, caplog.text, repr(response), repr(client)])
    for parameter in operation.parameters:
        name = python_name(parameter["name"])
        if name not in arguments:
            continue
        value = str(arguments[name])
        assert value in sent[0], f"{parameter['name']} was not sent"
        hidden = value not in seen
        assert hidden is parameter.get("x-sensitive", False), (parameter["name"], seen)
        # What stands in its place says what it is.
        assert (f"~{parameter['name']}~" in held[0]) is hidden
