"""What the contract documents, as the tests walk over it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import schemathesis
import yaml
from schemathesis import Case
from schemathesis.schemas import APIOperation

CONTRACT = Path(__file__).parents[2] / "openapi.yaml"
AnyCase = Case[Any]
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
JSON = "application/json"


@dataclass(frozen=True)
class Answer:
    """One documented answer: a status and, where it has content, a named example of it."""

    status: int
    media_type: str | None = None
    example: str | None = None
    value: Any = None
    schema: dict[str, Any] | None = None

    def __str__(self) -> str:
        return f"{self.status} {self.example or 'without content'}"

    @property
    def prefer(self) -> dict[str, str]:
        """The header that asks the mock for this answer (RFC 7240)."""
        example = f", example={self.example}" if self.example else ""
        return {"Prefer": f"code={self.status}{example}"}


class Contract:
    """``openapi.yaml``, with its references followed."""

    def __init__(self, path: Path = CONTRACT) -> None:
        self.path = path
        self.document = cast("dict[str, Any]", yaml.safe_load(path.read_text("utf-8")))
        self.schema = schemathesis.openapi.from_path(path)

    def follow(self, node: dict[str, Any]) -> dict[str, Any]:
        """Return the node, or what it refers to."""
        while "$ref" in node:
            target: Any = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    @cached_property
    def operations(self) -> list["Operation"]:
        """Every operation, in the order of the document."""
        return [
            Operation(self, path, method)
            for path, item in self.document["paths"].items()
            for method in METHODS
            if method in item
        ]


@dataclass(frozen=True)
class Operation:
    """One operation of the contract."""

    contract: Contract
    path: str
    method: str

    def __str__(self) -> str:
        return self.operation_id

    @property
    def definition(self) -> dict[str, Any]:
        """The operation as it is written in the contract."""
        return cast("dict[str, Any]", self.contract.document["paths"][self.path][self.method])

    @property
    def operation_id(self) -> str:
        """The operation's name."""
        return cast("str", self.definition["operationId"])

    @property
    def tag(self) -> str:
        """The operation's first tag, after which the generator names the folder."""
        return cast("str", self.definition["tags"][0])

    @property
    def parameters(self) -> list[dict[str, Any]]:
        """Its own parameters and those of its path."""
        path_item = self.contract.document["paths"][self.path]
        declared = [*path_item.get("parameters", []), *self.definition.get("parameters", [])]
        return [self.contract.follow(parameter) for parameter in declared]

    @property
    def tested(self) -> APIOperation[Any, Any, Any, Any]:
        """The operation as schemathesis knows it."""
        return self.contract.schema[self.path][self.method]

    @property
    def statuses(self) -> list[int]:
        """Every documented status."""
        return [int(status) for status in self.definition["responses"]]

    @property
    def json_statuses(self) -> list[int]:
        """Every documented status whose answer may be JSON."""
        return [status for status in self.statuses if self.json_schema(status) is not None]

    @property
    def success(self) -> int:
        """The status of the answer to a right request."""
        return min(self.statuses)

    def response(self, status: int) -> dict[str, Any]:
        """Return the response documented for the status."""
        return self.contract.follow(self.definition["responses"][str(status)])

    def json_schema(self, status: int) -> dict[str, Any] | None:
        """Return the schema of the status's JSON body, if it has one."""
        content = self.response(status).get("content", {})
        return cast("dict[str, Any]", content[JSON]["schema"]) if JSON in content else None

    def schema_name(self, status: int) -> str | None:
        """Return the name of the schema of the status's JSON body, if it has a name."""
        reference = (self.json_schema(status) or {}).get("$ref")
        return reference.rsplit("/", 1)[1] if reference else None

    def answers(self) -> Iterator[Answer]:
        """Yield every named example, and every status that has no content."""
        for status in self.statuses:
            content = self.response(status).get("content", {})
            if not content:
                yield Answer(status)
            for media_type, media in content.items():
                schema = self.contract.follow(media["schema"])
                for name, example in media["examples"].items():
                    value = self.contract.follow(example)["value"]
                    yield Answer(status, media_type, name, value, schema)
