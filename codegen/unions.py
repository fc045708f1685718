"""Objects of which there are several kinds, as the contract's schemas name them.

The generator has no name for an `anyOf`: it writes all its members wherever it is used. So it is
told that such a schema is an object, which has a class and a module, and the templates write a
name for the union of its kinds in that class's place.
"""

from __future__ import annotations

from typing import Any, cast

from codegen.contract import Schema, resolve

_FORMS = ("anyOf", "oneOf")
_PREFIX = "#/components/schemas/"


def unions(document: dict[str, Any]) -> dict[str, list[str]]:
    """The names of the kinds of each schema that is one of several named objects."""
    schemas: dict[str, Any] = document.get("components", {}).get("schemas", {})
    return {name: kinds for name in schemas if (kinds := _kinds(document, schemas[name]))}


def prepared(document: dict[str, Any]) -> dict[str, Any]:
    """The document for the generator.

    It knows no defaults either: what a caller leaves out is left out, and the server has its own.
    """
    components: dict[str, Any] = document.get("components", {})
    schemas: dict[str, Any] = components.get("schemas", {})
    named = {
        name: {"type": "object", "description": schemas[name].get("description", "")}
        for name in unions(document)
    }
    whole = document | {"components": components | {"schemas": schemas | named}}
    return cast("dict[str, Any]", _without_defaults(whole))


def _without_defaults(node: object) -> object:
    if isinstance(node, list):
        return [_without_defaults(item) for item in cast("list[object]", node)]
    if not isinstance(node, dict):
        return node
    fields = cast("dict[str, Any]", node)
    is_schema = isinstance(fields.get("type"), (str, list))
    return {
        name: _without_defaults(value)
        for name, value in fields.items()
        if not (is_schema and name == "default")
    }


def has_const(document: dict[str, Any], kind: dict[str, Any]) -> bool:
    """Whether a member says which kind of object it is."""
    parts = [resolve(document, part) for part in kind.get("allOf", [])] or [kind]
    members = [m for part in parts for m in part.get("properties", {}).values()]
    return any("const" in resolve(document, member) for member in members)


def is_open(document: dict[str, Any], kind: dict[str, Any]) -> bool:
    """Whether any object is of this kind, also one that nobody knows yet."""
    kind = resolve(document, kind)
    return kind.get("type") == "object" and not (kind.get("required") or has_const(document, kind))


def webhook_union(document: dict[str, Any]) -> str | None:
    """The schema that has every webhook's body among its kinds; the smallest of them."""
    bodies = {name for body in webhook_bodies(document) if (name := _name(body))}
    fitting = [name for name, kinds in unions(document).items() if bodies <= set(kinds)]
    if not bodies:
        return None
    return min(fitting, key=lambda name: len(unions(document)[name]), default=None)


def webhook_bodies(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The schema of each webhook's body."""
    return [
        media.get("schema", {})
        for item in document.get("webhooks", {}).values()
        for operation in item.values()
        if isinstance(operation, dict)
        for media in resolve(document, cast("dict[str, Any]", operation).get("requestBody", {}))
        .get("content", {})
        .values()
    ]


def _kinds(document: dict[str, Any], schema: Schema) -> list[str]:
    """The names of its kinds; none if it has others than named objects."""
    if isinstance(schema, bool):
        return []
    for form in _FORMS:
        kinds = [_name(kind) for kind in schema.get(form, [])]
        if kinds and all(name and _is_object(document, name) for name in kinds):
            return cast("list[str]", kinds)
    return []


def _name(schema: Schema) -> str | None:
    reference: object = None if isinstance(schema, bool) else schema.get("$ref")
    if isinstance(reference, str) and reference.startswith(_PREFIX):
        return reference.removeprefix(_PREFIX)
    return None


def _is_object(document: dict[str, Any], name: str) -> bool:
    schema = resolve(document, {"$ref": _PREFIX + name})
    return schema.get("type") == "object" or "allOf" in schema or bool(_kinds(document, schema))
