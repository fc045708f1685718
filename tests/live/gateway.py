"""A stand-in for the real gateway, which behaves as the real one was seen to behave.

It knows nothing of the contract: what it answers was written down by those who watched the wire.
The web server in front refuses instances of other hosts. Behind it the order is: rate, token,
body. A method's rate is counted for each instance, also for calls with a wrong token.
"""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

JSON_TYPE = "application/json"
FORBIDDEN = "<html>\r\n<head><title>403 Forbidden</title></head>\r\n<body>nginx</body></html>\r\n"
PATH = re.compile(r"/waInstance(?P<instance>[^/]+)/(?P<method>[^/]+)/(?P<token>[^/?]+)")


@dataclass
class Reply:
    """What goes back."""

    status: int
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: str = ""


Vary = Callable[[str, Reply], Reply]


def as_it_is(_: str, reply: Reply) -> Reply:
    """Change nothing."""
    return reply


@dataclass(frozen=True)
class Other:
    """Another method of the API, of which no more is known than that it answers.

    Attributes:
        answer: its JSON.
        refusals: what is said of bodies that it refuses.
    """

    method: str
    answer: str
    refusals: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Account:
    """The one account of the gateway.

    Attributes:
        instance: its number.
        token: its access key.
        message: the fields that name its one message with a file.
        shapes: what the field of a request must look like, for each.
        others: the other methods, by their names.
    """

    instance: str
    token: str
    message: dict[str, str]
    shapes: dict[str, str]
    others: dict[str, Other] = field(default_factory=dict[str, Other])


@dataclass
class Gateway:
    """The gateway, with one account on it.

    Attributes:
        account: who is known here.
        vary: changes an answer, given the situation that it is for.
        per_second: a method's rate.
    """

    account: Account
    vary: Vary = as_it_is
    per_second: int = 5
    paths: list[str] = field(default_factory=list[str])
    _counted: dict[tuple[str, str, int], int] = field(
        default_factory=dict[tuple[str, str, int], int]
    )

    def reply(self, method: str, path: str, body: bytes) -> Reply:
        """Return the answer to a request."""
        self.paths.append(path)
        situation, reply = self._reply(method, path, body)
        return self.vary(situation, reply)

    def _reply(self, method: str, path: str, body: bytes) -> tuple[str, Reply]:
        found = PATH.fullmatch(path)
        other = self.account.others.get(found["method"]) if found else None
        if found is None or method != (other.method if other else "POST"):
            return "not found", Reply(404, {"Content-Type": "text/plain"}, "Not Found")
        instance, token = found["instance"], found["token"]
        if not (instance.isdecimal() and instance[:4] == self.account.instance[:4]):
            return "forbidden", Reply(403, {"Content-Type": "text/html"}, FORBIDDEN)
        left = self._left(instance, found["method"])
        headers = {
            "Content-Type": JSON_TYPE,
            "Access-Control-Allow-Origin": "*",
            "X-RateLimit-Remaining": str(max(left, 0)),
            "X-RateLimit-Replenish-Rate": str(self.per_second),
        }
        if left < 0:
            return "limited", Reply(429, headers)
        known = (instance, token) == (self.account.instance, self.account.token)
        if other is not None:
            return "another method", self._of_another(other, path, body, headers, known=known)
        if not known:
            valid = not isinstance(self._wrong(body), str)
            return "unauthorized" if valid else "unauthorized, broken", Reply(401, headers)
        return self._behind_the_token(path, body, headers)

    def _of_another(
        self, other: Other, path: str, body: bytes, headers: dict[str, str], *, known: bool
    ) -> Reply:
        if not known:
            return Reply(401, headers)
        message = other.refusals.get(body.decode())
        if body and message is None:
            checked = self._wrong(body)
            is_json = not isinstance(checked, str) or not checked.startswith("malformed")
            message = None if is_json else str(checked).partition(": ")[2]
        if message is not None:
            return Reply(400, headers, envelope(path, message))
        return Reply(200, headers, other.answer)

    def _behind_the_token(
        self, path: str, body: bytes, headers: dict[str, str]
    ) -> tuple[str, Reply]:
        checked = self._wrong(body)
        if isinstance(checked, str):
            situation, _, message = checked.partition(": ")
            return situation, Reply(400, headers, envelope(path, message))
        if checked == self.account.message:
            headers["Content-Type"] = "application/json; charset=utf-8"
            link = "https://media.example/7103000001/5f0c.jpg"
            return "found", Reply(200, headers, json.dumps({"downloadUrl": link}))
        named = " and ".join(f"{name} {value}" for name, value in checked.items())
        message = f"File message encrypted url not found by {named}"
        return "no file", Reply(400, headers, envelope(path, message))

    def _left(self, instance: str, method: str) -> int:
        key = (instance, method, int(time.monotonic()))
        self._counted[key] = self._counted.get(key, 0) + 1
        return self.per_second - self._counted[key]

    def _wrong(self, body: bytes) -> str | dict[str, str]:
        """What is wrong with a body, after the name of the situation; or the body itself."""
        try:
            fields: Any = json.loads(body)
        except (ValueError, RecursionError):
            position = 1 if len(body) > 1 else 0
            token = body[position : position + 1].decode("utf-8", "replace")
            return f"malformed: Unexpected token {token} in JSON at position {position}"
        if not isinstance(fields, dict):
            return "no object: Validation failed. Details: 'value' must be of type object"
        details = next(self._broken_rules(fields), None)
        if details is None:
            return fields
        situation, _, text = details.partition(": ")
        return f"{situation}: Validation failed. Details: {text}"

    def _broken_rules(self, fields: dict[str, Any]) -> Iterator[str]:
        for name in self.account.shapes:
            if name not in fields:
                yield f"required: '{name}' is required"
        for name in fields:
            if name not in self.account.shapes:
                yield f"unknown: '{name}' is not allowed"
        for name, shape in self.account.shapes.items():
            if not isinstance(fields.get(name), str):
                yield f"type: '{name}' must be a string"
            elif fields[name] == "":
                yield f"empty: '{name}' is not allowed to be empty"
            elif not re.fullmatch(shape, fields[name]):
                forms = "'phone_number@c.us' or 'group_id@g.us'"
                yield f"shape: '{name}' must be one of the next formats: {forms}"


def envelope(path: str, message: str) -> str:
    """Return the body of an error. It repeats the path, and so the token."""
    status, moment = 400, "2026-10-06T12:00:00.000Z"
    return json.dumps({"statusCode": status, "timestamp": moment, "path": path, "message": message})


@contextmanager
def serving(gateway: Gateway) -> Iterator[str]:
    """Serve a gateway on a free port; the value is its URL."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            reply = gateway.reply(self.command, self.path, self.rfile.read(length))
            content = reply.body.encode()
            self.send_response_only(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = answer  # noqa: N815 # the names that the library calls

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
