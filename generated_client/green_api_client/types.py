# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
# the name that users of the generator know
"""What all operations share: requests, answers, files, and the value of what is left out."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, Generic, Literal, NoReturn, TypeVar, cast

from attrs import define, field

from .masking import NO_SECRETS, Secrets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

T = TypeVar("T")


class Unset:
    """The type of `UNSET`, which stands for a member or an argument that is left out."""

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __reduce__(self) -> str:
        # Models compare with `is`, so that there must be one only, also after pickling.
        return "UNSET"


UNSET: Unset = Unset()

FileContent = IO[bytes] | bytes | str | PathLike[str]
FileTypes = tuple[str | None, FileContent, str | None]
"""Name, content and media type."""
RequestFiles = list[tuple[str, FileTypes]]


@define
class File:
    """A file to send.

    Attributes:
        payload: its path, its bytes, or an open file. It is read while it is sent.
        file_name: by default that of the path or the open file, or `file`.
        mime_type: by default what the name says.
    """

    payload: PathLike[str] | bytes | BinaryIO
    file_name: str | None = None
    mime_type: str | None = None

    def to_tuple(self) -> FileTypes:
        """Name, content and media type."""
        return self.file_name or _name_of(self.payload), self.payload, self.mime_type


def _name_of(content: object) -> str:
    """The name of a file, without its folder."""
    named: object = getattr(content, "name", content)  # a path has the same
    # The name of an open file may also be a number, or bytes.
    return Path(cast("str", named)).name if isinstance(named, (str, PathLike)) else "file"


class Stream(Iterable[bytes], AsyncIterable[bytes]):
    """A body that is read while it is sent, by blocking and by asynchronous senders."""


class Headers(Mapping[str, str]):
    """Headers by name, in any case. Values of a repeated name are joined by a comma."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._values: dict[str, str] = {}
        for name, value in pairs:
            key = name.lower()
            held = self._values.get(key)
            self._values[key] = value if held is None else f"{held}, {value}"

    @property
    def content_type(self) -> str:
        """What the body is; empty if nothing says so."""
        return self._values.get("content-type", "")

    def masked(self, secrets: Secrets) -> Headers:
        """The same without the secrets."""
        text = "\n".join(self._values.values())
        if secrets.mask(text) == text:
            return self
        return Headers((name, secrets.mask(value)) for name, value in self._values.items())

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Headers({self._values})"


@define
class Request:
    """What to send. No secret can be read in it until `reveal` puts them in.

    Attributes:
        method: in upper case.
        url: absolute, with a placeholder such as `~token~` where a secret belongs.
        headers: what the operation needs; a sender adds its own.
        content: the body; a `Stream` where it is read from a file while it is sent.
        secrets: what was left out. `read_response` masks it in the answer.
        secret_headers: the headers with a secret in them, as they are sent.
    """

    method: str
    url: str
    headers: dict[str, str]
    content: bytes | Stream | None = field(default=None, repr=False)
    secrets: Secrets = field(default=NO_SECRETS, repr=False, eq=False)
    secret_headers: dict[str, str] = field(factory=dict[str, str], repr=False)

    def reveal(self) -> Request:
        """The same with the secrets, for the wire only: do not log it, do not keep it."""
        headers = {**self.headers, **self.secret_headers}
        return RevealedRequest(self.method, self.secrets.reveal(self.url), headers, self.content)


@define(repr=False)
class RevealedRequest(Request):
    """A request as it goes over the wire."""

    def __repr__(self) -> str:
        return f"<{self.method} request with its secrets>"

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("A request with its secrets is not copied and not written to a pickle.")


@define
class Response(Generic[T]):
    """An answer, in which the secrets of the request are masked.

    Attributes:
        status_code: any number, also one that HTTP does not name.
        content: the body as it came, with stars for the secrets.
        headers: by name, in any case.
        parsed: the body as the contract describes it; None where it has no body, or is not so.
        understood: whether the contract has this answer: the status, and for it this body.
        problem: why it was not understood, in words.
        secret_members: the members of the body that no repr and no error shows.
    """

    status_code: int
    content: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    parsed: T | None
    understood: bool
    problem: str | None = None
    secret_members: Sequence[str] = field(default=(), repr=False, eq=False)


__all__ = [
    "UNSET",
    "File",
    "FileTypes",
    "Headers",
    "Request",
    "RequestFiles",
    "Response",
    "RevealedRequest",
    "Stream",
    "Unset",
]
