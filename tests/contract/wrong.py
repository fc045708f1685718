"""Values that break one keyword of a schema each, made from a value that keeps to it."""

from collections.abc import Iterator
from typing import Any

from tests.contract.documented import Contract, Operation
from tests.contract.judging import Judge

_OF_EACH_TYPE: tuple[Any, ...] = (None, True, 7, 0.5, "a text", [], {})
# In no pattern of a URL's parameter, and no number.
_ODD_TEXTS = ("a text", "é", "-", "1.5")
ADDED = "field that nobody documented"


def wrong_bodies(contract: Contract, judge: Judge, place: str, right: Any) -> Iterator[Any]:
    """Yield bodies that differ from a right one in one part, with which they break the schema."""
    for body in _wrong(contract, contract.place(place), right):
        if judge.value(place, body):
            yield body


def wrong_texts(operation: Operation, judge: Judge, place: str) -> Iterator[str]:
    """Yield texts that a parameter must not have."""
    parameter = operation.contract.at(place)
    schema = operation.contract.follow(parameter["schema"])
    numbers = _beyond(schema) if schema.get("type") == "integer" else ()
    texts = [*_ODD_TEXTS, *_other_lengths(schema, str(parameter["example"])), *map(str, numbers)]
    for text in dict.fromkeys(texts):
        if text and judge.text(place, parameter["name"], text):
            yield text


def _wrong(contract: Contract, place: str, right: Any) -> Iterator[Any]:
    schema = contract.at(place)
    yield from _OF_EACH_TYPE
    if isinstance(right, int | float) and not isinstance(right, bool):
        yield from _beyond(schema)
    elif isinstance(right, str):
        yield from _other_lengths(schema, right)
    elif isinstance(right, list):
        yield [*right, *right]
        if right and isinstance(schema.get("items"), dict):
            inner = contract.place(f"{place}/items")
            yield from ([value, *right[1:]] for value in _wrong(contract, inner, right[0]))
    elif isinstance(right, dict):
        yield from _wrong_object(contract, place, right)


def _wrong_object(contract: Contract, place: str, right: dict[str, Any]) -> Iterator[Any]:
    yield right | {ADDED: 1}
    for name in contract.at(place).get("required", []):
        yield {key: value for key, value in right.items() if key != name}
    for name in contract.at(place).get("properties", {}).keys() & right.keys():
        inner = contract.place(f"{place}/properties/{name}")
        yield from (right | {name: value} for value in _wrong(contract, inner, right[name]))


def _beyond(schema: dict[str, Any]) -> Iterator[int]:
    for bound, step in (("minimum", -1), ("maximum", 1)):
        if bound in schema:
            yield schema[bound] + step


def _other_lengths(schema: dict[str, Any], right: str) -> Iterator[str]:
    if "minLength" in schema:
        yield right[: schema["minLength"] - 1]
    if "maxLength" in schema:
        yield right * (schema["maxLength"] // max(len(right), 1) + 1)
