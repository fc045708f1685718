"""The contract as data, and the facts of it that the generator's own parser drops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from codegen.failure import CodegenError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

JsonPath = tuple[str, ...]


def load(path: Path) -> dict[str, Any]:
    """Read a contract.

    Raises:
        CodegenError: if the file is missing, is not YAML, or is not an object.
    """
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CodegenError(f"There is no contract at {path}.") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CodegenError(f"{path} cannot be read as YAML: {error}") from error
    if not isinstance(document, dict):
        raise CodegenError(f"{path} is not an OpenAPI document: its top level is not an object.")
    return document


def resolve(document: dict[str, Any], value: Any) -> Any:
    """Follow the `$ref` that `value` may be, as often as needed; references are local."""
    for _ in range(100):
        if not (isinstance(value, dict) and isinstance(value.get("$ref"), str)):
            return value
        target: Any = document
        for token in value["$ref"].removeprefix("#/").split("/"):
            step = token.replace("~1", "/").replace("~0", "~")
            if not isinstance(target, dict) or step not in target:
                raise CodegenError(f"The contract refers to {value['$ref']}, which does not exist.")
            target = target[step]
        value = target
    raise CodegenError(f"The reference {value['$ref']} of the contract refers to itself.")


def operations(document: dict[str, Any]) -> Iterator[tuple[JsonPath, dict[str, Any]]]:
    """Every operation with its place in the document."""
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield ("paths", path, method), item[method]


def parameters(document: dict[str, Any]) -> Iterator[tuple[JsonPath, dict[str, Any]]]:
    """Every parameter of every path and operation, resolved, with the place of its use."""
    for path, item in document.get("paths", {}).items():
        owners = [("paths", path)] + [("paths", path, method) for method in METHODS]
        for owner in owners:
            holder = item if len(owner) == len(("paths", path)) else item.get(owner[-1], {})
            for index, parameter in enumerate(holder.get("parameters", [])):
                yield (*owner, "parameters", str(index)), resolve(document, parameter)


def sensitive_parameters(document: dict[str, Any]) -> list[str]:
    """The names of the parameters whose values are secrets (`x-sensitive: true`)."""
    return sorted({p["name"] for _, p in parameters(document) if p.get("x-sensitive") is True})


def pointer(path: JsonPath) -> str:
    """The place as a JSON pointer (RFC 6901)."""
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in path)


def problems_for_the_generator(document: dict[str, Any]) -> list[str]:
    """What is right in OpenAPI and would be generated wrongly, one sentence each."""
    return [*_media_type_problems(document), *_sensitive_type_problems(document)]


def _media_type_problems(document: dict[str, Any]) -> Iterator[str]:
    for place, operation in operations(document):
        for status, response in operation.get("responses", {}).items():
            types = [
                key.partition(";")[0] for key in resolve(document, response).get("content", {})
            ]
            json_types = [
                key for key in types if key == "application/json" or key.endswith("+json")
            ]
            if json_types and (len(json_types) > 1 or types[0] != json_types[0]):
                where = pointer((*place, "responses", status))
                yield (
                    f"The response at {where} declares {', '.join(types)}. The generator reads the "
                    "first of them only: put one JSON type first and have no second."
                )


def _sensitive_type_problems(document: dict[str, Any]) -> Iterator[str]:
    for place, parameter in parameters(document):
        schema = resolve(document, parameter.get("schema", {}))
        if parameter.get("x-sensitive") is True and schema.get("type") != "string":
            yield (
                f"The parameter {parameter['name']} at {pointer(place)} is marked x-sensitive, but "
                "only texts can be kept out of the URL: give its schema `type: string`."
            )
