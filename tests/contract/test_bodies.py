"""Whatever an answer holds, the client keeps it whole or says that it is none of ours."""

import json
from typing import Any

import pytest
import schemathesis
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import GenerationMode

from tests.contract.documented import JSON, Operation
from tests.contract.effort import part
from tests.contract.generated import GeneratedOperation
from tests.contract.judging import Judge
from tests.contract.reading import misread
from tests.contract.wrong import Variations

pytestmark = pytest.mark.slow


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


# What breaks a schema takes long to make, and its parts are broken one by one below.
MODES = {GenerationMode.POSITIVE: part(2), GenerationMode.NEGATIVE: part(5)}


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.name)
def test_a_body_is_understood_if_it_fits_its_schema(
    operation: Operation,
    read_status: int,
    generated: GeneratedOperation,
    judge: Judge,
    mode: GenerationMode,
) -> None:
    place = operation.json_schema_place(read_status)

    @MODES[mode]
    @given(body=bodies(operation, read_status, mode))
    def read(body: Any) -> None:
        try:
            json.dumps(body)
        except (TypeError, ValueError):
            return  # what breaks a request need not be JSON
        if judge.value(place, body):
            not_understood(generated, read_status, body)
        else:
            understood(generated, read_status, body)

    read()


def test_every_part_of_a_body_is_read_for_itself(
    operation: Operation, read_status: int, generated: GeneratedOperation, judge: Judge
) -> None:
    contract = operation.contract
    place = contract.place(operation.json_schema_place(read_status))
    variations = Variations(contract, judge)
    for owner in contract.operations:
        for answer in owner.answers():
            if answer.is_deviation or not answer.is_json:
                continue
            if contract.place(answer.schema_place) != place:
                continue
            for body in variations.of(place, answer.value):
                if contract.fits(place, body):
                    understood(generated, read_status, body)
                else:
                    not_understood(generated, read_status, body)


def understood(generated: GeneratedOperation, status: int, body: Any) -> None:
    """A body within the contract becomes what a person expects, and loses nothing."""
    response = generated.read(status, {"content-type": JSON}, json.dumps(body).encode())
    assert response.understood, response.problem
    contract, place = generated.operation.contract, generated.operation.json_schema_place(status)
    assert list(misread(contract, place, body, response.parsed)) == []


def not_understood(generated: GeneratedOperation, status: int, body: Any) -> None:
    """A body against the contract is kept as it came, and is taken for nothing."""
    content = json.dumps(body).encode()
    response = generated.read(status, {"content-type": JSON}, content)
    assert (response.status_code, response.content) == (status, content)
    assert not response.understood
    assert response.problem
    assert response.parsed is None, f"{body!r} was taken for {response.parsed!r}"
