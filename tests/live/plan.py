"""The calls of a live run, made from the contract alone.

Nothing here changes anything on the server: the operations only read, and most of the calls are
refused before they do even that.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any, cast

from tests.contract.documented import JSON, AnyCase, Contract, Operation
from tests.contract.valid import valid_case
from tests.live.broken import Broken, broken_bodies
from tests.live.settings import Settings, body_schema, field_variable, reading
from tests.live.wording import Wording

NOT_JSON = b"{bad"


@dataclass(frozen=True)
class Call:
    """One request and what the contract says of its answer.

    Attributes:
        name: what is tried, in words.
        case: the request.
        expected: the statuses that are documented for it.
        content: the body as it is sent; empty for none.
        method: the HTTP method.
        words: the text that is documented for the answer; empty if none is.
    """

    name: str
    operation: Operation
    case: AnyCase
    expected: frozenset[int]
    content: bytes
    method: str
    words: str = ""


def calls(contract: Contract, settings: Settings) -> list[Call]:
    """Return every call, the most telling first, of each operation in turn."""
    plans = [OperationPlan(operation, settings).calls() for operation in reading(contract)]
    rounds = zip_longest(*plans)
    return [call for one_of_each in rounds for call in one_of_each if call is not None]


@dataclass(frozen=True)
class OperationPlan:
    """The calls of one operation."""

    operation: Operation
    settings: Settings

    def calls(self) -> Iterator[Call]:
        """Yield every call, the most telling first."""
        yield from self._right_requests()
        yield from self._wrong_secrets()
        yield from self._no_json()
        first = {broken.rule: broken for broken in reversed(self._broken)}
        yield from self._broken_requests(first.values())
        # A secret that is wrong was tried above; a malformed one tells less.
        secret = [p for p in self._parameters if p.get("x-sensitive") is True]
        yield from self._malformed([p for p in self._parameters if p not in secret])
        yield from self._wrong_method()
        yield from self._broken_requests(b for b in self._broken if b not in first.values())
        yield from self._malformed(secret)

    def _right_requests(self) -> Iterator[Call]:
        success = frozenset({self.operation.success})
        if self._schema:
            if given := self._given_body():
                yield self._call("the given message", success, body=given)
            yield self._call("an example of the contract", self._answers, body=self._example_body)
        else:
            yield self._call("a right request", success)

    def _wrong_secrets(self) -> Iterator[Call]:
        for parameter in self._parameters:
            if parameter.get("x-sensitive") is not True:
                continue
            wrong = {parameter["name"]: parameter["example"]}
            refused = frozenset(self._refusals([parameter]))
            name = f"a wrong {parameter['name']}"
            yield self._call(name, refused, body=self._example_body, **wrong)
            if self._broken:
                both = f"{name} and a broken body"
                yield self._call(both, refused, body=self._broken[0].body, **wrong)

    def _no_json(self) -> Iterator[Call]:
        if self._schema:
            refused = frozenset({self._declared("malformedBody")})
            yield replace(self._call("a body that is not JSON", refused), content=NOT_JSON)

    def _broken_requests(self, bodies: Iterable[Broken]) -> Iterator[Call]:
        wording = Wording(self.operation)
        for broken in bodies:
            refused = frozenset({self._declared("invalidRequest")})
            call = self._call(f"{broken.rule}: {broken.field}", refused, body=broken.body)
            yield replace(call, words=wording.of(broken))

    def _malformed(self, parameters: list[dict[str, Any]]) -> Iterator[Call]:
        for parameter in parameters:
            refused = frozenset(self._refusals([parameter]))
            if refused:
                name = f"a malformed {parameter['name']}"
                wrong = {parameter["name"]: "-"}
                yield self._call(name, refused, body=self._example_body, **wrong)

    def _wrong_method(self) -> Iterator[Call]:
        path_item = self.operation.contract.document["paths"][self.operation.path]
        # A method that might do something is never tried.
        if "get" not in path_item and self._no_such_operation:
            call = self._call("a wrong HTTP method", self._no_such_operation)
            yield replace(call, method="GET", content=b"")

    def _call(
        self, name: str, expected: frozenset[int], *, body: Any = None, **parameters: str
    ) -> Call:
        values = {**self.settings.parameters, **parameters}
        located: dict[str, dict[str, str]] = {"path": {}, "query": {}, "header": {}}
        for parameter in self._parameters:
            located[parameter["in"]][parameter["name"]] = values[parameter["name"]]
        case = self.operation.tested.Case(
            path_parameters=located["path"],
            query=located["query"],
            headers=located["header"],
            **({} if body is None else {"body": body, "media_type": JSON}),
        )
        content = b"" if body is None else json.dumps(body).encode()
        method = self.operation.method.upper()
        return Call(f"{self.operation}: {name}", self.operation, case, expected, content, method)

    @property
    def _mock(self) -> dict[str, Any]:
        return cast("dict[str, Any]", self.operation.contract.document["x-mock"])

    @property
    def _parameters(self) -> list[dict[str, Any]]:
        return [parameter for parameter in self.operation.parameters if parameter.get("required")]

    @property
    def _schema(self) -> dict[str, Any]:
        return body_schema(self.operation)

    @property
    def _example_body(self) -> Any:
        if not self._schema:
            return None
        return valid_case(self.operation).body

    @property
    def _broken(self) -> list[Broken]:
        if not self._schema:
            return []
        components = self.operation.contract.document["components"]
        found = broken_bodies(self._schema, components, self._example_body)
        return [broken for broken in found if broken.rule in self._mock["validation"]["details"]]

    @property
    def _no_such_operation(self) -> frozenset[int]:
        reference = self._mock["answers"]["noSuchOperation"]["response"]
        documented = self.operation.definition["responses"].items()
        return frozenset(int(status) for status, node in documented if node == reference)

    @property
    def _answers(self) -> frozenset[int]:
        """What a right request may be answered with: all that is not said of wrong ones."""
        refused = set(self._refusals(self._parameters))
        limit = self.operation.definition.get("x-mock", {}).get("rateLimit", {})
        refused.add(int(limit.get("status", 0)))
        return frozenset(self.operation.statuses) - refused - self._no_such_operation

    def _given_body(self) -> dict[str, str]:
        required = self._schema.get("required", [])
        given = self.settings.given
        return {name: given[name] for name in required} if given.keys() >= set(required) else {}

    def _refusals(self, parameters: list[dict[str, Any]]) -> Iterator[int]:
        """Yield the status of each parameter's refusal, where one is declared."""
        for parameter in parameters:
            if "invalid" in parameter.get("x-mock", {}):
                yield int(parameter["x-mock"]["invalid"]["status"])

    def _declared(self, answer: str) -> int:
        return int(self._mock["answers"][answer]["status"])


def not_given(contract: Contract, settings: Settings) -> list[str]:
    """Return the variables that would name a real message, if they do not all do so."""
    return [
        field_variable(field)
        for field in dict.fromkeys(
            field
            for operation in reading(contract)
            for field in body_schema(operation).get("required", [])
        )
        if field not in settings.given
    ]
