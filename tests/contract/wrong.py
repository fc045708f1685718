"""Values that break one keyword of a schema each, made from a value that keeps to it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.contract.documented import Contract, Node, Operation, example_of
from tests.contract.judging import Judge
from tests.contract.reading import FORMS
from tests.contract.sent import kinds_of

_OF_EACH_TYPE: tuple[Any, ...] = (None, True, 7, 0.5, "a text", [], {})
_LEAST = {"string": "a", "integer": 1, "number": 1.5, "boolean": True, "array": [], "null": None}
# In no pattern of a URL's parameter, and no number.
_ODD_TEXTS = ("a text", "é", "-", "1.5")
ADDED = "field that nobody documented"


def least(contract: Contract, place: str) -> Any:
    """Return a value with only what a schema requires."""
    place = contract.place(place)
    schema = contract.at(place)
    for group in FORMS:
        if group in schema:
            return least(contract, f"{place}/{group}/0")
    if "const" in schema:
        return schema["const"]
    members = contract.members(place)
    if members or kinds_of(schema) == ["object"]:
        return {name: least(contract, members[name]) for name in contract.required(place)}
    known = [*schema.get("enum", ()), *schema.get("examples", ())]
    return known[0] if known else _LEAST[next(iter(kinds_of(schema)), "null")]


def wrong_texts(operation: Operation, judge: Judge, place: str) -> Iterator[str]:
    """Yield texts that a parameter must not have."""
    parameter = operation.contract.at(place)
    schema = operation.contract.follow(parameter["schema"])
    texts = [*_ODD_TEXTS, *_other_lengths(schema, str(example_of(parameter)))]
    texts += [str(number) for number in _beyond(schema)]
    if parameter["in"] == "header":
        texts = [text for text in texts if text.isascii()]  # as the line of a header is
    for text in dict.fromkeys(texts):
        if text and judge.text(place, parameter["name"], text):
            yield text


@dataclass
class Variations:
    """Values that differ from a right one in one part, each part of a schema once.

    Attributes:
        judge: notes what each part allows and forbids.
        done: where the schemas stand whose parts were varied.
    """

    contract: Contract
    judge: Judge
    done: set[str] = field(default_factory=set[str])

    def of(self, place: str, right: Any) -> Iterator[Any]:
        """Yield every variation of a value."""
        place = self.contract.place(place)
        schema = self.contract.at(place)
        forms = [
            f"{place}/{group}/{i}" for group in FORMS for i in range(len(schema.get(group, ())))
        ]
        for form in forms:
            fits = self.contract.fits(form, right)
            yield from self.of(form, right if fits else least(self.contract, form))
        new = [part for part in self.contract.parts(place) if part not in self.done]
        for part in new:
            self.done.add(part)
            for other in _other_values(self.contract.at(part), right):
                self.judge.value(place, other)
                yield other
        # What is within may have parts that were not met yet.
        if isinstance(right, dict):
            for name, inner in self.contract.members(place).items():
                value = right[name] if name in right else least(self.contract, inner)
                yield from (right | {name: other} for other in self.of(inner, value))
        elif isinstance(right, list) and "items" in schema:
            inner = f"{place}/items"
            for item in right or [least(self.contract, inner)]:
                yield from ([other] for other in self.of(inner, item))


def _other_values(schema: Node, right: Any) -> Iterator[Any]:
    yield from _OF_EACH_TYPE
    if isinstance(right, dict):
        yield right | {ADDED: 1}
        for name in schema.get("required", []):
            yield {key: value for key, value in right.items() if key != name}
        if "minProperties" in schema:
            yield dict(list(right.items())[: schema["minProperties"] - 1])
    elif isinstance(right, list):
        yield [*right, *right]
    elif isinstance(right, str):
        yield from _other_lengths(schema, right)
    elif not isinstance(right, bool | None):
        yield from _beyond(schema)


def _beyond(schema: Node) -> Iterator[int]:
    for bound, step in (("minimum", -1), ("maximum", 1)):
        if bound in schema:
            yield schema[bound] + step


def _other_lengths(schema: Node, right: str) -> Iterator[str]:
    if "minLength" in schema:
        yield right[: schema["minLength"] - 1]
    if "maxLength" in schema:
        yield right * (schema["maxLength"] // max(len(right), 1) + 1)
