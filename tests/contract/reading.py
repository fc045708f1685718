"""What a person expects the client to make of a value, by the contract and not by the client.

An object of a schema with a name becomes the class of that name, of several forms the first that
fits; a list becomes a list, and everything keeps its members.
"""

from collections.abc import Iterator
from enum import Enum
from typing import Any

from openapi_python_client.strings import ClassName, PythonIdentifier

from green_api_client import models
from tests.contract.documented import Contract, escaped
from tests.contract.judging import Judge

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


def form_of(contract: Contract, judge: Judge, place: str, value: Any) -> str:
    """Return where the schema stands that a value has: of several forms the first that fits."""
    place = contract.place(place)
    for group in FORMS:
        for index in range(len(contract.at(place).get(group, ()))):
            form = f"{place}/{group}/{index}"
            if not judge.value(form, value):
                return form_of(contract, judge, form, value)
    return place


def misread(contract: Contract, judge: Judge, place: str, value: Any, parsed: Any) -> Iterator[str]:
    """Say in which parts a value was read as something else than what it is."""
    place = form_of(contract, judge, place, value)
    schema = contract.at(place)
    if isinstance(value, list) and isinstance(parsed, list) and len(value) == len(parsed):
        for item, read in zip(value, parsed, strict=True):
            if "items" in schema:
                yield from misread(contract, judge, f"{place}/items", item, read)
    elif isinstance(value, dict) and hasattr(parsed, "to_dict"):
        name = schema_name(place)
        if name and type(parsed) is not model_named(name):
            yield f"a {name} was read as {type(parsed).__name__}"
        for key in schema.get("properties", {}).keys() & value.keys():
            read = getattr(parsed, python_name(key), None)
            inner = f"{place}/properties/{escaped(key)}"
            yield from misread(contract, judge, inner, value[key], read)
    elif isinstance(value, dict | list) and type(parsed) is not type(value):
        yield f"{value!r} was read as {parsed!r}"
    if as_json(parsed) != value or isinstance(value, bool) is not isinstance(parsed, bool):
        yield f"{value!r} was read as {as_json(parsed)!r}"


def built(contract: Contract, judge: Judge, place: str, value: Any) -> Any:
    """Return a value made by naming its members, as a user of the client does."""
    place = form_of(contract, judge, place, value)
    schema = contract.at(place)
    if isinstance(value, list):
        items = f"{place}/items"
        return [
            built(contract, judge, items, item) if "items" in schema else item for item in value
        ]
    name = schema_name(place)
    if name is None or not isinstance(value, dict):
        return model_named(name)(value) if name and "enum" in schema else value
    properties = schema.get("properties", {})
    model = model_named(name)(
        **{
            python_name(key): built(
                contract, judge, f"{place}/properties/{escaped(key)}", value[key]
            )
            for key in properties
            if key in value
        }
    )
    for key in value.keys() - properties.keys():
        model[key] = value[key]
    return model
