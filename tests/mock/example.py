"""A valid request, made from the examples in the contract."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from green_api_mock.contract import Contract, Operation, read_contract

ROOT = Path(__file__).resolve().parents[2]
CONTRACT_FILE = ROOT / "openapi.yaml"


@dataclass(frozen=True)
class ExampleRequest:
    """The first operation of the contract and a request that it accepts."""

    contract: Contract

    @cached_property
    def operation(self) -> Operation:
        return self.contract.operations[0]

    @cached_property
    def _raw(self) -> dict[str, Any]:
        path: dict[str, Any] = self.contract.document["paths"][self.operation.template]
        return path

    def _resolved(self, node: dict[str, Any]) -> dict[str, Any]:
        target: Any = self.contract.document
        for key in node.get("$ref", "").split("/")[1:]:
            target = target[key]
        return target if "$ref" in node else node

    @cached_property
    def values(self) -> dict[str, str]:
        parameters = [self._resolved(node) for node in self._raw["parameters"]]
        return {node["name"]: str(node["example"]) for node in parameters}

    def path(self, **values: str) -> str:
        """The path with the parameters' examples, or with other values."""
        return self.operation.template.format(**(self.values | values))

    @cached_property
    def secret(self) -> str:
        """The name of the sensitive parameter."""
        return next(p.name for p in self.operation.parameters if p.is_sensitive)

    @cached_property
    def number(self) -> str:
        """The name of the parameter that is a number."""
        return next(p.name for p in self.operation.parameters if p.is_integer)

    @cached_property
    def body(self) -> dict[str, Any]:
        """The first example of the request's body."""
        content = self._raw[self.operation.method.lower()]["requestBody"]["content"]
        examples = content["application/json"]["examples"]
        body: dict[str, Any] = next(iter(examples.values()))["value"]
        return body

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The names of the body's fields."""
        return tuple(self.body)


EXAMPLE = ExampleRequest(read_contract(CONTRACT_FILE))
