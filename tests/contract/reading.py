"""What a person expects the client to make of a value, by the contract and not by the client.

An object of a schema with a name becomes the class of that name, of several forms the first that
fits; a list becomes a list, and everything keeps its members.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from openapi_python_client.strings import ClassName, PythonIdentifier

from green_api_client import models
from green_api_client.types import File
from tests.contract.documented import Contract, escaped

FIELD_PREFIX = "field_"
FORMS = ("anyOf", "oneOf")


def python_name(name: str) -> str:
    """Return the generator's Python name of a parameter, a field, a tag or an operation."""
    return PythonIdentifier(name, FIELD_PREFIX)


def model_named(name: str) -> Any:
    """Return the model that was made from the schema of this name."""
    return getattr(models, ClassName(name, FIELD_PREFIX))


def as_json(parsed: Any) -> Any:
    """Return what the client parsed as the JSON value that it stands for."""
    if isinstance(parsed, list):
        return [as_json(item) for item in parsed]
    if isinstance(parsed, Enum):
        return parsed.value
    return parsed.to_dict() if hasattr(parsed, "to_dict") else parsed


def schema_name(place: str) -> str | None:
    """Return the name of a schema, if it has one."""
    owner, _, name = place.rpartition("/")
    return name if owner == "/components/schemas" else None


def class_at(place: str) -> Any:
    """Return the class that was made from a schema with or without a name of its own, if any."""
    name = re.sub(r"/allOf/\d+", "", place).removeprefix("/components/schemas/")
    name = re.sub(r"/(?:anyOf|oneOf)/(\d+)", r"_type_\1", name)
    name = name.replace("/properties/", "_").replace("/items", "_item")
    return None if "/" in name else getattr(models, ClassName(name, FIELD_PREFIX), None)


def form_of(contract: Contract, place: str, value: Any) -> str:
    """Return where the schema stands that a value has: of several forms the first that fits."""
    place = contract.place(place)
    for group in FORMS:
        for index in range(len(contract.at(place).get(group, ()))):
            form = f"{place}/{group}/{index}"
            if contract.fits(form, value):
                return form_of(contract, form, value)
    return place


@dataclass(frozen=True)
class Part:
    """An object within a value.

    Attributes:
        pointer: its place in the value (RFC 6901).
        outer: where the schema stands by which it is read.
        place: where that of its form does.
    """

    pointer: str
    outer: str
    place: str
    value: dict[str, Any]


def objects(contract: Contract, outer: str, value: Any, pointer: str = "") -> Iterator[Part]:
    """Yield every object that a value has, the value itself first."""
    place = form_of(contract, outer, value)
    if isinstance(value, dict):
        yield Part(pointer, outer, place, value)
        for name, inner in contract.members(place).items():
            if name in value:
                yield from objects(contract, inner, value[name], f"{pointer}/{escaped(name)}")
    elif isinstance(value, list) and "items" in contract.at(place):
        for index, item in enumerate(value):
            yield from objects(contract, f"{place}/items", item, f"{pointer}/{index}")


def misread(contract: Contract, place: str, value: Any, parsed: Any) -> Iterator[str]:
    """Say in which parts a value was read as something else than what it is."""
    place = form_of(contract, place, value)
    if isinstance(value, list) and isinstance(parsed, list) and len(value) == len(parsed):
        for item, read in zip(value, parsed, strict=True):
            if "items" in contract.at(place):
                yield from misread(contract, f"{place}/items", item, read)
    elif isinstance(value, dict) and hasattr(parsed, "to_dict"):
        name = schema_name(place)
        if name and type(parsed) is not model_named(name):
            yield f"a {name} was read as {type(parsed).__name__}"
        for key, inner in contract.members(place).items():
            if key in value:
                read = getattr(parsed, python_name(key), None)
                yield from misread(contract, inner, value[key], read)
    elif isinstance(value, dict | list) and type(parsed) is not type(value):
        yield f"{value!r} was read as {parsed!r}"
    if as_json(parsed) != value or isinstance(value, bool) is not isinstance(parsed, bool):
        yield f"{value!r} was read as {as_json(parsed)!r}"


def built(contract: Contract, place: str, value: Any) -> Any:
    """Return a value made by naming its members, as a user of the client does."""
    place = form_of(contract, place, value)
    schema = contract.at(place)
    if isinstance(value, list) and "items" in schema:
        return [built(contract, f"{place}/items", item) for item in value]
    if schema.get("format") == "binary":
        content: Any = getattr(value, "data", value)  # as schemathesis wraps it
        return File(content.encode() if isinstance(content, str) else content)
    made = class_at(place)
    if made is None or not isinstance(value, dict):
        return made(value) if made and "enum" in schema else value
    members = contract.members(place)
    model = made(
        **{
            python_name(key): built(contract, members[key], value[key])
            for key in members
            if key in value
        }
    )
    for key in value.keys() - members.keys():
        model[key] = value[key]
    return model
