"""Places in JSON values, as a contract names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from green_api_mock.contract.memory import Copies, Member
from green_api_mock.errors import ContractError

if TYPE_CHECKING:
    from green_api_mock.contract.answer import Place
    from green_api_mock.contract.document import Node


def place_of(text: str) -> Place:
    """A place that is written with dots."""
    return tuple(text.split("."))


def dotted(place: Place) -> str:
    """A place as it is written."""
    return ".".join(map(str, place))


def copies(node: Node) -> Copies:
    """Where something goes, and where it comes from."""
    return {place_of(to): place_of(source.text()) for to, source in node.items()}


def sources(node: Node) -> dict[str, Place]:
    """Names, and where their values come from."""
    return {name: place_of(source.text()) for name, source in node.items()}


def member(text: str, where: str) -> Member:
    """A place in a document.

    Raises:
        ContractError: the text does not name one.
    """
    document, _, at = text.partition(".")
    if not at:
        raise ContractError(f"{where} must name a document and a place in it: name.place")
    return Member(document, place_of(at))
