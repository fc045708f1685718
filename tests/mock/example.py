"""A valid request, made from the examples in the contract."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from green_api_mock.contract import Contract, Operation, read_contract
from green_api_mock.contract.model import MULTIPART

ROOT = Path(__file__).resolve().parents[2]
CONTRACT_FILE = ROOT / "openapi.yaml"


@dataclass(frozen=True)
class ExampleRequest:
    """An operation of the contract, the first if none is named, and a request that it accepts."""

    contract: Contract
    identifier: str = ""

    @cached_property
    def operation(self) -> Operation:
        named = self.contract.operation(self.identifier)
        return named or self.contract.operations[0]

    @cached_property
    def values(self) -> dict[str, str]:
        return {parameter.name: parameter.example for parameter in self.operation.parameters}

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
    def _content(self) -> dict[str, Any]:
        paths: dict[str, Any] = self.contract.document["paths"]
        node = paths[self.operation.template][self.operation.method.lower()]
        content: dict[str, Any] = node.get("requestBody", {}).get("content", {})
        return content

    @cached_property
    def body(self) -> Any:
        """The first example of the request's body; None without one."""
        for media in self._content.values():
            return next(iter(media["examples"].values()))["value"]
        return None

    def options(self, body: Any = None) -> dict[str, Any]:
        """What sends the body, or another one, as the operation wants it."""
        wanted = self.body if body is None else body
        if MULTIPART not in self._content:
            return {} if wanted is None else {"json": wanted}
        # Without any file httpx would send another kind of form.
        files: dict[str, Any] = {"nothing": (None, "")}
        if "file" in wanted:
            files = {"file": ("a.png", wanted["file"])}
        return {"data": {n: value for n, value in wanted.items() if n != "file"}, "files": files}

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The names of the body's fields."""
        return tuple(self.body)


EXAMPLE = ExampleRequest(read_contract(CONTRACT_FILE))
