"""Is there something that is right in OpenAPI and would be generated wrongly?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codegen.contract import (
    operations,
    parameters,
    parameters_of,
    pointer,
    resolve,
    sensitive_parameters,
)
from codegen.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
"""How a parameter is written if it does not say so, by where it is."""


def problems(document: dict[str, Any]) -> Iterator[Problem]:
    """What the generator does not understand, and does not say so."""
    yield from _media_type_problems(document)
    yield from _sensitive_type_problems(document)
    yield from _sensitive_name_problems(document)
    yield from _style_problems(document)


def _media_type_problems(document: dict[str, Any]) -> Iterator[Problem]:
    for place, operation in operations(document):
        for status, response in operation.get("responses", {}).items():
            content = resolve(document, response).get("content", {})
            types = [key.partition(";")[0] for key in content]
            json_types = [key for key in types if key.endswith(("/json", "+json"))]
            if json_types and (len(json_types) > 1 or types[0] != json_types[0]):
                yield Problem(
                    f"A response declares {', '.join(types)}, and the generator makes a type of "
                    "the first of them only.",
                    pointer((*place, "responses", status)),
                    "put its JSON type first, and have no second one.",
                )


def _sensitive_type_problems(document: dict[str, Any]) -> Iterator[Problem]:
    for place, parameter in parameters(document):
        schema = resolve(document, parameter.get("schema", {}))
        if parameter.get("x-sensitive") is True and schema.get("type") != "string":
            yield Problem(
                f"The parameter {parameter['name']} is marked x-sensitive, but only a text can be "
                "kept out of the request.",
                pointer(place),
                "give its schema `type: string`.",
            )


def _sensitive_name_problems(document: dict[str, Any]) -> Iterator[Problem]:
    sensitive = set(sensitive_parameters(document))
    for place, operation in operations(document):
        owners = (document["paths"][place[1]], operation)
        found = [p for owner in owners for _, p in parameters_of(document, place, owner)]
        in_path, in_query = (
            {p["name"] for p in found if p.get("in") == where} for where in ("path", "query")
        )
        for name in sorted(sensitive & in_path & in_query):
            yield Problem(
                f"Two parameters of the URL have the name {name}, and one is x-sensitive: "
                "what stands in its place could not be told from the other.",
                pointer(place),
                "give one of them another name.",
            )


def _style_problems(document: dict[str, Any]) -> Iterator[Problem]:
    for place, parameter in parameters(document):
        where = str(parameter.get("in"))
        usual = _STYLES.get(where)
        style = parameter.get("style", usual)
        types = _types_of(document, parameter.get("schema", {}))
        is_repeated = where == "query" and parameter.get("explode", True)
        if style != usual or "object" in types or ("array" in types and not is_repeated):
            yield Problem(
                f"The parameter {parameter['name']} cannot be written: the client knows texts, "
                "numbers and booleans in the usual style, and lists in a query whose name is "
                "repeated.",
                pointer(place),
                "leave out `style` and `explode`, and describe it as one of these.",
            )


def _types_of(document: dict[str, Any], schema: dict[str, Any]) -> set[str]:
    schema = resolve(document, schema)
    declared = schema.get("type", [])
    types = {declared} if isinstance(declared, str) else set(declared)
    for form in ("allOf", "anyOf", "oneOf"):
        for part in schema.get(form, []):
            types |= _types_of(document, part)
    return types
