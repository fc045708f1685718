"""Any HTTP client can send what `build_request` makes, and `read_response` reads its answer."""

import asyncio
import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import aiohttp
import pytest
import requests
import urllib3

from green_api_client import Client
from green_api_client.types import Request, Response
from tests.client.sending import CANARY, CONTRACT
from tests.contract.documented import Answer, Operation
from tests.contract.generated import GeneratedOperation
from tests.contract.reading import python_name
from tests.contract.valid import valid_case
from tests.support.loopback import Received, http_answer, loopback

Sent = tuple[int, Mapping[str, str], bytes]


def over_requests(request: Request) -> Sent:
    wire = request.reveal()
    with requests.Session() as session:
        answer = session.request(wire.method, wire.url, headers=wire.headers, data=wire.content)
        return answer.status_code, answer.headers, answer.content


def over_urllib3(request: Request) -> Sent:
    wire = request.reveal()
    with urllib3.PoolManager(retries=False) as pool:
        answer = pool.request(wire.method, wire.url, headers=wire.headers, body=wire.content)
        return answer.status, answer.headers, answer.data


def over_aiohttp(request: Request) -> Sent:
    async def send() -> Sent:
        wire = request.reveal()
        async with (
            aiohttp.ClientSession() as session,
            session.request(
                wire.method, wire.url, headers=wire.headers, data=wire.content
            ) as answer,
        ):
            return answer.status, answer.headers, await answer.read()

    return asyncio.run(send())


CLIENTS = [over_requests, over_urllib3, over_aiohttp]


def arguments_of(generated: GeneratedOperation) -> dict[str, Any]:
    """The example's arguments, with a canary for every secret."""
    operation = generated.operation
    marked = [p["name"] for p in operation.parameters if p.get("x-sensitive")]
    examples = generated.arguments(valid_case(operation))
    return examples | dict.fromkeys(map(python_name, marked), CANARY)


def on_the_wire(answer: Answer) -> bytes:
    """The documented answer, as a server that also repeats the secrets sends it."""
    headers = [("X-Seen", CANARY)]
    if answer.media_type is None:
        return http_answer(answer.status, headers=headers)
    is_json = answer.media_type.endswith("json")
    body = json.dumps(answer.value) if is_json else str(answer.value)
    headers.append(("Content-Type", answer.media_type))
    return http_answer(answer.status, body.encode(), headers)


def meaning(request: Received) -> tuple[str, str, str | None, bytes]:
    """What makes a request mean what it means."""
    media_type = request.headers.get("content-type", "").partition(";")[0]
    is_form = media_type.startswith("multipart/")
    return request.method, request.target, media_type, b"" if is_form else request.body


def _always(answer: bytes, _: Received) -> bytes:
    return answer


def same(one: Response[Any], other: Response[Any]) -> bool:
    """Do both answers say the same? Clients add headers of their own."""
    return (one.status_code, one.content, one.parsed, one.understood, one.problem) == (
        *(other.status_code, other.content, other.parsed),
        *(other.understood, other.problem),
    )


@pytest.mark.parametrize("send", CLIENTS)
@pytest.mark.parametrize("operation", CONTRACT.operations, ids=str)
def test_the_pair_does_what_the_whole_function_does(
    operation: Operation, send: Callable[[Request], Sent]
) -> None:
    generated = GeneratedOperation(operation)
    arguments = arguments_of(generated)
    with loopback(lambda _: b"") as server, Client(base_url=server.url) as client:
        for answer in operation.answers():
            served = on_the_wire(answer)
            server.answer = partial(_always, served)
            request = generated.module.build_request(**arguments, base_url=server.url)
            response = generated.module.read_response(*send(request), request=request)
            assert same(response, generated.module.sync_detailed(client=client, **arguments))
            assert response.understood is not answer.is_deviation, response.problem
            assert CANARY not in f"{request!r} {response!r} {response.headers['x-seen']}"
        ours, theirs = server.received[::2], server.received[1::2]
        assert [meaning(request) for request in ours] == [meaning(request) for request in theirs]


@pytest.mark.parametrize("operation", CONTRACT.operations, ids=str)
def test_a_request_goes_to_the_first_server_unless_told_otherwise(operation: Operation) -> None:
    generated = GeneratedOperation(operation)
    request = generated.module.build_request(**arguments_of(generated))
    servers: Any = operation.definition.get("servers", CONTRACT.document["servers"])
    assert request.url.startswith(servers[0]["url"] + "/")
