"""Is every example valid against its schema?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from codegen.contract import JsonPath, objects, pointer, resolve
from codegen.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONTRACT = "urn:contract"

# Keywords of JSON Schema 2020-12 that hold a schema, a list of them, or schemas by name.
_HOLDS_ONE = (
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
)
_HOLDS_LIST = ("allOf", "anyOf", "oneOf", "prefixItems")
_HOLDS_NAMED = ("properties", "patternProperties", "dependentSchemas", "$defs")


def problems(document: dict[str, Any]) -> Iterator[Problem]:
    """Every value that its own schema refuses."""
    resource: Resource[Any] = DRAFT202012.create_resource(document)
    registry: Registry[Any] = Registry[Any]().with_resource(_CONTRACT, resource)
    for value_place, value, schema_place in _illustrations(document):
        reference = f"{_CONTRACT}#{quote(pointer(schema_place))}"
        validator: Any = Draft202012Validator(
            {"$ref": reference},
            registry=registry,
            format_checker=Draft202012Validator.FORMAT_CHECKER,
        )
        for error in validator.iter_errors(value):
            inside = tuple(str(step) for step in error.absolute_path)
            yield Problem(
                f"An example does not fit its schema: {error.message}.",
                pointer((*value_place, *inside)),
                f"correct the example, or the schema at {pointer(schema_place)}.",
            )


def _illustrations(document: dict[str, Any]) -> Iterator[tuple[JsonPath, Any, JsonPath]]:
    """Every example: where it is, the value, and where its schema is."""
    for place, holder in objects(document, skipped={"schema", "schemas", "example", "examples"}):
        if isinstance(holder.get("schema"), dict):
            for value_place, value in _examples_of(document, place, holder):
                yield value_place, value, (*place, "schema")
            yield from _schema_illustrations(holder["schema"], (*place, "schema"))
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        yield from _schema_illustrations(schema, ("components", "schemas", name))


def _examples_of(
    document: dict[str, Any], place: JsonPath, holder: dict[str, Any]
) -> Iterator[tuple[JsonPath, Any]]:
    """The examples of a media type, a parameter or a header."""
    if "example" in holder:
        yield (*place, "example"), holder["example"]
    for name, example in holder.get("examples", {}).items():
        resolved = resolve(document, example)
        if "value" in resolved:
            yield (*place, "examples", name, "value"), resolved["value"]


def _schema_illustrations(
    schema: dict[str, Any], place: JsonPath
) -> Iterator[tuple[JsonPath, Any, JsonPath]]:
    """The examples that stand in a schema and in the schemas within."""
    if "example" in schema:
        yield (*place, "example"), schema["example"], place
    for index, value in enumerate(schema.get("examples", [])):
        yield (*place, "examples", str(index)), value, place
    for inner_place, inner in _subschemas(schema, place):
        if isinstance(inner, dict):  # the others are true or false
            yield from _schema_illustrations(cast("dict[str, Any]", inner), inner_place)


def _subschemas(schema: dict[str, Any], place: JsonPath) -> Iterator[tuple[JsonPath, object]]:
    for keyword in _HOLDS_ONE:
        if keyword in schema:
            yield (*place, keyword), schema[keyword]
    for keyword in _HOLDS_LIST:
        for index, inner in enumerate(schema.get(keyword, [])):
            yield (*place, keyword, str(index)), inner
    for keyword in _HOLDS_NAMED:
        for name, inner in schema.get(keyword, {}).items():
            yield (*place, keyword, name), inner
