"""A server on raw sockets that can break every rule of HTTP on purpose.

It plays the API and the storage at once: what is posted to a path of the API is answered by
`api_answers`, everything else by the behaviour that a test put at that path.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable


@dataclass(frozen=True)
class Got:
    """A request that arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def range_start(self) -> int:
        """Where the wanted part begins; 0 without a range."""
        return int(self.headers.get("range", "bytes=0-").removeprefix("bytes=").partition("-")[0])


class Hangup(Exception):  # noqa: N818 # no error: how a behaviour ends a connection
    """The connection is over."""


class Reading:
    """How far into the file a client has come, as far as its test tells.

    A client that has not taken its bytes out of its buffers yet loses them with the connection,
    so a break that is to come after so many bytes has to wait for it.
    """

    def __init__(self) -> None:
        self._furthest: int | None = None
        self._moved = threading.Condition()

    def begin(self) -> None:
        """Promise to tell of every piece."""
        self._furthest = 0

    def tell(self, position: int) -> None:
        """Say that everything before `position` was read."""
        with self._moved:
            self._furthest = max(self._furthest or 0, position)
            self._moved.notify_all()

    def wait_for(self, position: int) -> None:
        """Return when it was, at once if nobody tells. The seconds are a hang guard."""
        with self._moved:
            self._moved.wait_for(
                lambda: self._furthest is None or self._furthest >= position, timeout=10
            )


class Wire:
    """The connection to the client."""

    def __init__(
        self, connection: socket.socket, stopped: threading.Event, reading: Reading
    ) -> None:
        self._connection = connection
        self._stopped = stopped
        self.reading = reading

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        try:
            self._connection.sendall(data)
        except OSError:
            raise Hangup from None

    def answer(
        self, status: int, headers: Iterable[tuple[str, str]] = (), body: bytes = b""
    ) -> None:
        """Send a whole answer in order."""
        pairs = dict(headers)
        pairs.setdefault("Content-Length", str(len(body)))
        self.head(status, pairs.items())
        self.send(body)

    def head(self, status: int, headers: Iterable[tuple[str, str]] = ()) -> None:
        """Send a status line and headers."""
        lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in headers), "", ""]
        self.send("\r\n".join(lines).encode("latin-1"))

    def hang_up(self) -> None:
        """Close the connection in order."""
        raise Hangup

    def reset(self) -> None:
        """End the connection by a reset."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise Hangup

    def wait(self, seconds: float = 60.0) -> None:
        """Say nothing for so long, or until the server stops."""
        self._stopped.wait(seconds)


@dataclass
class StoredFile:
    """A file as a storage serves it, with every fault as a field."""

    data: bytes
    etag: str | None = '"v1"'
    content_type: str = "application/octet-stream"
    headers: dict[str, str] = field(default_factory=dict)
    honours_range: bool = True
    cuts: list[int] = field(default_factory=list)
    """After so many bytes of the body each of the first answers breaks off."""

    def __call__(self, got: Got, wire: Wire) -> None:
        start = got.range_start if self.honours_range and self._same_version(got) else 0
        body = self.data[start:]
        headers = {"Content-Type": self.content_type, "Content-Length": str(len(body))}
        if self.etag is not None:
            headers["ETag"] = self.etag
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(self.data) - 1}/{len(self.data)}"
        headers |= self.headers
        wire.head(206 if start else 200, headers.items())
        if self.cuts:
            cut = self.cuts.pop(0)
            wire.send(body[:cut])
            if "Content-Encoding" not in self.headers:  # what is read are unpacked bytes
                wire.reading.wait_for(start + cut)
            wire.hang_up()
        wire.send(body)

    def _same_version(self, got: Got) -> bool:
        named = {self.etag, self.headers.get("Last-Modified")}
        return got.headers.get("if-range", self.etag) in named


def in_turn(*behaviours: Callable[[Got, Wire], None]) -> Callable[[Got, Wire], None]:
    """Each behaviour once, the last one from then on."""
    rest = list(behaviours)

    def behave(got: Got, wire: Wire) -> None:
        (rest.pop(0) if len(rest) > 1 else rest[0])(got, wire)

    return behave


def answering(status: int, body: bytes = b"", **headers: str) -> Callable[[Got, Wire], None]:
    """A behaviour that always gives the same answer. `content_type` stands for Content-Type."""
    pairs = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _, wire: wire.answer(status, pairs.items(), body)


class ByteServer:
    """Listens on a free port of this machine until its `with` ends.

    Args:
        tls: With which certificate to encrypt; None for plain http.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[Got] = []
        self.behaviours: dict[str, Callable[[Got, Wire], None]] = {}
        self.api_answers: list[Callable[[Got, Wire], None]] = []
        """What the API answers, each once; in the end and without any a link to `/file`."""
        self.links: dict[str, str] = defaultdict(lambda: "/file")
        """The path behind the link of each message, by its id."""
        self.reading = Reading()
        self._tls = tls
        self._stopped = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self._threads: list[threading.Thread] = []

    @property
    def url(self) -> str:
        """Its address, as the API's and as the storage's."""
        return f"http{'s' if self._tls else ''}://127.0.0.1:{self._listener.getsockname()[1]}"

    @property
    def api_requests(self) -> list[Got]:
        """What was asked of the API."""
        return [got for got in self.requests if got.method == "POST"]

    @property
    def file_requests(self) -> list[Got]:
        """What was asked of the storage."""
        return [got for got in self.requests if got.method == "GET"]

    def is_left(self) -> bool:
        """Whether every connection has ended, or does so within 5 s."""
        for thread in self._threads[1:]:
            thread.join(5)
        return not any(thread.is_alive() for thread in self._threads[1:])

    def put(self, path: str, behaviour: Callable[[Got, Wire], None]) -> str:
        """Let `path` behave so.

        Returns:
            Its URL.
        """
        self.behaviours[path] = behaviour
        return self.url + path

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(10)

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self._start(partial(self._serve, connection))

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(20)
        # Head and body are sent apart; the second would wait for the client's acknowledgement.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._tls:
            try:
                connection = self._tls.wrap_socket(connection, server_side=True)
            except OSError:
                return
        with connection, connection.makefile("rb") as lines, suppress(Hangup, OSError, ValueError):
            while not self._stopped.is_set():
                got = _read(lines.readline, lines.read)
                if got is None:
                    return
                self.requests.append(got)
                self._behaviour(got)(got, Wire(connection, self._stopped, self.reading))

    def _behaviour(self, got: Got) -> Callable[[Got, Wire], None]:
        if got.method == "POST":
            return self.api_answers.pop(0) if self.api_answers else self._give_link
        path = got.target.partition("?")[0]
        return self.behaviours.get(path) or answering(404)

    def _give_link(self, got: Got, wire: Wire) -> None:
        link = self.links[str(json.loads(got.body)["idMessage"])]
        link_to(link if "://" in link else self.url + link)(got, wire)


def link_to(url: str) -> Callable[[Got, Wire], None]:
    """An answer of the API with this link."""
    body = json.dumps({"downloadUrl": url}).encode()
    return answering(200, body, content_type="application/json; charset=utf-8")


def _read(readline: Callable[[], bytes], read: Callable[[int], bytes]) -> Got | None:
    first = readline().split()
    if len(first) != 3:
        return None
    headers: dict[str, str] = {}
    while line := readline().strip():
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    body = read(int(headers.get("content-length", "0")))
    return Got(first[0].decode(), first[1].decode(), headers, body)
