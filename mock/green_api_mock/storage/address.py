"""Where a file is: `/media/<instance>/<operation>/<example>/<name>`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

if TYPE_CHECKING:
    from green_api_mock.contract import Answer, Operation

MEDIA_PATH = "/media/"
# For whoever asks. No instance is called so, as the parameter of a path is never empty.
_ANYBODY = "-"
_PARTS = 4
KEPT = "~"
"""Stands for the operation where a file is no answer's, but was kept with a payload."""


@dataclass(frozen=True, slots=True)
class Address:
    """One file of the storage, as one instance sees it.

    Attributes:
        instance: whom the link was given to; None for anybody.
        operation: the id of the operation whose answer holds the link.
        answer: the example's name.
        name: the last part of the link, as it stands in the contract.
    """

    instance: str | None
    operation: str
    answer: str
    name: str

    @property
    def file(self) -> tuple[str, str, str]:
        """What is the same for every instance."""
        return self.operation, self.answer, self.name


def media_path(operation: Operation, answer: Answer, link: str, instance: str | None) -> str:
    """Where the mock serves the file that a link of the contract leads to."""
    return address_path(instance, operation.id, answer.name, file_name(link))


def address_path(instance: str | None, operation: str, answer: str, name: str) -> str:
    """The path of a file of the storage; its name is percent-encoded already."""
    parts = (_ANYBODY if instance is None else instance, operation, answer)
    quoted = "/".join(quote(part, safe="") for part in parts)
    return f"{MEDIA_PATH}{quoted}/{name}"


def file_name(link: str) -> str:
    """The last part of a link, still percent-encoded."""
    return urlsplit(link).path.rpartition("/")[2]


def read_address(path: str) -> Address | None:
    """The file that a raw path names; None if it can be none."""
    parts = path.removeprefix(MEDIA_PATH).split("/", _PARTS - 1)
    if len(parts) != _PARTS:
        return None
    instance, operation, answer = (unquote(part) for part in parts[:-1])
    return Address(None if instance == _ANYBODY else instance, operation, answer, parts[-1])
