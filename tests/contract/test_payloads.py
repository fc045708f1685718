"""Bodies that were published or observed become what a person expects of them.

Whatever one part of them has or lacks, the other parts keep their types.
"""

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
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

NEW_KIND = "a kind that nobody documented"
ANYTHING = {"by": ["the vendor"]}


@dataclass(frozen=True)
class Case:
    """One of the operation's payloads."""

    generated: GeneratedOperation
    payload: Payload

    @cached_property
    def place(self) -> str:
        """Where the schema of the payload stands."""
        operation, status = self.generated.operation, self.payload.status
        if status is None:
            return operation.body_schema_place(JSON)
        return operation.json_schema_place(status)

    @cached_property
    def parts(self) -> list[Part]:
        """The objects in it."""
        return list(objects(self.generated.operation.contract, self.place, self.payload.body))

    def read(self, value: Any) -> Any:
        """Read such a payload: as the operation that it answers does, or the class of a webhook."""
        if self.payload.status is None:
            name = schema_name(self.generated.operation.contract.place(self.place))
            return model_named(str(name)).from_dict(value)
        content = json.dumps(value).encode()
        return self.generated.read(self.payload.status, {"content-type": JSON}, content).parsed


@pytest.fixture
def cases(generated: GeneratedOperation, payloads: list[Payload]) -> list[Case]:
    return [Case(generated, payload) for payload in payloads]


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
    operation: Operation, cases: list[Case], judge: Judge
) -> None:
    for case in cases:
        wrong = judge.value(case.place, case.payload.body)
        if case.payload.status is None:
            wrong = judge.body(operation, JSON, case.payload.body)
        assert wrong == [], case.payload


def test_every_part_is_of_the_class_that_a_person_expects(
    contract: Contract, cases: list[Case]
) -> None:
    for case in cases:
        parsed = case.read(case.payload.body)
        hold(parsed, case.payload.classes)
        wrong = misread(contract, case.place, case.payload.body, parsed)
        assert list(wrong) == [], case.payload


def test_an_unknown_member_is_kept(cases: list[Case]) -> None:
    for case in cases:
        for part in case.parts:
            parsed = case.read(changed(case.payload.body, part, {ADDED: ANYTHING}))
            hold(parsed, case.payload.classes)
            assert at(parsed, part.pointer)[ADDED] == ANYTHING, case.payload


def test_an_optional_member_may_be_missing(contract: Contract, cases: list[Case]) -> None:
    for case in cases:
        for part in case.parts:
            optional = contract.members(part.place).keys() - set(contract.required(part.place))
            for name in part.value.keys() & optional:
                parsed = case.read(changed(case.payload.body, part, {name: None}))
                hold(parsed, case.payload.classes, without=f"{part.pointer}/{name}")


def test_an_unknown_kind_costs_its_own_part_only(contract: Contract, cases: list[Case]) -> None:
    for case in cases:
        for part in case.parts:
            members = contract.members(part.place).items()
            kinds = [
                name for name, inner in members if "const" in contract.at(contract.place(inner))
            ]
            forms = contract.at(contract.place(part.outer)).get("anyOf")
            if not kinds or forms is None:
                continue
            parsed = case.read(changed(case.payload.body, part, dict.fromkeys(kinds, NEW_KIND)))
            hold(parsed, case.payload.classes, without=part.pointer)
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
