"""Whatever an answer holds, the client keeps it whole or says that it is none of ours."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from green_api_client import Client
from green_api_client.types import Response
from tests.contract.documented import JSON, Contract, Operation
from tests.contract.generated import GeneratedOperation, model_named
from tests.contract.test_examples import valid_case

CASES = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
UNDOCUMENTED = (204, 206, 302, 418, 469, 503, 520, 599)


def bodies(contract: Contract, schema: dict[str, Any], mode: GenerationMode) -> Any:
    """Return a strategy of bodies that fit (or break) a response's schema.

    Schemathesis generates requests only, so the schema is put where a request has its own.
    """
    document = {
        "openapi": contract.document["openapi"],
        "info": contract.document["info"],
        "components": contract.document["components"],
        "paths": {
            "/": {
                "post": {
                    "requestBody": {"required": True, "content": {JSON: {"schema": schema}}},
                    "responses": {"200": {"description": "unused"}},
                }
            }
        },
    }
    operation = schemathesis.openapi.from_dict(document)["/"]["POST"]
    return operation.as_strategy(generation_mode=mode).map(lambda case: case.body)


def json_schemas(operation: Operation) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each status that has a JSON body, with its schema."""
    for status in operation.statuses:
        content = operation.response(status).get("content", {})
        if JSON in content:
            yield status, content[JSON]["schema"]


def answered(
    generated: GeneratedOperation, status: int, headers: dict[str, str], content: bytes
) -> Response[Any]:
    """Return what the client makes of an answer."""
    transport = httpx.MockTransport(lambda _: httpx.Response(status, headers=headers, content=content))
    client = Client(base_url="http://localhost", httpx_args={"transport": transport})
    return generated.call(client, generated.arguments(valid_case(generated.operation)))


def test_models_lose_nothing(
    contract: Contract, operation: Operation, generated: GeneratedOperation
) -> None:
    for status, schema in json_schemas(operation):
        name = operation.schema_name(status)
        if name is None:
            continue
        model = model_named(name)

        @CASES
        @given(body=bodies(contract, schema, GenerationMode.POSITIVE))
        def keep(body: Any, model: Any = model, status: int = status) -> None:
            first = model.from_dict(body)
            assert first.to_dict() == body
            assert model.from_dict(first.to_dict()) == first
            response = answered(
                generated, status, {"content-type": JSON}, json.dumps(body).encode()
            )
            assert response.parsed == first

        keep()


def test_a_body_that_breaks_its_schema_is_not_taken_for_a_model(
    contract: Contract, operation: Operation, generated: GeneratedOperation
) -> None:
    for status, schema in json_schemas(operation):

        @CASES
        @given(body=bodies(contract, schema, GenerationMode.NEGATIVE))
        def refuse(body: Any, status: int = status) -> None:
            try:
                content = json.dumps(body).encode()
            except (TypeError, ValueError):
                return
            response = answered(generated, status, {"content-type": JSON}, content)
            assert response.status_code == status
            assert response.content == content
            assert response.parsed is None, f"{body!r} was taken for {response.parsed!r}"

        refuse()


@pytest.mark.parametrize("documented", [True, False])
def test_no_status_and_no_body_makes_the_client_raise(
    operation: Operation, generated: GeneratedOperation, *, documented: bool
) -> None:
    statuses = operation.statuses if documented else UNDOCUMENTED
    media_types = ["", JSON, "text/html", "text/plain; charset=nonsense", "application/octet-stream"]
    scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
    values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
    nested = st.integers(1, 100_000).map(lambda depth: b"[" * depth)
    contents = (
        st.binary() | values.map(lambda value: json.dumps(value).encode("utf-8")) | nested
    )

    @CASES
    @given(
        status=st.sampled_from(statuses), media_type=st.sampled_from(media_types), content=contents
    )
    def survive(status: int, media_type: str, content: bytes) -> None:
        response = answered(generated, status, {"content-type": media_type}, content)
        assert response.status_code == status
        assert response.content == content

    survive()
