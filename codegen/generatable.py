"""Is there something that is right in OpenAPI and would be generated wrongly?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codegen.contract import operations, parameters, pointer, resolve
from codegen.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator


def problems(document: dict[str, Any]) -> Iterator[Problem]:
    """What the generator does not understand, and does not say so."""
    yield from _media_type_problems(document)
    yield from _sensitive_type_problems(document)


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
