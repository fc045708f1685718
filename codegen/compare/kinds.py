"""Kinds of objects that come to what an answer may be, or go from it.

The comparing tool takes a new kind for something that callers cannot read, and one that is gone for
nothing. Where the kinds end with an open one it is the other way round: what is new was
read as the open one before, and what is gone is read as the open one now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codegen.contract import at, steps
from codegen.failure import CodegenError
from codegen.unions import is_open

if TYPE_CHECKING:
    from codegen.compare.differences import Difference

_FORMS = (("anyOf",), ("oneOf",))


def is_kind(difference: Difference) -> bool:
    """Whether one of several kinds was added or removed."""
    return difference.kind != "modified" and steps(difference.path)[-2:-1] in _FORMS


def is_object(difference: Difference) -> bool:
    """Whether that is a kind of object, and not null or a text."""
    schema = next(value for value in difference.values if value is not None)
    return "allOf" in schema or schema.get("type") == "object"


def has_open_kind(document: dict[str, Any], difference: Difference) -> bool:
    """Whether an open kind is among the others that are in this document, old or new."""
    try:
        kinds = at(document, (difference.old or difference.new).rpartition("/")[0])
    except CodegenError:
        return False  # the whole choice is not there
    return any(is_open(document, kind) for kind in kinds)
