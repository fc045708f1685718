"""18 statuses, 6 content types and 18 bodies, for every operation: nothing is raised."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import product

import httpx
import pytest

from green_api_client import Client
from green_api_client.errors import ResponseError
from tests.client.sending import BASE_URL, CONTRACT
from tests.contract.generated import GeneratedOperation
from tests.contract.valid import valid_case

STATUSES = (
    *(200, 201, 204, 206, 302, 304, 400, 401, 403),
    *(404, 418, 429, 466, 499, 500, 502, 520, 999),
)
TYPES = (
    *("application/json", "text/plain; charset=utf-16", "text/html", "application/problem+json"),
    *("application/octet-stream", ""),
)
BODIES = (
    *(b"", b"null", b"{}", b"[]", b"[null]", b"[{}]", b'""', b"0", b"NaN", b"true"),
    *(b'{"message":', b"<html>", b"\xff\xfe{\x00", b"\xef\xbb\xbf{}", b"[" * 50_000),
    *(b'[{"type":{}}]', b'{"a":' * 50_000, b"9" * 5_000),
)


ANSWERS = tuple(product(STATUSES, TYPES, BODIES))


@pytest.fixture(params=CONTRACT.operations, ids=str)
def generated(request: pytest.FixtureRequest) -> GeneratedOperation:
    """Every operation in turn."""
    return GeneratedOperation(request.param)


def client_for(answers: Iterator[tuple[int, str, bytes]]) -> Client:
    """A client that gets one answer after the other."""

    def answer(_: httpx.Request) -> httpx.Response:
        status, media_type, body = next(answers)
        return httpx.Response(status, headers={"Content-Type": media_type}, content=body)

    return Client(BASE_URL, httpx_args={"transport": httpx.MockTransport(answer)})


def test_reading_raises_over_no_answer(generated: GeneratedOperation) -> None:
    for status, media_type, body in ANSWERS:
        headers = {"Content-Type": media_type}
        response = generated.module.read_response(status, headers, body)
        assert (response.status_code, response.content) == (status, body)
        assert (response.problem is None) is response.understood
        assert response.understood or response.parsed is None


@pytest.mark.slow
def test_the_blocking_functions_raise_over_no_answer(generated: GeneratedOperation) -> None:
    arguments = generated.arguments(valid_case(generated.operation))
    client = client_for(iter(ANSWERS))
    for status, _, body in ANSWERS:
        response = generated.module.sync_detailed(client=client, **arguments)
        assert (response.status_code, response.content) == (status, body)
    client = client_for(iter(ANSWERS))
    for status, _, _ in ANSWERS:
        with suppress(ResponseError):
            generated.module.sync(client=client, **arguments)
            assert 200 <= status < 300


@pytest.mark.slow
async def test_the_other_functions_raise_over_no_answer(generated: GeneratedOperation) -> None:
    arguments = generated.arguments(valid_case(generated.operation))
    client = client_for(iter(ANSWERS))
    for status, _, body in ANSWERS:
        response = await generated.module.asyncio_detailed(client=client, **arguments)
        assert (response.status_code, response.content) == (status, body)
    client = client_for(iter(ANSWERS))
    for status, _, _ in ANSWERS:
        with suppress(ResponseError):
            await generated.module.asyncio(client=client, **arguments)
            assert 200 <= status < 300
