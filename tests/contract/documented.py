"""What the contract documents, as the tests walk over it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

import schemathesis
import yaml
from schemathesis import Case
from schemathesis.schemas import APIOperation

CONTRACT = Path(__file__).parents[2] / "openapi.yaml"
# libyaml reads ten times as fast as Python does, but need not be there.
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
AnyCase = Case[Any]
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
JSON = "application/json"


def read_yaml(path: Path) -> dict[str, Any]:
    """Return what a file of YAML holds."""
    text = path.read_text("utf-8")
    return cast("dict[str, Any]", yaml.load(text, Loader=_LOADER))  # noqa: S506 - a safe loader


def escaped(name: str) -> str:
    """Return a name as it stands in a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")


@dataclass(frozen=True)
class Answer:
    """One documented answer: a status and, where it has content, a named example of it.

    Attributes:
        place: where it stands in the contract.
        is_deviation: known to come, although it is against the contract.
    """

    status: int
    place: str
    media_type: str | None = None
    example: str | None = None
    value: Any = None
    schema: dict[str, Any] | None = None
    is_deviation: bool = False

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
        self.document = read_yaml(path)
        self.schema = schemathesis.openapi.from_path(path)

    def at(self, pointer: str) -> Any:
        """Return what a JSON pointer (RFC 6901) leads to."""
        target: Any = self.document
        for part in pointer.split("/")[1:]:
            name = part.replace("~1", "/").replace("~0", "~")
            target = target[int(name) if isinstance(target, list) else name]
        return target

    def place(self, pointer: str) -> str:
        """Return the pointer, or that of what is referred to there."""
        while "$ref" in self.at(pointer):
            pointer = self.at(pointer)["$ref"].removeprefix("#")
        return pointer

    def follow(self, node: dict[str, Any]) -> dict[str, Any]:
        """Return the node, or what it refers to."""
        while "$ref" in node:
            node = self.at(node["$ref"].removeprefix("#"))
        return node

    def find(self, method: str, path: str) -> "tuple[Operation, dict[str, str]] | None":
        """Return the operation that a request line belongs to, with its path parameters."""
        for operation in self.operations:
            values = operation.path_values(path)
            if values is not None and method.lower() == operation.method:
                return operation, values
        return None

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
    def pointer(self) -> str:
        """Where the operation stands in the contract."""
        return f"/paths/{escaped(self.path)}/{self.method}"

    def path_values(self, path: str) -> dict[str, str] | None:
        """Return the parameters of a request's path, or None if it is another path."""
        parts = re.split(r"\{([^{}]+)\}", self.path)
        pattern = "([^/]*)".join(map(re.escape, parts[::2]))
        found = re.fullmatch(pattern, path)
        if found is None:
            return None
        return dict(zip(parts[1::2], map(unquote, found.groups()), strict=True))

    @property
    def operation_id(self) -> str:
        """The operation's name."""
        return cast("str", self.definition["operationId"])

    @property
    def tag(self) -> str:
        """The operation's first tag, after which the generator names the folder."""
        return cast("str", self.definition["tags"][0])

    @property
    def parameter_places(self) -> list[str]:
        """Where its own parameters and those of its path stand in the contract."""
        owners = (f"/paths/{escaped(self.path)}", self.pointer)
        return [
            self.contract.place(f"{owner}/parameters/{name}")
            for owner in owners
            for name in range(len(self.contract.at(owner).get("parameters", [])))
        ]

    @property
    def parameters(self) -> list[dict[str, Any]]:
        """Its own parameters and those of its path."""
        return [self.contract.at(place) for place in self.parameter_places]

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

    def response_place(self, status: int) -> str:
        """Return where the response documented for the status stands."""
        return self.contract.place(f"{self.pointer}/responses/{status}")

    def response(self, status: int) -> dict[str, Any]:
        """Return the response documented for the status."""
        return cast("dict[str, Any]", self.contract.at(self.response_place(status)))

    def json_schema(self, status: int) -> dict[str, Any] | None:
        """Return the schema of the status's JSON body, if it has one."""
        content = self.response(status).get("content", {})
        return cast("dict[str, Any]", content[JSON]["schema"]) if JSON in content else None

    def json_schema_place(self, status: int) -> str:
        """Return where the schema of the status's JSON body stands."""
        return f"{self.response_place(status)}/content/{escaped(JSON)}/schema"

    def schema_name(self, status: int) -> str | None:
        """Return the name of the schema of the status's JSON body, if it has a name."""
        reference = (self.json_schema(status) or {}).get("$ref")
        return reference.rsplit("/", 1)[1] if reference else None

    def answers(self) -> Iterator[Answer]:
        """Yield every named example, and every status that has no content."""
        for status in self.statuses:
            place = self.response_place(status)
            content = self.response(status).get("content", {})
            if not content:
                yield Answer(status, place)
            for media_type, media in content.items():
                yield from self._examples(status, media_type, media, place)

    def _examples(
        self, status: int, media_type: str, media: dict[str, Any], place: str
    ) -> Iterator[Answer]:
        schema = self.contract.follow(media["schema"])
        for group in ("examples", "x-deviations"):
            for name, example in media.get(group, {}).items():
                yield Answer(
                    status=status,
                    place=f"{place}/content/{escaped(media_type)}/{group}/{name}",
                    media_type=media_type,
                    example=name,
                    value=self.contract.follow(example)["value"],
                    schema=schema,
                    is_deviation=group == "x-deviations",
                )
