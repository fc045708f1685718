"""An instance of a foreign contract with words of memory, and a server that it is delivered to."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

import httpx

CONTRACT = Path(__file__).with_name("parcels.yaml")


class Depot:
    """One instance of the foreign contract."""

    def __init__(self, mock: str, number: int) -> None:
        self.mock = mock
        self.number = number
        self.http = httpx.Client(base_url=f"{mock}/depots/{number}", timeout=30)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def other(self, number: int) -> Depot:
        return Depot(self.mock, number)

    def trigger(self, name: str, **wanted: Any) -> list[dict[str, Any]]:
        answer = self.control("POST", "triggers", {"trigger": name, "depot": self.number} | wanted)
        assert answer.status_code == 201, answer.text
        (rows,) = answer.json().values()
        return list(rows)

    def control(self, method: str, path: str, value: Any = None) -> httpx.Response:
        return self.http.request(method, f"{self.mock}/_mock/{path}", json=value)

    def next(self, patience: int = 0) -> Any:
        answer = self.http.get("/arrivals", params={"patience": patience})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def take(self, ticket: int) -> Any:
        return self.http.delete(f"/arrivals/{ticket}").json()

    def journal(self, **query: int) -> list[dict[str, Any]]:
        answer = self.http.get("/parcels", params=query)
        rows: list[dict[str, Any]] = answer.json()
        return rows


class Receiver:
    """A server of the caller's, which answers with what it is told."""

    def __init__(self) -> None:
        self.came: list[tuple[dict[str, str], bytes]] = []
        self.statuses: list[int] = []
        self.says = b""
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.came.append((dict(self.headers) | {":path": self.path}, body))
                self.send_response(receiver.statuses.pop(0) if receiver.statuses else 200)
                self.send_header("Content-Length", str(len(receiver.says)))
                self.send_header("Location", "/elsewhere")
                self.send_header("Set-Cookie", "whose=another's; Path=/")
                self.end_headers()
                self.wfile.write(receiver.says)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's
                """Keep quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook?secret=1"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def wait_for(self, count: int) -> None:
        end = time.monotonic() + 10
        while len(self.came) < count and time.monotonic() < end:
            time.sleep(0.02)
        assert len(self.came) >= count

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
