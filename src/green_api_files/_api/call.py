"""One call of an operation: what is sent, when, and what becomes of the answer."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar
from urllib.parse import urlsplit

from green_api_client.types import Headers
from green_api_files._http.decoding import CodingError, decoder_for
from green_api_files._http.exchange import NEVER, Failure
from green_api_files.errors import (
    ApiConnectionError,
    ApiTimeoutError,
    GreenApiError,
    UnexpectedAnswerError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from green_api_client.types import Request, Response
    from green_api_files._api.rate import Turns
    from green_api_files._retry import Retry

T = TypeVar("T")

logger = logging.getLogger("green_api_files")

_TYPE = "content-type"

MAX_ANSWER = 1 << 20
"""Bytes of an answer of the API. Preview pictures make a notification about 100,000 long."""


class Operation(Protocol):
    """A generated module, as far as a call needs it."""

    @property
    def RATE_LIMIT(self) -> int:  # noqa: N802 # as it is generated
        """How many such requests a second are allowed to one instance, as documented."""
        ...

    @property
    def read_response(self) -> Callable[..., Response[Any]]:
        """Reads the answer, and takes the token out of it."""
        ...


@dataclass(slots=True)
class Question(Generic[T]):
    """What is asked of the API.

    Attributes:
        subject: What the call is about, for the log. It holds nothing personal.
        api: The method's module in the generated client.
        request: What to send, as that module builds it.
        verdict: Makes the result of what was read, or raises its error.
        longest: Bytes of an answer.
    """

    subject: str
    api: Operation
    request: Request
    verdict: Callable[[Response[Any]], T]
    longest: int = MAX_ANSWER


@dataclass(frozen=True, slots=True)
class Manner:
    """How a client calls.

    Attributes:
        retry: How failed calls are repeated.
        seconds: How long one try may take. Silence alone does not bound an answer that trickles.
    """

    retry: Retry | None
    seconds: float


class Call(Generic[T]):
    """The course of one call, without a network or a wait of its own.

    Args:
        question: What is asked.
        manner: How.
        turns: When; None if there is no limit.
        deadline: When the answer has to be there, all tries included, by `time.monotonic`.
    """

    def __init__(
        self,
        question: Question[T],
        manner: Manner,
        turns: Turns | None,
        deadline: float = NEVER,
    ) -> None:
        self.turns = turns
        self.deadline = deadline
        self._question = question
        self._manner = manner
        self._failures = 0
        self._begun = time.monotonic()

    def request(self) -> Request:
        """What goes over the wire, the token in its address."""
        return self._question.request.reveal()

    def end_of_try(self) -> float:
        """When the try that begins now has to be done."""
        return min(self.deadline, time.monotonic() + self._manner.seconds)

    def answered(self, status: int, headers: Mapping[str, str]) -> None:
        """Take notice of status and headers (their names in any case)."""
        self._status = status
        # Nothing but the type is of use, and to read the rest costs as much as the answer.
        media_type = headers.get(_TYPE)
        self._headers = Headers([(_TYPE, media_type)] if media_type else ())
        self._pieces: list[bytes] = []
        self._size = 0
        try:
            self._decoder = decoder_for(headers.get("content-encoding", ""))
        except CodingError as error:
            raise self._unreadable(error) from None

    def take(self, data: bytes) -> None:
        """Take a part of the body, as it came."""
        longest = self._question.longest
        try:
            for piece in self._decoder.feed(data):
                self._pieces.append(piece)
                self._size += len(piece)
                if self._size > longest:
                    raise UnexpectedAnswerError(
                        f"The API's answer is longer than {longest} bytes: check api_url.",
                        status=self._status,
                    )
        except CodingError as error:
            raise self._unreadable(error) from None

    def _unreadable(self, error: CodingError) -> UnexpectedAnswerError:
        return UnexpectedAnswerError(
            f"The API's answer cannot be read, as {error}: check api_url.", status=self._status
        )

    def result(self) -> T:
        """What the answer means.

        Raises:
            GreenApiError: if it is an error.
        """
        if not self._decoder.is_complete:
            raise ApiConnectionError("The API's compressed answer ends too early.")
        question = self._question
        # Only what is masked gets a name: tools show the variables of frames that an error passes.
        answer = question.api.read_response(
            self._status, self._headers, b"".join(self._pieces), request=question.request
        )
        result = question.verdict(answer)
        logger.debug("%s: the API answered.", question.subject)
        return result

    def failed(self, error: Failure | GreenApiError) -> float:
        """Take notice of a failed try.

        Returns:
            Seconds to wait before the next one.

        Raises:
            GreenApiError: if there is to be none.
        """
        if isinstance(error, Failure):
            error = _api_failure(self._question.request.url, error)
        retry, self._failures = self._manner.retry, self._failures + 1
        if retry is None or not retry.allows(self._failures, error):
            raise error
        delay = retry.delay(self._failures, error)
        if time.monotonic() + delay > min(self.deadline, self._begun + retry.total):
            raise error
        logger.info(
            "%s: try %d failed, the next one follows in %.1f s. %s",
            self._question.subject,
            self._failures,
            delay,
            error,
        )
        return delay


def _api_failure(url: str, failure: Failure) -> ApiConnectionError:
    """The error for a call whose answer did not come."""
    host = urlsplit(url).netloc
    error: ApiConnectionError
    if failure.proxy:
        error = ApiConnectionError(
            f"The proxy {failure.proxy} does not lead to the API at {host}: {failure.reason}. "
            "Check proxy, or HTTPS_PROXY and NO_PROXY."
        )
    elif failure.timed_out:
        error = ApiTimeoutError(
            f"The API at {host} did not answer in time: try again, or allow a longer timeout."
        )
    else:
        error = ApiConnectionError(
            f"The API at {host} could not be reached: {failure.reason}. "
            "Check api_url and the network."
        )
    if failure.lasting:
        error.can_retry = False
    return error
