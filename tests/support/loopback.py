"""Tiny HTTP servers on loopback whose answers are the bytes that a test gives them."""

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

END_OF_HEAD = b"\r\n\r\n"


@dataclass(frozen=True)
class Received:
    """One request, as it came over the wire."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


Answer = Callable[[Received], bytes]


def http_answer(
    status: int, body: bytes = b"", headers: Iterable[tuple[str, str]] = (), reason: str = "Reason"
) -> bytes:
    """Return a complete answer; `Content-Length` is added."""
    lines = [f"HTTP/1.1 {status} {reason}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join(lines).encode("latin-1") + END_OF_HEAD + body


@dataclass
class Loopback:
    """A running server: where it is, what it got, and what it answers."""

    port: int
    answer: Answer
    received: list[Received] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address for clients."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def loopback(answer: Answer) -> Iterator[Loopback]:
    """Serve until the block ends. `answer` may be exchanged while it serves."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = Loopback(listener.getsockname()[1], answer)
    connections: list[socket.socket] = []
    accepting = threading.Thread(target=_accept, args=(listener, server, connections), daemon=True)
    accepting.start()
    try:
        yield server
    finally:
        # Waking `accept` is what closing alone does not do.
        listener.shutdown(socket.SHUT_RDWR)
        accepting.join(5)
        listener.close()
        for connection in connections:
            connection.close()


def forwarded(request: Received) -> bytes:
    """Answer as a forward proxy does: pass the request on to the host in its target."""
    target = urlsplit(request.target)
    path = target.path + (f"?{target.query}" if target.query else "")
    headers = {**request.headers, "connection": "close"}
    head = [f"{request.method} {path} HTTP/1.1", *(f"{k}: {v}" for k, v in headers.items())]
    with socket.create_connection((target.hostname or "", target.port or 80), timeout=5) as origin:
        origin.sendall("\r\n".join(head).encode("latin-1") + END_OF_HEAD + request.body)
        answer = b""
        while not _is_whole(answer):
            answer += origin.recv(65536)
    return answer


def _accept(listener: socket.socket, server: Loopback, connections: list[socket.socket]) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        connections.append(connection)
        threading.Thread(target=_serve, args=(connection, server), daemon=True).start()


def _serve(connection: socket.socket, server: Loopback) -> None:
    waiting = b""
    while True:
        while not _is_whole(waiting):
            try:
                received = connection.recv(65536)
            except OSError:
                return
            if not received:
                return
            waiting += received
        request, waiting = _parsed(waiting)
        server.received.append(request)
        try:
            connection.sendall(server.answer(request))
        except OSError:
            return


def _length(message: bytes) -> int:
    for line in message.partition(END_OF_HEAD)[0].split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


def _is_whole(message: bytes) -> bool:
    _, end, body = message.partition(END_OF_HEAD)
    return bool(end) and len(body) >= _length(message)


def _parsed(message: bytes) -> tuple[Received, bytes]:
    head, _, rest = message.partition(END_OF_HEAD)
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    pairs = (line.partition(":") for line in lines)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    length = _length(message)
    return Received(method, target, headers, rest[:length]), rest[length:]
