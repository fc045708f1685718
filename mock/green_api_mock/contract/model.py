"""The contract as the mock needs it: everything that can be known before a request comes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, overload

from green_api_mock.contract.memory import Memory

if TYPE_CHECKING:
    from green_api_mock.contract.answer import Answer, Fault, Outcome, Place
    from green_api_mock.contract.document import JsonObject
    from green_api_mock.contract.memory import Refusal, Step

_JSON_MEDIA_TYPE = re.compile(r"application/(.+\+)?json", re.IGNORECASE)
MULTIPART = "multipart/form-data"


def is_json(media_type: str) -> bool:
    """Whether what has this media type is JSON."""
    return _JSON_MEDIA_TYPE.fullmatch(media_type) is not None


@dataclass(frozen=True, slots=True)
class Scenario:
    """Requests with these values get this answer.

    Attributes:
        when: parameter or body property names and the values that they must have.
        times: how many requests get it before the scenario is over; None for all.
        at_gateway: the scenario plays before query and body are looked at: it is an error, and
            only path parameters are among the names.
        after: it plays when the operation has done its work with this outcome; None if it plays
            instead of the work.
        fault: what goes wrong with the answer.
        wait_seconds: how long the work waits at most for something to come, in the mock's time;
            None for as long as the request says.
    """

    name: str
    summary: str
    answer: Answer
    when: Mapping[str, Any]
    times: int | None
    delay_seconds: float
    at_gateway: bool
    after: Outcome | None = None
    fault: Fault | None = None
    wait_seconds: float | None = None


class Scenarios(Sequence[Scenario]):
    """An operation's scenarios in the contract's order, found by the values of a request."""

    def __init__(self, scenarios: Iterable[Scenario]) -> None:
        self._all = tuple(scenarios)
        # By one of its names and that value, which leaves few scenarios to look at, or none.
        self._index: dict[str, dict[Any, list[Scenario]]] = {}
        for scenario in self._all:
            name, value = next(iter(scenario.when.items()))
            self._index.setdefault(name, {}).setdefault(_key(value), []).append(scenario)

    def of(self, values: Mapping[str, Any]) -> list[Scenario]:
        """Those whose values are all among a request's, in the contract's order."""
        found = [
            scenario
            for name, by_value in self._index.items()
            if name in values
            for scenario in by_value.get(_key(values[name]), ())
            if all(key in values and values[key] == scenario.when[key] for key in scenario.when)
        ]
        return sorted(found, key=self._all.index) if len(found) > 1 else found

    @overload
    def __getitem__(self, index: int) -> Scenario: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Scenario, ...]: ...
    def __getitem__(self, index: int | slice) -> Scenario | tuple[Scenario, ...]:
        return self._all[index]

    def __len__(self) -> int:
        return len(self._all)


def _key(value: Any) -> str:
    """Something to look a JSON value up by: lists and mappings are no keys."""
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter, and the answer to a request in which it is broken.

    Attributes:
        place: `path`, `query` or `header`.
        invalid: None where the operation's answer to any invalid request is given.
        example: a value that is allowed; empty where the contract shows none.
        bits: how many an integer has at most, by its `format`; None for any number.
    """

    name: str
    place: str
    is_integer: bool
    is_sensitive: bool
    invalid: Answer | None
    example: str = ""
    bits: int | None = None


@dataclass(frozen=True, slots=True)
class RateLimit:
    """The gateway's limit, enforced on demand."""

    requests_per_second: int
    per: str
    answer: Answer
    remaining_header: str


@dataclass(frozen=True, slots=True)
class Quota:
    """The monthly quota, enforced on demand, and where its counters are in the answer.

    Attributes:
        method: where the operation is named, in lower case; empty if it is not.
    """

    per: str
    answer: Answer
    used: Place
    total: Place
    method: Place


@dataclass(frozen=True, slots=True)
class Wording:
    """The server's words for broken rules, and the fields of the answer that carry them."""

    message_field: str
    path_field: str
    time_field: str
    message: str
    body: str
    details: Mapping[str, str]
    by_field: Mapping[tuple[str, str], str]
    malformed: str
    malformed_end: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One path and method of the contract.

    Attributes:
        id: its operationId, or method and path where it has none.
        media_types: of the request's body; none for an operation without one.
        body_required: whether a request without a body is wrong.
        body_limit: the largest body in bytes.
        parameters: those of the path, in its order.
        query: those of the query.
        headers: those of the header.
        malformed, invalid, too_large: None where there is nothing that could be so.
        step: what it reads or changes in what is remembered.
        refusal: when it is refused for what is remembered.
    """

    id: str
    method: str
    template: str
    ignores_case: bool
    media_types: frozenset[str]
    body_required: bool
    body_limit: int
    parameters: tuple[Parameter, ...]
    query: tuple[Parameter, ...]
    headers: tuple[Parameter, ...]
    answers: tuple[Answer, ...]
    default: Answer
    scenarios: Scenarios
    malformed: Answer | None
    invalid: Answer | None
    too_large: Answer | None
    rate_limit: RateLimit | None
    quota: Quota | None
    wording: Wording
    step: Step | None = None
    refusal: Refusal | None = None

    @property
    def title(self) -> str:
        """Method and path, as a person names it."""
        return f"{self.method} {self.template}"

    def find(self, status: int | None, name: str | None) -> Answer | None:
        """The first answer with this status and this name; None stands for any.

        A name is that of an example or, where no example has it, of a scenario.
        """
        for answer in self.answers:
            if status in (None, answer.status) and name in (None, answer.name):
                return answer
        for scenario in self.scenarios:
            if name == scenario.name and status in (None, scenario.answer.status):
                return scenario.answer
        return None


@dataclass(frozen=True, slots=True)
class Contract:
    """The whole contract.

    Attributes:
        document: the parsed OpenAPI document.
        per: the path parameter that tells callers apart; empty if none does.
        unreadable: the answer to what is not HTTP.
        preflight: the answer to a browser's preflight request.
    """

    document: JsonObject
    title: str
    version: str
    operations: tuple[Operation, ...]
    per: str
    no_such_operation: Answer
    unreadable: Answer
    preflight: Answer
    memory: Memory = field(default_factory=Memory)

    @property
    def example_caller(self) -> str:
        """The caller that the contract shows as an example."""
        examples = (p.example for o in self.operations for p in o.parameters if p.name == self.per)
        return next(examples, "")

    def operation(self, identifier: str) -> Operation | None:
        """The operation with this id."""
        return next((each for each in self.operations if each.id == identifier), None)
