"""Bodies that were published or observed become what a person expects of them.

Whatever one part of them has or lacks, the other parts keep their types.
"""

import copy
import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.contract.documented import JSON, Contract, Operation
from tests.contract.facts import Payload
from tests.contract.generated import GeneratedOperation
from tests.contract.judging import Judge
from tests.contract.reading import (
    Part,
    misread,
    model_named,
    objects,
    python_name,
    schema_name,
)
from tests.contract.wrong import ADDED

Read = Callable[[Any], Any]
NEW_KIND = "a kind that nobody documented"
ANYTHING = {"by": ["the vendor"]}


@pytest.fixture
def place(operation: Operation, payload: Payload) -> str:
    """Where the schema of the payload stands."""
    if payload.status is None:
        return operation.body_schema_place(JSON)
    return operation.json_schema_place(payload.status)


@pytest.fixture
def read(generated: GeneratedOperation, place: str, payload: Payload) -> Read:
    """What reads such a payload: the operation that it answers, or the class of a webhook."""

    def as_answer(value: Any) -> Any:
        content = json.dumps(value).encode()
        return generated.read(payload.status or 0, {"content-type": JSON}, content).parsed

    name = schema_name(generated.operation.contract.place(place))
    return model_named(str(name)).from_dict if payload.status is None else as_answer


def hold(parsed: Any, classes: Mapping[str, str], *, without: str = "none") -> None:
    """Assert that each part but one is of its class."""
    for pointer, name in classes.items():
        if not f"{pointer}/".startswith(f"{without}/"):
            part = at(parsed, pointer)
            assert type(part) is model_named(name), f"{pointer} is {part!r} and no {name}"


def at(parsed: Any, pointer: str) -> Any:
    """Return a part of what was read, by its place in what came."""
    for step in pointer.split("/")[1:]:
        parsed = (
            parsed[int(step)] if isinstance(parsed, list) else getattr(parsed, python_name(step))
        )
    return parsed


def changed(value: Any, part: Part, change: dict[str, Any]) -> Any:
    """Return a copy in which an object has other members; those that are None are left out."""
    value = copy.deepcopy(value)
    node = value
    for step in part.pointer.split("/")[1:]:
        node = node[int(step) if isinstance(node, list) else step]
    for name, other in change.items():
        node.pop(name, None)
        node |= {} if other is None else {name: other}
    return value


def test_a_payload_is_within_the_contract(
    operation: Operation, payload: Payload, place: str, judge: Judge
) -> None:
    wrong = judge.value(place, payload.body)
    if payload.status is None:
        wrong = judge.body(operation, JSON, payload.body)
    assert wrong == []


def test_every_part_is_of_the_class_that_a_person_expects(
    contract: Contract, payload: Payload, place: str, read: Read
) -> None:
    parsed = read(payload.body)
    hold(parsed, payload.classes)
    assert list(misread(contract, place, payload.body, parsed)) == []


def test_an_unknown_member_is_kept(
    contract: Contract, payload: Payload, place: str, read: Read
) -> None:
    for part in objects(contract, place, payload.body):
        parsed = read(changed(payload.body, part, {ADDED: ANYTHING}))
        hold(parsed, payload.classes)
        assert at(parsed, part.pointer)[ADDED] == ANYTHING


def test_an_optional_member_may_be_missing(
    contract: Contract, payload: Payload, place: str, read: Read
) -> None:
    for part in objects(contract, place, payload.body):
        optional = contract.members(part.place).keys() - set(contract.required(part.place))
        for name in part.value.keys() & optional:
            parsed = read(changed(payload.body, part, {name: None}))
            hold(parsed, payload.classes, without=f"{part.pointer}/{name}")


def test_an_unknown_kind_costs_its_own_part_only(
    contract: Contract, payload: Payload, place: str, read: Read
) -> None:
    for part in objects(contract, place, payload.body):
        members = contract.members(part.place).items()
        kinds = [name for name, inner in members if "const" in contract.at(contract.place(inner))]
        forms = contract.at(contract.place(part.outer)).get("anyOf")
        if not kinds or forms is None:
            continue
        parsed = read(changed(payload.body, part, dict.fromkeys(kinds, NEW_KIND)))
        hold(parsed, payload.classes, without=part.pointer)
        open_one = schema_name(forms[-1]["$ref"].removeprefix("#"))
        assert type(at(parsed, part.pointer)) is model_named(str(open_one)), part.pointer


def test_what_is_pushed_is_told_apart_where_it_is_asked_for_too(contract: Contract) -> None:
    pushed = {webhook.body_schema_place(JSON) for webhook in contract.webhooks}
    unions = [
        schema["anyOf"]
        for schema in contract.document["components"]["schemas"].values()
        if "anyOf" in schema
    ]
    told_apart = [{form.get("$ref", "").removeprefix("#") for form in forms} for forms in unions]
    assert [forms >= pushed for forms in told_apart if forms & pushed] == [True]
