"""What the contract documents, as the tests walk over it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, unquote

import schemathesis
from jsonschema_rs import Draft202012Validator, Registry
from schemathesis import Case
from schemathesis.schemas import APIOperation

from green_api_mock.contract.yaml12 import parse_yaml

CONTRACT = Path(__file__).parents[2] / "openapi.yaml"
# By which name the schemas of the contract refer to each other.
ROOT = "urn:contract"
AnyCase = Case[Any]
Node = dict[str, Any]
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
JSON = "application/json"
MULTIPART = "multipart/form-data"


def escaped(name: str) -> str:
    """Return a name as it stands in a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def example_of(owner: Node) -> Any:
    """Return the first example of a parameter, a header or a media type."""
    if "example" in owner:
        return owner["example"]
    return next(iter(owner["examples"].values()))["value"]


def url_of(server: Node, value: str | None = None) -> str:
    """Return the address of a server, with the usual values of its variables or with this one."""
    variables = server.get("variables", {}).items()
    values = {name: value or variable["default"] for name, variable in variables}
    return str(server["url"]).format(**values)


@dataclass(frozen=True)
class Answer:
    """One documented answer: a status and, where it has content, a named example of it.

    Attributes:
        place: where it stands in the contract.
        schema_place: where the schema of its content stands.
        is_deviation: known to come, although it is against the contract.
    """

    status: int
    place: str
    media_type: str | None = None
    example: str | None = None
    value: Any = None
    schema_place: str = ""
    is_deviation: bool = False

    def __str__(self) -> str:
        return f"{self.status} {self.example or 'without content'}"

    @property
    def is_json(self) -> bool:
        """Whether its body is JSON."""
        return self.media_type == JSON

    @property
    def prefer(self) -> dict[str, str]:
        """The header that asks the mock for this answer (RFC 7240)."""
        example = f", example={self.example}" if self.example else ""
        return {"Prefer": f"code={self.status}{example}"}


class Contract:
    """``openapi.yaml``, with its references followed.

    Args:
        path: where it is.
        document: what it says, if it was read already.
    """

    def __init__(self, path: Path = CONTRACT, document: Node | None = None) -> None:
        self.path = path
        self.document: Node = document or parse_yaml(path.read_text("utf-8"))
        self._registry = Registry([(ROOT, self.document)])
        self._validators: dict[str, Draft202012Validator] = {}

    @cached_property
    def schema(self) -> Any:
        """The contract as schemathesis knows it."""
        return schemathesis.openapi.from_dict(self.document)

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

    def follow(self, node: Node) -> Node:
        """Return the node, or what it refers to."""
        while "$ref" in node:
            node = self.at(node["$ref"].removeprefix("#"))
        return node

    def fits(self, pointer: str, value: Any) -> bool:
        """Return whether a value is as the schema says that stands there."""
        if pointer not in self._validators:
            reference = {"$ref": f"{ROOT}#{quote(pointer)}"}
            validator = Draft202012Validator(reference, registry=self._registry)
            self._validators[pointer] = validator
        return self._validators[pointer].is_valid(value)

    def parts(self, pointer: str) -> list[str]:
        """Return where a schema stands and where those do that it is put together from."""
        place = self.place(pointer)
        shared = range(len(self.at(place).get("allOf", ())))
        return [place, *(part for i in shared for part in self.parts(f"{place}/allOf/{i}"))]

    def members(self, pointer: str) -> dict[str, str]:
        """Return the names of a schema's members, and where their schemas stand."""
        return {
            name: f"{part}/properties/{escaped(name)}"
            for part in self.parts(pointer)
            for name in self.at(part).get("properties", {})
        }

    def required(self, pointer: str) -> list[str]:
        """Return the names of the members that an object has to have."""
        return [name for part in self.parts(pointer) for name in self.at(part).get("required", ())]

    def find(self, method: str, path: str) -> "tuple[Operation, dict[str, str]] | None":
        """Return the operation that a request line belongs to, with its path parameters."""
        for operation in self.operations:
            if method.lower() == operation.method:
                values = operation.path_values(path)
                if values is not None:
                    return operation, values
        return None

    @cached_property
    def operations(self) -> list["Operation"]:
        """Every operation, in the order of the document."""
        return [Operation(self, pointer) for pointer in self._operations("paths")]

    @cached_property
    def webhooks(self) -> list["Operation"]:
        """Every request that the API sends by itself."""
        return [Operation(self, pointer) for pointer in self._operations("webhooks")]

    def _operations(self, group: str) -> Iterator[str]:
        for name, item in self.document.get(group, {}).items():
            for method in METHODS:
                if method in item:
                    yield f"/{group}/{escaped(name)}/{method}"

    @cached_property
    def read_schemas(self) -> dict[str, tuple["Operation", int]]:
        """Where the schema of each JSON answer stands, and the first answer that has it."""
        found: dict[str, tuple[Operation, int]] = {}
        for operation in self.operations:
            for status in operation.json_statuses:
                place = self.place(operation.json_schema_place(status))
                found.setdefault(place, (operation, status))
        return found

    @cached_property
    def object_names(self) -> list[str]:
        """The names of the schemas of objects that name their members."""
        names = self.document["components"]["schemas"]
        return [name for name in names if self.members(f"/components/schemas/{name}")]

    @cached_property
    def json_names(self) -> list[str]:
        """Those of JSON objects: no file is in them."""

        def places(name: str) -> Iterable[str]:
            return self.members(f"/components/schemas/{name}").values()

        return [
            name
            for name in self.object_names
            if not any("binary" in self.at(place).values() for place in places(name))
        ]


