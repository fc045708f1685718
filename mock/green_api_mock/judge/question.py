"""What Prism is asked about one request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

from green_api_mock.contract.model import MULTIPART

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from green_api_mock.contract.model import Operation
    from green_api_mock.judge.violations import Violation

_BOUNDARY = "boundary-of-the-mock"


@dataclass(frozen=True, slots=True)
class Body:
    """A body as Prism sees it.

    Attributes:
        value: of JSON its value, of anything else its text.
    """

    media_type: str
    value: Any


@dataclass(frozen=True, slots=True)
class Question:
    """One request: does it keep to the contract?

    Attributes:
        operation: the one that it belongs to.
        values: the parameters of the path, decoded.
        query: the documented parameters of the query; several values where one came repeatedly.
        headers: the documented parameters of the header.
        body: None without one.
        answer: what came back, to be judged too, as Prism has it; None for a request alone.
    """

    operation: Operation
    values: Mapping[str, str]
    query: Mapping[str, str | list[str]] = field(default_factory=dict[str, "str | list[str]"])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: Body | None = None
    answer: Mapping[str, Any] | None = None

    def as_json(self) -> list[Any]:
        """In the form that `judge.js` reads."""
        operation, body = self.operation, self.body
        path = operation.template
        for name, value in self.values.items():
            path = path.replace(f"{{{name}}}", quote(value, safe=""))
        headers = dict(self.headers)
        if body is not None:
            headers |= {"content-type": body.media_type, "content-length": "1"}
        method = operation.method.lower()
        request = {
            "method": method,
            "url": {"path": path, "query": self.query},
            "headers": headers,
            "body": None if body is None else body.value,
        }
        return [f"{method} {operation.template}", request, self.answer]


def form_body(fields: Mapping[str, str]) -> Body:
    """The fields of a form as a body. It stands for one whose files nobody has to look at."""
    parts = [
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{quote(name)}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    return Body(f"{MULTIPART}; boundary={_BOUNDARY}", f"{''.join(parts)}--{_BOUNDARY}--\r\n")


class JudgeAwayError(Exception):
    """There is no verdict: Prism is not there, or did not answer in time."""


class JudgeFailedError(Exception):
    """Prism cannot judge this request. The text is its own reason."""


class Judge(Protocol):
    """Who says what is wrong with a request."""

    async def verdict(self, question: Question) -> Sequence[Violation]:
        """The rules that are broken, in Prism's order.

        Raises:
            JudgeAwayError: there is no verdict now.
            JudgeFailedError: there will be none for this request.
        """
        ...
