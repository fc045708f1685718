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
from tests.contract.generated import GeneratedOperation, as_json, client_over, model_named
from tests.contract.judging import Judge
from tests.contract.valid import valid_case

UNDOCUMENTED = (204, 206, 302, 418, 469, 503, 520, 599)


def bodies(operation: Operation, status: int, mode: GenerationMode) -> st.SearchStrategy[Any]:
    """Return a strategy of bodies that fit (or break) the schema of a response.

    Schemathesis generates requests only, so the schema is put where a request has its own.
    """
    contract = operation.contract.document
    content = {JSON: {"schema": operation.json_schema(status)}}
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
    operation: Operation, json_status: int, generated: GeneratedOperation, judge: Judge
) -> None:
    schema = operation.json_schema_place(json_status)
    name = operation.schema_name(json_status)
    model = model_named(name) if name else None

    @CASES
    @given(body=bodies(operation, json_status, GenerationMode.POSITIVE))
    def keep(body: Any) -> None:
        content = json.dumps(body).encode()
        assert judge.value(schema, body) == []
        response = answered(generated, json_status, {"content-type": JSON}, content)
        assert as_json(response.parsed) == body
        if model is not None:
            assert isinstance(response.parsed, model), f"{body!r} became {response.parsed!r}"
            assert model.from_dict(as_json(response.parsed)) == response.parsed

    keep()


def test_a_body_that_breaks_its_schema_is_not_taken_for_a_model(
    operation: Operation, json_status: int, generated: GeneratedOperation, judge: Judge
) -> None:
    schema = operation.json_schema_place(json_status)

    @CASES
    @given(body=bodies(operation, json_status, GenerationMode.NEGATIVE))
    def refuse(body: Any) -> None:
        try:
            content = json.dumps(body).encode()
        except (TypeError, ValueError):
            return  # what breaks a request need not be JSON
        assert judge.value(schema, body)
        response = answered(generated, json_status, {"content-type": JSON}, content)
        assert response.status_code == json_status
        assert response.content == content
        assert response.parsed is None, f"{body!r} was taken for {response.parsed!r}"

    refuse()


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
