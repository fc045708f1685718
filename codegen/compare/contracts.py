"""The changes of the contract, and whom each of them breaks.

What breaks a caller is for the most part the comparing tool's word. What breaks a server is the
mirror image: a contract that asks more of the server than the older one did is, read backwards,
one that promises less to the caller.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from codegen import contract
from codegen.compare.change import Change
from codegen.compare.differences import Difference, differences
from codegen.compare.kinds import has_open_kind, is_kind, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from codegen.layout import Layout

Document: TypeAlias = "dict[str, Any]"
Json: TypeAlias = "dict[str, Json] | list[Json] | str | float | bool | None"

_PART = "contract"
_MOCK = "x-mock"
_SEPARATOR = " > "
_LONGEST_VALUE = 60
_RESPONSE = "/responses/"
_WEBHOOKS = "#/webhooks"
# A server that sends what is no longer documented is wrong now; a missing header or property
# is another matter, because answers may hold more than the contract names.
_WHAT_A_SERVER_CHOOSES = ("Response", "MediaType", "MediaTypesMap")


def contract_changes(layout: Layout, old: Layout, scratch: Path) -> list[Change]:
    """Every change of the contract in `layout` since the one in `old`, each once.

    Raises:
        CodegenError: if one of the two cannot be read.
    """
    documents = contract.load(old.contract), contract.load(layout.contract)
    forward = differences(layout, old.contract, layout.contract, scratch)
    backward = {
        (difference.new, difference.old, difference.keyword): difference
        for difference in differences(layout, layout.contract, old.contract, scratch)
    }
    rows: dict[tuple[str, str, str], Change] = {}
    for difference in forward:
        if difference.kind == "modified" and difference.path.endswith("/" + _MOCK):
            continue  # told below, once
        key = (difference.old, difference.new, difference.keyword)
        change = _change(difference, backward.get(key), documents)
        rows[key] = _merged(rows[key], change) if key in rows else change
    return [*rows.values(), *_unseen_changes(*documents)]


def _change(
    difference: Difference, mirrored: Difference | None, documents: tuple[Document, Document]
) -> Change:
    caller = bool(difference.reasons) or _breaks_a_promise(difference)
    server = _breaks_server(difference, mirrored)
    if _is_read(difference) and is_kind(difference):
        caller, server = _breaks_by_kind(difference, *documents)
    what = "; ".join(difference.reasons) or _told(difference)
    return Change(
        part=_PART,
        where=_readable(contract.steps(difference.path)),
        what=what,
        breaks_caller=caller,
        breaks_server=server,
        adds=difference.kind == "added",
    )


def _breaks_a_promise(difference: Difference) -> bool:
    """Whether it breaks callers by what this project promises beyond OpenAPI."""
    old, new = difference.values
    if difference.type_name == "Example" and _RESPONSE in difference.path:
        return difference.kind != "added" and difference.keyword in ("", "key")
    if difference.keyword == "x-sensitive":
        return bool(old) and not new
    return _is_header_rule(difference) and bool(old) and not new


def _breaks_server(difference: Difference, mirrored: Difference | None) -> bool:
    if difference.kind == "added" and _is_read(difference):
        return difference.type_name == "Header" and _is_required(difference.values[1])
    if difference.kind == "removed" and _is_read(difference):
        return difference.type_name in _WHAT_A_SERVER_CHOOSES
    if difference.type_name == "Server" or difference.keyword == "operationId":
        return False  # hosts to choose from, and a name of the caller's code
    if _is_header_rule(difference):
        return bool(difference.values[1])
    return mirrored is not None and bool(mirrored.reasons)


def _is_read(difference: Difference) -> bool:
    """Whether it is the caller who reads it: an answer, or a webhook, which comes to callers."""
    if not difference.path.startswith(_WEBHOOKS):
        return _RESPONSE in difference.path
    return _RESPONSE not in difference.path


def _breaks_by_kind(difference: Difference, old: Document, new: Document) -> tuple[bool, bool]:
    """Whether a kind of what callers read, which came or went, breaks the caller and the server."""
    an_object = is_object(difference)
    if difference.kind == "added":
        return not (an_object and has_open_kind(old, difference)), False
    return an_object, not (an_object and has_open_kind(new, difference))


def _is_header_rule(difference: Difference) -> bool:
    return difference.type_name == "Header" and difference.keyword == "required"


def _is_required(header: dict[str, Any]) -> bool:
    return header.get("required") is True


def _merged(one: Change, other: Change) -> Change:
    """The same place of the document, used twice: what breaks one use breaks it."""
    return replace(
        one,
        what=one.what if one.breaks_caller or not other.breaks_caller else other.what,
        breaks_caller=one.breaks_caller or other.breaks_caller,
        breaks_server=one.breaks_server or other.breaks_server,
    )


def _told(difference: Difference) -> str:
    old, new = map(_short, difference.values)
    if difference.kind != "modified":
        return f"{difference.type_name} was {difference.kind}"
    if difference.keyword == "key":
        return f"renamed from {old} to {new}"
    return f"`{difference.keyword}` changed from {old} to {new}"


def _short(value: Any) -> str:
    text = "nothing" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "…"


def _readable(place: tuple[str, ...]) -> str:
    return _SEPARATOR.join(place[1:] if place[0] == "paths" else place)


def _unseen_changes(old: Document, new: Document) -> Iterator[Change]:
    """What the tool takes for plain data: the examples' values and the mock's declarations."""
    before, after = dict(_plain_data(old)), dict(_plain_data(new))
    for place in sorted(before.keys() & after.keys()):
        if before[place] != after[place]:
            what = "the mock does something else" if place[-1] == _MOCK else "other values"
            yield Change(_PART, _readable(place), what)


def _plain_data(node: Json, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Json]]:
    if isinstance(node, list):
        node = {str(index): item for index, item in enumerate(node)}
    if not isinstance(node, dict):
        return
    for name, inner in node.items():
        here = (*place, str(name))
        if name == _MOCK or (here[-3:-2] == ("examples",) and name == "value"):
            yield here, inner
        else:
            yield from _plain_data(inner, here)
