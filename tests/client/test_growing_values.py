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
ANSWERS = {
    operation: [a for a in operation.answers() if a.is_json and not a.is_deviation]
    for operation in CONTRACT.operations
}


def growing(part: Part) -> Iterator[str]:
    """Yield the members of an object whose values the contract lists as examples only."""
    for name, place in CONTRACT.members(part.place).items():
        schema = CONTRACT.at(CONTRACT.place(place))
        if name in part.value and schema.get("type") == "string" and "examples" in schema:
            yield name


@pytest.mark.parametrize("operation", ANSWERS, ids=str)
def test_a_new_value_leaves_all_typed(operation: Operation) -> None:
    for answer in ANSWERS[operation]:
        leaves_all_typed(operation, answer)


def leaves_all_typed(operation: Operation, answer: Answer) -> None:
    def read(value: Any) -> Any:
        response = GeneratedOperation(operation).read(
            answer.status, {"content-type": JSON}, json.dumps(value).encode()
        )
        assert response.understood, (answer, response.problem)
        return response.parsed

    usual = read(answer.value)
    for part in objects(CONTRACT, answer.schema_place, answer.value):
        for name in growing(part):
            parsed = read(changed(answer.value, part, {name: NEW}))
            owner = at(parsed, part.pointer)
            assert type(owner) is type(at(usual, part.pointer)), (answer, name)
            assert getattr(owner, python_name(name)) == NEW, (answer, name)


def test_there_are_such_values() -> None:
    found = {
        name
        for answers in ANSWERS.values()
        for answer in answers
        for part in objects(CONTRACT, answer.schema_place, answer.value)
        for name in growing(part)
    }
    assert len(found) > 10
