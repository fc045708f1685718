"""Finding one's way in a parsed OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from green_api_mock.errors import ContractError

JsonObject = Mapping[str, Any]


class MissingKeyError(Exception):
    """A key that must be there is not."""


def as_object(value: Any) -> JsonObject:
    """The value if it is a mapping, else an empty one."""
    return cast("JsonObject", value) if is_object(value) else {}


def as_list(value: Any) -> list[Any]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []  # pyright: ignore[reportUnknownVariableType] - JSON


def is_object(value: object) -> bool:
    """Whether the value is a mapping."""
    return isinstance(value, dict)


class Node:
    """A place in the document: looks keys up, follows references, and can say where it is."""

    def __init__(self, document: JsonObject, value: Any, where: str) -> None:
        self.document = document
        self.where = where
        self.value = self._resolve(value)

    def _resolve(self, value: Any) -> Any:
        for _ in range(32):
            if not (isinstance(as_object(value).get("$ref"), str)):
                return value
            value = self._target(as_object(value)["$ref"])
        raise ContractError(f"{self.where}: its $ref leads in a circle")

    def _target(self, reference: str) -> Any:
        if not reference.startswith("#/"):
            raise ContractError(f"{self.where}: only $ref within the file are understood")
        target: Any = self.document
        for part in reference[2:].split("/"):
            key = part.replace("~1", "/").replace("~0", "~")
            if key not in as_object(target):
                raise ContractError(f"{self.where}: there is nothing at {reference}")
            target = as_object(target)[key]
        return target

    def __getitem__(self, key: str) -> Node:
        if key not in as_object(self.value):
            raise MissingKeyError(f"{self.where} has no `{key}`")
        return self.at(key)

    def at(self, key: str) -> Node:
        """The value of a key, or an empty place."""
        found = as_object(self.value).get(key)
        return Node(self.document, found, f"{self.where} > {key}")

    def items(self) -> Iterator[tuple[str, Node]]:
        """The keys and the places below them."""
        if self.value is None:
            return
        if not is_object(self.value):
            raise ContractError(f"{self.where} must be a mapping")
        for key, value in as_object(self.value).items():
            yield str(key), Node(self.document, value, f"{self.where} > {key}")

    def values(self) -> list[Node]:
        """The places below the keys."""
        return [below for _, below in self.items()]

    def __iter__(self) -> Iterator[Node]:
        for index, value in enumerate(as_list(self.value)):
            yield Node(self.document, value, f"{self.where} > {index}")

    def only(self, *words: str) -> Node:
        """This place itself, if it is a mapping and its keys are among these.

        Raises:
            ContractError: it says something else.
        """
        for key in dict(self.items()):
            if key not in words:
                raise ContractError(f"{self.where} cannot say `{key}`: use {', '.join(words)}")
        return self

    def text(self, default: str = "") -> str:
        """The value, if there is one, as text."""
        value: object = self.value
        return default if value is None else str(value)

    def number(self, default: float | None = None) -> float:
        """The value, which must be a number; the default, if there is one, where nothing is."""
        value = default if self.value is None else self.value
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise ContractError(f"{self.where} must be a number, not {value!r}")
        return value

    def flag(self) -> bool:
        """The value, which must be true or false; false where nothing is."""
        if self.value not in (None, True, False):
            raise ContractError(f"{self.where} must be true or false, not {self.value!r}")
        return self.value is True

    def names(self) -> tuple[str, ...]:
        """The value, which must be a list of names; none where nothing is."""
        if self.value is not None and not isinstance(self.value, list):
            raise ContractError(f"{self.where} must be a list of names, not {self.value!r}")
        return tuple(each.text() for each in self)

    def __bool__(self) -> bool:
        return self.value is not None
