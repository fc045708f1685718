"""Reading and changing JSON values by their places."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from green_api_mock.contract.document import as_object

if TYPE_CHECKING:
    from green_api_mock.contract.answer import Place


def get_in(value: Any, place: Place) -> Any:
    """What is at a place in a JSON value; None where there is nothing."""
    for name in place:
        if isinstance(name, int):
            value = cast("list[Any]", value)[name]
        else:
            value = as_object(value).get(name)
    return value


def set_in(value: Any, place: Place, new: Any) -> Any:
    """A copy of a JSON value with another value at a place."""
    if not place:
        return new
    name, *rest = place
    if isinstance(name, int):
        items = list(cast("list[Any]", value))
        items[name] = set_in(items[name], tuple(rest), new)
        return items
    return {**as_object(value), name: set_in(as_object(value).get(name), tuple(rest), new)}


def without(value: Any, place: Place) -> Any:
    """A copy of a JSON value that has nothing at a place."""
    *above, name = place
    holder = dict(as_object(get_in(value, tuple(above))))
    holder.pop(str(name), None)
    return set_in(value, tuple(above), holder)


def dump(value: Any) -> bytes:
    """A JSON value as bytes, in the form in which Prism writes it."""
    # A field's name may hold half of a surrogate pair, which UTF-8 cannot.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
