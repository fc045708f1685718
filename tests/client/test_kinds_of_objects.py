"""An object of one of several kinds is read as the kind that it says it is, and as few others."""

from types import MappingProxyType, UnionType
from typing import Any, get_args

import pytest

from green_api_client import models
from green_api_client._reading import read_kind

UNIONS = [
    pytest.param(union, id=name)
    for name in models.__all__
    if isinstance(union := getattr(models, name), UnionType)
]


def told(kind: Any) -> dict[str, object]:
    """Return the members by which an object says that it is of this kind; the open one has none."""
    return dict(getattr(kind, "_consts", ()))


def tried(value: dict[str, object], union: Any, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return the kinds as which an object is read, when it turns out to be none of them."""
    found: list[Any] = []

    def refuse(kind: Any, _: object) -> None:
        found.append(kind)
        raise ValueError("not as described")

    for kind in get_args(union):
        monkeypatch.setattr(kind, "from_dict", classmethod(refuse))
    with pytest.raises(TypeError, match="none of the documented kinds"):
        read_kind(union, value)
    return found


@pytest.mark.parametrize("union", UNIONS)
def test_an_object_is_read_as_what_it_says_and_then_as_any(
    union: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    *known, unknown = get_args(union)
    assert known
    for kind in known:
        assert told(kind)
        assert tried(told(kind) | {"more": 1}, union, monkeypatch) == [kind, unknown]
    strange: list[object] = ["a kind to come", None, []]
    for value in ({}, *(dict.fromkeys(told(known[0]), one) for one in strange)):
        assert tried(value, union, monkeypatch) == [unknown]


@pytest.mark.parametrize("union", UNIONS)
@pytest.mark.parametrize("value", [None, 1, "text", []])
def test_what_is_no_object_is_of_no_kind(union: Any, value: object) -> None:
    with pytest.raises(TypeError, match="expected dict"):
        read_kind(union, value)


@pytest.mark.parametrize("union", UNIONS)
def test_what_is_like_an_object_is_read_too(union: Any) -> None:
    read = read_kind(union, MappingProxyType({"more": 1}))
    assert (type(read), read.to_dict()) == (get_args(union)[-1], {"more": 1})
