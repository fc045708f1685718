"""Bodies that break exactly one rule of a request's schema."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import jsonschema

# Odd enough to break any one rule, small enough to do no harm.
VALUES: tuple[Any, ...] = (0, "?", "", [], {}, None, True, 1.5, -1, 10**12, "x" * 300)
UNKNOWN = "unknownField"


@dataclass(frozen=True)
class Broken:
    """A body and the one rule that it breaks.

    Attributes:
        rule: the JSON Schema keyword.
        field: where it is broken.
    """

    rule: str
    field: str
    body: dict[str, Any]


def broken_bodies(
    schema: dict[str, Any], components: dict[str, Any], valid: dict[str, Any]
) -> list[Broken]:
    """Return one body for every rule and field that can be broken alone.

    Args:
        schema: of the body.
        components: what the schema's references lead to.
        valid: a body that breaks no rule.
    """
    validator = jsonschema.Draft202012Validator({**schema, "components": components})
    found: dict[tuple[str, str], Broken] = {}
    for field, body in candidates(schema, valid):
        errors = list(validator.iter_errors(body))
        if len(errors) == 1:
            rule = str(errors[0].validator)
            found.setdefault((rule, field), Broken(rule, field, body))
    return list(found.values())


def candidates(
    schema: dict[str, Any], valid: dict[str, Any]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield bodies that differ from a valid one in a single field."""
    for field in valid:
        yield field, {name: value for name, value in valid.items() if name != field}
    yield UNKNOWN, {**valid, UNKNOWN: "?"}
    for field in schema.get("properties", {}):
        for value in VALUES:
            yield field, {**valid, field: value}
