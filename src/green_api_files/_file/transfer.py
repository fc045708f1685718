"""The course of one download, without a network, a disk or a clock of its own.

`Transfer` says what to ask the storage for next and what its answers mean. It resumes after a
broken connection by `Range` and `If-Range` (RFC 9110, sections 13.1.5 and 14), and starts anew
where that cannot be done safely.
"""

from __future__ import annotations

import logging
import re
import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from green_api_client.types import RevealedRequest
from green_api_files._file.link import checked_link, redirected
from green_api_files._file.name import file_name
from green_api_files._http.decoding import CodingError, Decoder, Inflate, decoder_for
from green_api_files._http.exchange import Failure
from green_api_files.errors import (
    DownloadError,
    FileChangedError,
    FileTooLargeError,
    LinkExpiredError,
    SizeMismatchError,
    StorageConnectionError,
    StorageStatusError,
    StorageTimeoutError,
    UnexpectedEncodingError,
    UnsafeLinkError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from green_api_files._retry import Retry

logger = logging.getLogger("green_api_files")

MAX_BYTES = 100 * 1024 * 1024
"""The documented limit of GREEN-API: larger files cannot be downloaded."""

TIME_LIMIT = 3600.0

MAX_REDIRECTS = 5
MAX_FAILURES = 50
"""Of one file in all, however much of it arrived in between."""

_LONGEST_RETRY_AFTER = 60.0

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_EXPIRED = frozenset({403, 404, 410})
_PASSING = frozenset({408, 425, 429}) | frozenset(range(500, 600))

_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)", re.ASCII)