@dataclass(frozen=True)
class Operation:
    """One operation of the contract, or one webhook.

    Attributes:
        pointer: where it stands in the contract.
    """

    contract: Contract
    pointer: str

    def __str__(self) -> str:
        return self.operation_id

    @cached_property
    def definition(self) -> Node:
        """The operation as it is written in the contract."""
        return cast("Node", self.contract.at(self.pointer))

    @property
    def path(self) -> str:
        """The template of its path, or a webhook's name."""
        return self.pointer.split("/")[2].replace("~1", "/").replace("~0", "~")

    @property
    def method(self) -> str:
        """The HTTP method in lower case."""
        return self.pointer.rpartition("/")[2]

    @property
    def item(self) -> Node:
        """What it shares with the other methods of its path."""
        return cast("Node", self.contract.at(self.pointer.rpartition("/")[0]))

    def path_values(self, path: str) -> dict[str, str] | None:
        """Return the parameters of a request's path, or None if it is another path."""
        found = self._path_pattern.fullmatch(path)
        if found is None:
            return None
        names = re.findall(r"\{([^{}]+)\}", self.path)
        return dict(zip(names, map(unquote, found.groups()), strict=True))

    @cached_property
    def _path_pattern(self) -> re.Pattern[str]:
        parts = re.split(r"\{[^{}]+\}", self.path)
        return re.compile("([^/]*)".join(map(re.escape, parts)))

    @property
    def operation_id(self) -> str:
        """The operation's name; a webhook need not have one of its own."""
        return str(self.definition.get("operationId", self.path))

    @property
    def tag(self) -> str:
        """The operation's first tag, after which the generator names the folder."""
        return cast("str", self.definition["tags"][0])

    @cached_property
    def server_places(self) -> list[str]:
        """Where it is served: on hosts of its own, or on those of all."""
        owners = (self.pointer, self.pointer.rpartition("/")[0], "")
        owner = next(owner for owner in owners if "servers" in self.contract.at(owner))
        return [f"{owner}/servers/{i}" for i in range(len(self.contract.at(owner)["servers"]))]

    @property
    def servers(self) -> list[Node]:
        """Where it is served, as it is written in the contract."""
        return [self.contract.at(place) for place in self.server_places]

    @cached_property
    def parameter_places(self) -> list[str]:
        """Where its own parameters and those of its path stand in the contract."""
        owners = (self.pointer.rpartition("/")[0], self.pointer)
        return [
            self.contract.place(f"{owner}/parameters/{name}")
            for owner in owners
            for name in range(len(self.contract.at(owner).get("parameters", [])))
        ]

    @property
    def parameters(self) -> list[Node]:
        """Its own parameters and those of its path."""
        return [self.contract.at(place) for place in self.parameter_places]

    @property
    def tested(self) -> APIOperation[Any, Any, Any, Any]:
        """The operation as schemathesis knows it."""
        return cast(
            "APIOperation[Any, Any, Any, Any]", self.contract.schema[self.path][self.method]
        )

    @cached_property
    def body_place(self) -> str | None:
        """Where the description of its request's body stands, if it has one."""
        if "requestBody" not in self.definition:
            return None
        return self.contract.place(f"{self.pointer}/requestBody")

    @property
    def body(self) -> Node:
        """The description of its request's body, empty where it has none."""
        return cast("Node", self.contract.at(self.body_place)) if self.body_place else {}

    @property
    def bodies(self) -> dict[str, Node]:
        """Every media type of its request's body."""
        return cast("dict[str, Node]", self.body.get("content", {}))

    def body_schema_place(self, media_type: str) -> str:
        """Return where the schema of a request's body stands."""
        return self.contract.place(f"{self.body_place}/content/{escaped(media_type)}/schema")

    @property
    def rate_limit(self) -> Node:
        """How often it may be asked; empty where nothing is declared."""
        return cast("Node", self.definition.get("x-mock", {}).get("rateLimit", {}))

    @cached_property
    def statuses(self) -> list[int]:
        """Every documented status."""
        return [int(status) for status in self.definition["responses"]]

    @cached_property
    def json_statuses(self) -> list[int]:
        """Every documented status whose answer may be JSON."""
        return [status for status in self.statuses if JSON in self.content(status)]

    @property
    def success(self) -> int:
        """The status of the answer to a right request."""
        return min(self.statuses)

    def response_place(self, status: int) -> str:
        """Return where the response documented for the status stands."""
        return self.contract.place(f"{self.pointer}/responses/{status}")

    def response(self, status: int) -> Node:
        """Return the response documented for the status."""
        return cast("Node", self.contract.at(self.response_place(status)))

    def content(self, status: int) -> dict[str, Node]:
        """Return every media type of the status's answer."""
        return cast("dict[str, Node]", self.response(status).get("content", {}))

    def json_schema_place(self, status: int) -> str:
        """Return where the schema of the status's JSON body stands, before any reference."""
        return f"{self.response_place(status)}/content/{escaped(JSON)}/schema"

    def answers(self) -> Iterator[Answer]:
        """Yield every named example, and every status that has no content."""
        for status in self.statuses:
            place = self.response_place(status)
            if not self.content(status):
                yield Answer(status, place)
            for media_type, media in self.content(status).items():
                yield from self._examples(status, media_type, media, place)

    def _examples(self, status: int, media_type: str, media: Node, place: str) -> Iterator[Answer]:
        place += f"/content/{escaped(media_type)}"
        for group in ("examples", "x-deviations"):
            for name, example in media.get(group, {}).items():
                yield Answer(
                    status=status,
                    place=f"{place}/{group}/{escaped(name)}",
                    media_type=media_type,
                    example=name,
                    value=self.contract.follow(example)["value"],
                    schema_place=f"{place}/schema",
                    is_deviation=group == "x-deviations",
                )
