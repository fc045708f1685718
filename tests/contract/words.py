"""Every word of the contract that the gate has to meet."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator

from tests.contract.documented import JSON, Contract, Operation, escaped
from tests.contract.judging import KEYWORDS, Judge
from tests.contract.reading import FORMS

# Keywords of which only the schemas within them say something, or that say nothing of a value.
WALKED = {"$ref", "properties", "items", "allOf", "format"}


@dataclass(frozen=True)
class Word:
    """One word.

    Attributes:
        kind: as the report counts it.
        place: its JSON pointer.
        allows: it is a keyword, so a value has to be seen that it allows.
        forbids: it is a keyword, so a value has to be seen that it forbids.
    """

    kind: str
    place: str
    allows: bool = False
    forbids: bool = False

    def lack(self, judge: Judge) -> str | None:
        """Return a sentence if the judge has not met the word."""
        if not (self.allows or self.forbids or self.place in judge.seen):
            return f"{self.place} was never seen on the wire."
        if self.allows and self.place not in judge.allowed:
            return f"{self.place} never allowed anything: no value was held against it."
        if self.forbids and self.place not in judge.forbidden:
            return f"{self.place} never forbade anything: no wrong value was held against it."
        return None


def words(contract: Contract) -> list[Word]:
    """Return every word of the contract, once."""
    found = [word for operation in contract.operations for word in _of_operation(operation)]
    for webhook in contract.webhooks:
        found.append(Word("webhooks", webhook.pointer))
        found += _of_content(contract, str(webhook.body_place))
    return list(dict.fromkeys(found))


def _of_operation(operation: Operation) -> Iterator[Word]:
    contract = operation.contract
    yield Word("operations", operation.pointer)
    yield from (Word("servers", place) for place in operation.server_places)
    for place in operation.parameter_places:
        yield Word("parameters", place)
        yield from _of_schema(contract, f"{place}/schema", is_text=True)
    if operation.body_place:
        yield from _of_content(contract, operation.body_place)
    for status in operation.statuses:
        place = operation.response_place(status)
        yield Word("statuses", place)
        for name in contract.at(place).get("headers", {}):
            use = f"{place}/headers/{escaped(name)}"
            yield Word("headers", use)
            yield from _of_schema(contract, f"{contract.place(use)}/schema", is_text=True)
        yield from _of_content(contract, place)


def _of_content(contract: Contract, owner: str) -> Iterator[Word]:
    for media_type, media in contract.at(owner).get("content", {}).items():
        place = f"{owner}/content/{escaped(media_type)}"
        yield Word("media types", place)
        yield from _of_schema(contract, f"{place}/schema", is_text=media_type != JSON)
        for group in ("examples", "x-deviations"):
            for name in media.get(group, {}):
                yield Word("named examples", f"{place}/{group}/{escaped(name)}")


def _of_schema(contract: Contract, place: str, *, is_text: bool) -> Iterator[Word]:
    for owner in _schemas(contract, place, set()):
        schema = contract.at(owner)
        for keyword, value in schema.items():
            # What comes as text is a text, and what comes as a form has members.
            if is_text and keyword == "type" and value in ("string", "object"):
                continue
            if keyword in KEYWORDS:
                # `additionalProperties` may be the schema that allows, or forbids, everything.
                allows, forbids = value is not False, value is not True
                yield Word("keywords", f"{owner}/{keyword}", allows, forbids)
            elif keyword in Draft202012Validator.VALIDATORS and keyword not in WALKED:
                raise NotImplementedError(f"the gate does not know {owner}/{keyword}")


def _schemas(contract: Contract, place: str, known: set[str]) -> Iterator[str]:
    """Yield where a schema stands, and every schema within it."""
    place = contract.place(place)
    if place in known:
        return
    known.add(place)
    schema: dict[str, Any] = contract.at(place)
    yield place
    for name in schema.get("properties", {}):
        yield from _schemas(contract, f"{place}/properties/{escaped(name)}", known)
    for keyword in ("items", "additionalProperties"):
        if isinstance(schema.get(keyword), dict):
            yield from _schemas(contract, f"{place}/{keyword}", known)
    for keyword in ("allOf", *FORMS):
        for index in range(len(schema.get(keyword, ()))):
            yield from _schemas(contract, f"{place}/{keyword}/{index}", known)
