"""Where the links are in an answer's example: the schema marks them with `x-mock: {link: true}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from green_api_mock.contract.document import Node, as_list, as_object, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from green_api_mock.contract.answer import Place

# Schemas lead to others without going deeper into the value, which a circle does for ever.
_MOST_HOPS = 16
# What stands in the place of a link and is none is left as it is.
_SCHEMES = ("http://", "https://")


def find_links(schema: Node, value: Any) -> tuple[Place, ...]:
    """The places of all links in a value, in its order."""
    found = dict.fromkeys(_links(schema, value, (), 0))
    return tuple(found)


def _links(schema: Node, value: Any, place: Place, hops: int) -> Iterator[Place]:
    if hops > _MOST_HOPS or not is_object(schema.value):
        return
    if isinstance(value, str):
        if value.startswith(_SCHEMES) and schema.at("x-mock").at("link").value is True:
            yield place
    elif isinstance(value, list):
        for index, item in enumerate(as_list(value)):
            yield from _links(schema.at("items"), item, (*place, index), 0)
    elif is_object(value):
        properties = schema.at("properties")
        for name, item in as_object(value).items():
            known = properties.at(name) or schema.at("additionalProperties")
            yield from _links(known, item, (*place, name), 0)
    for way in ("allOf", "anyOf", "oneOf"):
        for branch in schema.at(way):
            yield from _links(branch, value, place, hops + 1)
