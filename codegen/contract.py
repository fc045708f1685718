"""The contract as data, and the facts of it that the generator's own parser drops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from codegen.failure import CodegenError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

JsonPath = tuple[str, ...]
Schema = dict[str, Any] | bool

VALUES = frozenset({"example", "examples", "default", "enum", "const"})
"""The keywords under which there are values, and no schemas."""


def load(path: Path) -> dict[str, Any]:
    """Read a contract.

    Raises:
        CodegenError: if the file is missing, is not YAML, or is not an object.
    """
    try:
        # The generator's own reader, so that both see the same document (YAML 1.2).
        document: object = YAML(typ="safe").load(path)  # pyright: ignore[reportUnknownMemberType] # it is untyped
    except FileNotFoundError:
        raise CodegenError(f"There is no contract at {path}.") from None
    except (YAMLError, UnicodeDecodeError) as error:
        raise CodegenError(f"{path} cannot be read as YAML: {error}") from error
    if not isinstance(document, dict):
        raise CodegenError(f"{path} is not an OpenAPI document: its top level is not an object.")
    return cast("dict[str, Any]", document)


def resolve(document: dict[str, Any], node: Schema) -> dict[str, Any]:
    """Follow the `$ref` that `node` may be, as often as needed; references are local.

    A schema that is `true` says as much as an empty one.

    Raises:
        CodegenError: if a reference leads nowhere, or back to itself.
    """
    found = node
    seen: set[str] = set()
    while not isinstance(found, bool) and isinstance(reference := found.get("$ref"), str):
        if reference in seen:
            raise CodegenError(f"The reference {reference} of the contract leads back to itself.")
        seen.add(reference)
        found = cast("Schema", at(document, reference))
    return {} if isinstance(found, bool) else found


def at(document: dict[str, Any], reference: str) -> Any:
    """What a JSON pointer (RFC 6901) leads to, which must not lead through other references.

    Raises:
        CodegenError: if there is nothing.
    """
    node: Any = document
    try:
        for step in steps(reference):
            node = node[int(step) if isinstance(node, list) else step]
    except (KeyError, TypeError, ValueError, IndexError):
        raise CodegenError(f"The contract refers to {reference}, which does not exist.") from None
    return node


def steps(reference: str) -> tuple[str, ...]:
    """The steps of a JSON pointer."""
    names = reference.removeprefix("#/").split("/")
    return tuple(name.replace("~1", "/").replace("~0", "~") for name in names)


def objects(
    node: object, place: JsonPath = (), *, skipped: Collection[str]
) -> Iterator[tuple[JsonPath, dict[str, Any]]]:
    """Every object within `node`, not those in extensions and under the `skipped` keys."""
    if isinstance(node, dict):
        fields = cast("dict[str, Any]", node)
        yield place, fields
        for key, value in fields.items():
            if not (key in skipped or key.startswith("x-")):
                yield from objects(value, (*place, key), skipped=skipped)
    elif isinstance(node, list):
        for index, value in enumerate(cast("Sequence[Any]", node)):
            yield from objects(value, (*place, str(index)), skipped=skipped)


def operations(document: dict[str, Any]) -> Iterator[tuple[JsonPath, dict[str, Any]]]:
    """Every operation with its place in the document, and the servers of its path."""
    for path, item in document.get("paths", {}).items():
        shared = {"servers": item["servers"]} if "servers" in item else {}
        for method in METHODS:
            if method in item:
                yield ("paths", path, method), shared | item[method]


def parameters(document: dict[str, Any]) -> Iterator[tuple[JsonPath, dict[str, Any]]]:
    """Every parameter of every path and operation, resolved, with the place of its use."""
    for path, item in document.get("paths", {}).items():
        yield from parameters_of(document, ("paths", path), item)
    for place, operation in operations(document):
        yield from parameters_of(document, place, operation)


def parameters_of(
    document: dict[str, Any], place: JsonPath, owner: dict[str, Any]
) -> Iterator[tuple[JsonPath, dict[str, Any]]]:
    """The parameters of a path or an operation alone, resolved, with the place of their use."""
    for index, parameter in enumerate(owner.get("parameters", [])):
        yield (*place, "parameters", str(index)), resolve(document, parameter)


def sensitive_parameters(document: dict[str, Any]) -> list[str]:
    """The names of the parameters whose values are secrets (`x-sensitive: true`)."""
    return sorted({p["name"] for _, p in parameters(document) if p.get("x-sensitive") is True})


def secret_members(document: dict[str, Any], schema: dict[str, Any]) -> set[str]:
    """The names of the members within a schema whose values are secrets (`x-sensitive: true`)."""
    found: set[str] = set()
    seen: list[dict[str, Any]] = []
    waiting = [schema]
    while waiting:
        current = resolve(document, waiting.pop())
        if any(current is other for other in seen):
            continue
        seen.append(current)
        for _, part in objects(current, skipped=VALUES):
            for name, member in _members(part):
                if resolve(document, member).get("x-sensitive") is True:
                    found.add(name)
            if "$ref" in part:
                waiting.append(part)
    return found


def _members(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    properties: Any = schema.get("properties")
    found = cast("dict[str, Any]", properties) if isinstance(properties, dict) else {}
    return [(name, member) for name, member in found.items() if isinstance(member, dict)]


def secret_members_of_body(document: dict[str, Any], operation: dict[str, Any]) -> list[str]:
    """The same for the body of an operation's request."""
    body = resolve(document, operation.get("requestBody", {}))
    content: dict[str, Any] = body.get("content", {})
    found: set[str] = set()
    for media in content.values():
        found |= secret_members(document, media.get("schema", {}))
    return sorted(found)


def secret_members_of_answers(document: dict[str, Any], operation: dict[str, Any]) -> list[str]:
    """The same for the bodies of an operation's answers."""
    found: set[str] = set()
    for answer in operation.get("responses", {}).values():
        for media in resolve(document, answer).get("content", {}).values():
            found |= secret_members(document, media.get("schema", {}))
    return sorted(found)


def requests_per_second(operation: dict[str, Any]) -> int:
    """How often an operation may be asked; 0 if no limit is declared."""
    limit: dict[str, Any] = operation.get("x-mock", {}).get("rateLimit", {})
    return int(limit.get("requestsPerSecond", 0))


def own_servers(document: dict[str, Any], operation: dict[str, Any]) -> dict[str, str]:
    """The servers of an operation that has its own, by those of the document at their places."""
    roots, own = document.get("servers", []), operation.get("servers", [])
    pairs = zip(roots, own, strict=False)
    return {root["url"].rstrip("/"): server["url"].rstrip("/") for root, server in pairs}


def first_server(document: dict[str, Any], operation: dict[str, Any]) -> str:
    """The URL of an operation's first server, with the defaults of its variables."""
    declared: list[dict[str, Any]] = operation.get("servers") or document.get("servers") or []
    url = ""
    variables: dict[str, Any] = {}
    for server in declared[:1]:
        url, variables = server["url"], server.get("variables", {})
    for name, variable in variables.items():
        url = url.replace(f"{{{name}}}", variable["default"])
    return url.rstrip("/")


def pointer(path: JsonPath) -> str:
    """The place as a JSON pointer (RFC 6901)."""
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in path)
