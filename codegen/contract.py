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


def resolve(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """Follow the `$ref` that `node` may be, as often as needed; references are local.

    Raises:
        CodegenError: if a reference leads nowhere, or back to itself.
    """
    seen: set[str] = set()
    while isinstance(reference := node.get("$ref"), str):
        if reference in seen:
            raise CodegenError(f"The reference {reference} of the contract leads back to itself.")
        seen.add(reference)
        try:
            node = _at(document, reference)
        except (KeyError, TypeError):
            raise CodegenError(
                f"The contract refers to {reference}, which does not exist."
            ) from None
    return node


def _at(document: dict[str, Any], reference: str) -> dict[str, Any]:
    node: Any = document
    for token in reference.removeprefix("#/").split("/"):
        node = node[token.replace("~1", "/").replace("~0", "~")]
    return cast("dict[str, Any]", node)


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
    """Every operation with its place in the document."""
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield ("paths", path, method), item[method]


def parameters(document: dict[str, Any]) -> Iterator[tuple[JsonPath, dict[str, Any]]]:
    """Every parameter of every path and operation, resolved, with the place of its use."""
    for path, item in document.get("paths", {}).items():
        yield from _parameters_of(document, ("paths", path), item)
    for place, operation in operations(document):
        yield from _parameters_of(document, place, operation)


def _parameters_of(
    document: dict[str, Any], place: JsonPath, owner: dict[str, Any]
) -> Iterator[tuple[JsonPath, dict[str, Any]]]:
    for index, parameter in enumerate(owner.get("parameters", [])):
        yield (*place, "parameters", str(index)), resolve(document, parameter)


def sensitive_parameters(document: dict[str, Any]) -> list[str]:
    """The names of the parameters whose values are secrets (`x-sensitive: true`)."""
    return sorted({p["name"] for _, p in parameters(document) if p.get("x-sensitive") is True})


def pointer(path: JsonPath) -> str:
    """The place as a JSON pointer (RFC 6901)."""
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in path)
