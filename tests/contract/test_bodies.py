"""Whatever an answer holds, the client keeps it whole or says that it is none of ours."""

import json
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import GenerationMode

from green_api_client.types import Response
from tests.contract.documented import JSON, Operation
from tests.contract.effort import CASES
from tests.contract.generated import GeneratedOperation, client_over, masked
from tests.contract.judging import Judge
from tests.contract.reading import misread
from tests.contract.valid import valid_case
from tests.contract.wrong import Variations

pytestmark = pytest.mark.slow

UNDOCUMENTED = (204, 206, 302, 418, 469, 503, 520, 599)


def bodies(operation: Operation, status: int, mode: GenerationMode) -> st.SearchStrategy[Any]:
    """Return a strategy of bodies that fit (or break) the schema of a response.

    Schemathesis generates requests only, so the schema is put where a request has its own.
    """
    contract = operation.contract.document
    content = {JSON: {"schema": operation.content(status)[JSON]["schema"]}}
    document = {
        "openapi": contract["openapi"],
        "info": contract["info"],
        "components": contract["components"],
        "paths": {
            "/": {
                "post": {
                    "requestBody": {"required": True, "content": content},
                    "responses": {"200": {"description": "not used"}},
                }
            }
        },
    }
    generator = schemathesis.openapi.from_dict(document)["/"]["POST"]
    return generator.as_strategy(generation_mode=mode).map(lambda case: case.body)


def answered(
    generated: GeneratedOperation, status: int, headers: dict[str, str], content: bytes
) -> Response[Any]:
    """Return what the client makes of an answer."""
    transport = httpx.MockTransport(
        lambda _: httpx.Response(status, headers=headers, content=content)
    )
    client = client_over(transport, "http://localhost")
    return generated.call(client, generated.arguments(valid_case(generated.operation)))


def test_models_lose_nothing(
    operation: Operation, read_status: int, generated: GeneratedOperation, judge: Judge
) -> None:
    place = operation.json_schema_place(read_status)

    @CASES
    @given(body=bodies(operation, read_status, GenerationMode.POSITIVE))
    def keep(body: Any) -> None:
        assert judge.value(place, body) == []
        understood(generated, read_status, judge, body)

    keep()


def test_a_body_that_breaks_its_schema_is_not_taken_for_a_model(
    operation: Operation, read_status: int, generated: GeneratedOperation, judge: Judge
) -> None:
    place = operation.json_schema_place(read_status)

    @CASES
    @given(body=bodies(operation, read_status, GenerationMode.NEGATIVE))
    def refuse(body: Any) -> None:
        try:
            json.dumps(body)
        except (TypeError, ValueError):
            return  # what breaks a request need not be JSON
        assert judge.value(place, body)
        not_understood(generated, read_status, body)

    refuse()


def test_every_part_of_a_body_is_read_for_itself(
    operation: Operation, read_status: int, generated: GeneratedOperation, judge: Judge
) -> None:
    contract = operation.contract
    place = contract.place(operation.json_schema_place(read_status))
    secrets = generated.secrets(generated.arguments(valid_case(operation)))
    variations = Variations(contract, judge)
    for owner in contract.operations:
        for answer in owner.answers():
            if answer.is_deviation or not answer.is_json:
                continue
            if contract.place(answer.schema_place) != place:
                continue
            for body in variations.of(place, masked(answer.value, secrets)):
                if judge.value(place, body):
                    not_understood(generated, read_status, body)
                else:
                    understood(generated, read_status, judge, body)


def understood(generated: GeneratedOperation, status: int, judge: Judge, body: Any) -> None:
    """A body within the contract becomes what a person expects, and loses nothing."""
    response = answered(generated, status, {"content-type": JSON}, json.dumps(body).encode())
    contract, place = generated.operation.contract, generated.operation.json_schema_place(status)
    assert list(misread(contract, judge, place, body, response.parsed)) == []


def not_understood(generated: GeneratedOperation, status: int, body: Any) -> None:
    """A body against the contract is kept as it came, and is taken for nothing."""
    content = json.dumps(body).encode()
    response = answered(generated, status, {"content-type": JSON}, content)
    assert (response.status_code, response.content) == (status, content)
    assert response.parsed is None, f"{body!r} was taken for {response.parsed!r}"


@pytest.mark.parametrize("documented", [True, False])
def test_no_status_and_no_body_makes_the_client_raise(
    operation: Operation, generated: GeneratedOperation, *, documented: bool
) -> None:
    statuses = operation.statuses if documented else UNDOCUMENTED
    media_types = [
        "",
        JSON,
        "text/html",
        "text/plain; charset=nonsense",
        "application/octet-stream",
    ]
    scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
    values = st.recursive(
        scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
    nested = st.integers(1, 100_000).map(lambda depth: b"[" * depth)
    contents = st.binary() | values.map(lambda value: json.dumps(value).encode("utf-8")) | nested

    @CASES
    @given(
        status=st.sampled_from(statuses), media_type=st.sampled_from(media_types), content=contents
    )
    def survive(status: int, media_type: str, content: bytes) -> None:
        response = answered(generated, status, {"content-type": media_type}, content)
        assert response.status_code == status
        assert response.content == content

    survive()
