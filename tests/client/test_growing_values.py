"""A set of values that grows costs nothing: what nobody documented yet is read as what it is."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.client.sending import CONTRACT
from tests.contract.documented import JSON, Answer, Operation
from tests.contract.generated import GeneratedOperation
from tests.contract.reading import Part, objects, python_name
from tests.contract.test_payloads import at, changed

NEW = "a value that nobody documented"
ANSWERS = [
    pytest.param(operation, answer, id=f"{operation}: {answer}")
    for operation in CONTRACT.operations
    for answer in operation.answers()
    if answer.is_json and not answer.is_deviation
]


def growing(part: Part) -> Iterator[str]:
    """Yield the members of an object whose values the contract lists as examples only."""
    for name, place in CONTRACT.members(part.place).items():
        schema = CONTRACT.at(CONTRACT.place(place))
        if name in part.value and schema.get("type") == "string" and "examples" in schema:
            yield name


@pytest.mark.parametrize(("operation", "answer"), ANSWERS)
def test_a_new_value_leaves_all_typed(operation: Operation, answer: Answer) -> None:
    def read(value: Any) -> Any:
        response = GeneratedOperation(operation).read(
            answer.status, {"content-type": JSON}, json.dumps(value).encode()
        )
        assert response.understood, response.problem
        return response.parsed

    usual = read(answer.value)
    for part in objects(CONTRACT, answer.schema_place, answer.value):
        for name in growing(part):
            parsed = read(changed(answer.value, part, {name: NEW}))
            owner = at(parsed, part.pointer)
            assert type(owner) is type(at(usual, part.pointer))
            assert getattr(owner, python_name(name)) == NEW


def test_there_are_such_values() -> None:
    found = {
        name
        for parameter in ANSWERS
        for answer in parameter.values[1:]
        if isinstance(answer, Answer)
        for part in objects(CONTRACT, answer.schema_place, answer.value)
        for name in growing(part)
    }
    assert len(found) > 10