class Transfer:
    """One file on its way.

    Args:
        allow_http: Whether plain http will do.
        max_bytes: How large the file may be.
        retry: How often to go on after a failure; None gives up at the first.
        time_limit: Seconds until the file has to be there.
        silence: Seconds for which the storage may be silent.
        restartable: Whether what was given out can be taken back, as a file on a disk can.
        id_message: Whose file it is.
    """

    def __init__(  # noqa: PLR0913 # what a download may do
        self,
        *,
        allow_http: bool,
        max_bytes: int,
        retry: Retry | None,
        time_limit: float,
        silence: float,
        restartable: bool,
        id_message: str,
    ) -> None:
        self.needs_link = True
        self.is_done = False
        self.size: int | None = None  # as announced; unknown if it is compressed or not told
        self.headers: Mapping[str, str] = {}
        self.url: str  # since there is a link
        self._allow_http = allow_http
        self._max_bytes = max_bytes
        self._retry = retry
        self.deadline = time.monotonic() + time_limit
        self.silence = silence
        self._restartable = restartable
        self.id_message = id_message
        self._links = 0
        self._failures = 0
        self._failures_in_a_row = 0
        self._furthest = 0  # how far the body was ever read, to tell progress from repetition
        self._retry_after = 0.0
        self._forget()

    def _forget(self) -> None:
        """Start at the first byte again."""
        self._received = 0  # bytes of the wire
        self._total: int | None = None
        self._validator = ""
        self._to_skip = 0  # bytes of the file that were given out before
        self._decoder = Decoder()
        self.position = 0  # of the next piece within the file

    def file_name(self, given: str | None) -> str:
        """The name that the file gets; known once the storage has answered."""
        return file_name(
            given=given, headers=self.headers, url=self.url, id_message=self.id_message
        )

    # What to ask

    def use_link(self, link: str) -> None:
        """Go on with a link that DownloadFile has just given."""
        self.url = checked_link(link, allow_http=self._allow_http)
        self.needs_link = False
        self._links += 1
        self._redirects = 0

    def request(self) -> RevealedRequest:
        """What to ask the storage for next."""
        self._check_time()
        headers: dict[str, str] = {}
        if self._received and self._validator:
            headers["range"] = f"bytes={self._received}-"
            headers["if-range"] = self._validator
        logger.debug(
            "Message %s: asking the storage %s from byte %d.",
            self.id_message,
            self._host,
            self._received,
        )
        return RevealedRequest("GET", self.url, headers)

    @property
    def _host(self) -> str:
        return urlsplit(self.url).netloc

    # What it answers

    def answered(self, status: int, headers: Mapping[str, str]) -> bool:
        """Take notice of status and headers (their names in any case).

        Returns:
            Whether to read the body. If not, the next `request` is another one.
        """
        if status in _REDIRECTS and "location" in headers:
            self._redirect(headers["location"])
        elif status in _EXPIRED:
            self._expire(status)
        elif status == 200:  # noqa: PLR2004 # an HTTP status
            return self._begin(headers)
        elif status == 206 and self._received:  # noqa: PLR2004 # an HTTP status
            return self._resume(headers)
        elif status == 416 and self._received:  # noqa: PLR2004 # an HTTP status
            self._restart()
        else:
            self._refuse(status, headers)
        return False

    def _redirect(self, location: str) -> None:
        self._redirects += 1
        if self._redirects > MAX_REDIRECTS:
            raise UnsafeLinkError(f"The storage redirects more than {MAX_REDIRECTS} times.")
        self.url = redirected(self.url, location, allow_http=self._allow_http)

    def _expire(self, status: int) -> None:
        if self._links > 1:
            raise LinkExpiredError(
                f"The storage does not give out the file (HTTP {status}), neither for the first "
                "link nor for a fresh one.",
                status=status,
            )
        self.needs_link = True

    def _begin(self, headers: Mapping[str, str]) -> bool:
        """Read the whole file, the first time or because the storage does not resume."""
        already_given, validator = self.position, self._validator
        self._forget()
        self._total = _length(headers)
        self._validator = _validator(headers)
        self.headers = headers
        try:
            self._decoder = decoder_for(headers.get("content-encoding", ""))
        except CodingError as error:
            raise _unreadable(error) from None
        self.size = None if isinstance(self._decoder, Inflate) else self._total
        if self._total is not None:
            self._check_size(self._total, announced=True)
        if already_given and not self._restartable:
            if not validator or validator != self._validator:
                raise FileChangedError("The file changed while it was read: read it again.")
            # The same file once more: the start of it was given out before.
            self.position = self._to_skip = already_given
        return True

    def _resume(self, headers: Mapping[str, str]) -> bool:
        """Read the rest, if it is the rest of the same file."""
        found = _CONTENT_RANGE.fullmatch(headers.get("content-range", "").strip())
        validator = _validator(headers)
        fits = (
            found is not None
            and int(found[1]) == self._received
            and (found[3] == "*" or self._total in {None, int(found[3])})
            and validator in {"", self._validator}
        )
        if not fits:
            self._restart()
        elif found and found[3] != "*":
            self._total = int(found[3])
        return fits

    def _restart(self) -> None:
        """Ask for the whole file next time. Counts as a failure, so that it comes to an end."""
        if not self._restartable:
            raise FileChangedError("The file changed while it was read: read it again.")
        self._forget()
        raise StorageConnectionError("The storage does not resume the file where it broke off.")

    def _refuse(self, status: int, headers: Mapping[str, str]) -> None:
        host = urlsplit(self.url).hostname
        if status in _PASSING:
            self._retry_after = _seconds(headers.get("retry-after", ""))
            error = StorageStatusError(
                f"The storage {host} fails (HTTP {status}): try again later.", status=status
            )
            error.can_retry = True
            raise error
        raise StorageStatusError(
            f"The storage {host} does not give out the file (HTTP {status}).", status=status
        )

    # What comes

    def take(self, data: bytes) -> Iterator[bytes]:
        """Give out the bytes of the file that `data`, as it came, stands for.

        `position` is the offset of each piece while it is given out.
        """
        self._check_time()
        self._received += len(data)
        if self._total is not None and self._received > self._total:
            raise SizeMismatchError(
                f"The storage sent more than the {self._total} bytes that it announced.",
                expected=self._total,
                received=self._received,
            )
        if self._received > self._furthest:
            self._furthest = self._received
            self._failures_in_a_row = 0
        try:
            for unpacked in self._decoder.feed(data):
                piece = unpacked[self._to_skip :]
                self._to_skip -= len(unpacked) - len(piece)
                self._check_size(self.position + len(piece), announced=False)
                if piece:
                    yield piece
                    self.position += len(piece)
        except CodingError as error:
            raise _unreadable(error) from None

    def ended(self) -> None:
        """Take notice that the body has ended."""
        if self._total is not None and self._received < self._total:
            raise StorageConnectionError(
                f"The connection ended after {self._received} of {self._total} bytes."
            )
        if not self._decoder.is_complete:
            raise SizeMismatchError(
                "The compressed file ends too early.", expected=None, received=self._received
            )
        self.is_done = True

    def failed(self, error: Failure | DownloadError) -> float:
        """Take notice of a failure.

        Returns:
            Seconds to wait before the next request.

        Raises:
            DownloadError: if there is no point in going on.
        """
        if isinstance(error, Failure):
            error = _storage_failure(self._host, error)
        self._failures += 1
        self._failures_in_a_row += 1
        begins_anew = isinstance(error, (FileChangedError, SizeMismatchError))
        if (
            self._retry is None
            or (begins_anew and not self._restartable)
            or self._failures >= MAX_FAILURES
            or not self._retry.allows(self._failures_in_a_row, error)
        ):
            raise error
        delay = max(self._retry.delay(self._failures_in_a_row, error), self._retry_after)
        self._retry_after = 0.0
        if time.monotonic() + delay > self.deadline:
            raise error
        logger.info(
            "Message %s: the download broke off, it goes on in %.1f s. %s",
            self.id_message,
            delay,
            error,
        )
        if begins_anew:
            self._forget()
        return delay

    def _check_size(self, size: int, *, announced: bool) -> None:
        if size > self._max_bytes:
            raise FileTooLargeError(
                f"The file is larger than max_bytes={self._max_bytes}"
                + (f": {size} bytes." if announced else "."),
                max_bytes=self._max_bytes,
                size=size if announced else None,
            )

    def _check_time(self) -> None:
        if time.monotonic() > self.deadline:
            error = StorageTimeoutError("The file did not arrive within the time limit.")
            error.can_retry = False  # not within this call
            raise error


