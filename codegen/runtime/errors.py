"""What `sync()` and `asyncio()` raise for an answer that is no documented success.

What the network does wrong raises httpx's own errors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .masking import mask_members

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .types import Response

_SHOWN = 300  # bytes of a body


class ResponseError(Exception):
    """An answer that is no documented success. It can be pickled, and holds no secret.

    Attributes:
        response: the answer, as the function whose name ends in `_detailed` returns it.
    """

    def __init__(self, response: Response[Any]) -> None:
        super().__init__(response)
        self.response = response

    @property
    def status_code(self) -> int:
        """The status, also one that HTTP does not name."""
        return self.response.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        """By name, in any case."""
        return self.response.headers

    @property
    def content(self) -> bytes:
        """The body as it came, with stars for the secrets."""
        return self.response.content

    def _start_of_body(self) -> str:
        start = self.content[:_SHOWN].decode(errors="replace")
        start = mask_members(" ".join(start.split()), self.response.secret_members)
        return start + ("…" if len(self.content) > _SHOWN else "")


class StatusError(ResponseError):
    """A documented error."""

    @property
    def parsed(self) -> Any:
        """The body as a model or a text; None where it has none, or is not as documented."""
        return self.response.parsed

    def __str__(self) -> str:
        return f"Status {self.status_code}. {self._start_of_body()}".strip()


class NotUnderstoodError(ResponseError):
    """A success with another body than documented, or a status that is not documented."""

    def __str__(self) -> str:
        return f"Status {self.status_code}. {self.response.problem} {self._start_of_body()}".strip()


class WebhookError(ValueError):
    """What came is no webhook."""


__all__ = ["NotUnderstoodError", "ResponseError", "StatusError", "WebhookError"]
