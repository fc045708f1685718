"""Can a server say something new without being misunderstood?

An answer that was read by a value set that grew, or by kinds of which there is a new one, would not
be understood as a whole. In requests both are welcome: there the client sends what is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codegen.contract import VALUES, JsonPath, objects, operations, pointer, resolve, steps
from codegen.problem import Problem
from codegen.unions import has_const, is_open, webhook_bodies, webhook_union

if TYPE_CHECKING:
    from collections.abc import Iterator


def problems(document: dict[str, Any]) -> Iterator[Problem]:
    """What would make a whole answer unreadable for one new value in it."""
    for place, schema in _answer_schemas(document):
        yield from _closed(document, place, schema)
    if webhook_bodies(document) and webhook_union(document) is None:
        yield Problem(
            "No schema has all webhooks among its kinds, so nothing could read them.",
            "/webhooks",
            "write a schema with `anyOf`: a $ref to each webhook's body, and an open one last.",
        )


def _closed(document: dict[str, Any], place: JsonPath, schema: dict[str, Any]) -> Iterator[Problem]:
    if "enum" in schema:
        yield Problem(
            "An answer has an `enum`. A value that the server adds later would make the whole "
            "answer unreadable.",
            pointer(place),
            "write the known values into the description and into `examples`.",
        )
    kinds = [resolve(document, kind) for kind in schema.get("anyOf", schema.get("oneOf", []))]
    mixed = [kind for kind in kinds if has_const(document, kind)]
    if mixed and not is_open(document, kinds[-1]):
        yield Problem(
            "An answer is one of several kinds, and the last of them is not open. A kind that the "
            "server adds later would make the whole answer unreadable.",
            pointer(place),
            "end the kinds with an object that requires nothing and allows additional properties.",
        )


def _answer_schemas(document: dict[str, Any]) -> Iterator[tuple[JsonPath, dict[str, Any]]]:
    """Every schema that an answer or a webhook is read by, each once, with a place of it."""
    seen: list[dict[str, Any]] = []
    waiting: list[tuple[JsonPath, dict[str, Any]]] = [
        ((*place, "responses", status, "content", media_type, "schema"), media.get("schema", {}))
        for place, operation in operations(document)
        for status, response in operation.get("responses", {}).items()
        for media_type, media in resolve(document, response).get("content", {}).items()
    ]
    waiting += [(("webhooks",), body) for body in webhook_bodies(document)]
    while waiting:
        place, node = waiting.pop()
        if reference := node.get("$ref"):
            place, node = steps(reference), resolve(document, node)
        if any(node is other for other in seen):
            continue
        seen.append(node)
        for inner, part in objects(node, place, skipped=VALUES):
            if "$ref" in part:
                waiting.append((inner, part))
            else:
                yield inner, part