def _length(headers: Mapping[str, str]) -> int | None:
    text = headers.get("content-length", "")
    if "transfer-encoding" in headers or not (text.isascii() and text.isdigit()):
        return None
    return int(text)


def _validator(headers: Mapping[str, str]) -> str:
    """What names this very version of the file in `If-Range`; empty if nothing does for sure."""
    etag = headers.get("etag", "").strip()
    if etag:
        return "" if etag.startswith("W/") else etag
    try:
        # Within its own second a file may change twice.
        age = parsedate_to_datetime(headers["date"]) - parsedate_to_datetime(
            modified := headers["last-modified"]
        )
    except (KeyError, TypeError, ValueError):
        return ""
    return modified if age.total_seconds() >= 1 else ""


def _seconds(retry_after: str) -> float:
    text = retry_after.strip()
    return min(float(text), _LONGEST_RETRY_AFTER) if text.isascii() and text.isdigit() else 0.0


def _unreadable(error: CodingError) -> UnexpectedEncodingError:
    return UnexpectedEncodingError(f"The storage's file cannot be read, as {error}.")


def _storage_failure(host: str, failure: Failure) -> StorageConnectionError:
    """The error for a connection to a storage that failed."""
    error: StorageConnectionError
    if failure.proxy:
        error = StorageConnectionError(
            f"The proxy {failure.proxy} does not lead to the storage {host}: {failure.reason}. "
            "Check proxy, or HTTPS_PROXY and NO_PROXY."
        )
    elif failure.timed_out:
        error = StorageTimeoutError(f"The storage {host} fell silent: try again later.")
    else:
        error = StorageConnectionError(
            f"The connection to the storage {host} failed: {failure.reason}."
        )
    if failure.lasting:
        error.can_retry = False
    return error
