"""The command in a process of its own or within this one, and files that take a moment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from green_api_files._command.app import app
from tests.files.conftest import CHAT, TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.byte_server import ByteServer, Got, Wire


def environment(url: str, **more: str) -> dict[str, str]:
    return os.environ | {
        "GREEN_API_ID_INSTANCE": "1101000001",
        "GREEN_API_TOKEN_INSTANCE": TOKEN,
        "GREEN_API_URL": url,
        **more,
    }


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "green_api_files", *map(str, arguments)]


@dataclass(frozen=True)
class Done:
    """How the command ended, and what it wrote."""

    returncode: int
    stdout: str
    stderr: str

    def __post_init__(self) -> None:
        assert "Traceback" not in self.stderr
        assert TOKEN not in self.stdout + self.stderr


def run(url: str, *arguments: str | Path, **more: str) -> Done:
    """Run the command to its end, within this process."""
    result = CliRunner().invoke(app, [*map(str, arguments)], env=environment(url, **more))
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return Done(result.exit_code, result.stdout, result.stderr)


def run_with(given: str | bytes, url: str, *arguments: str | Path, **more: str) -> Done:
    """Run the command to its end in a process of its own, with `given` as its input."""
    done = subprocess.run(
        command(*arguments),
        input=given if isinstance(given, bytes) else given.encode(),
        capture_output=True,
        env=environment(url, **more),
        timeout=120,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def lines(count: int, *, first: int = 0) -> str:
    messages = ({"chatId": CHAT, "idMessage": f"{n:032X}"} for n in range(first, first + count))
    return "".join(json.dumps(message) + "\n" for message in messages)


def files(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir() if not path.name.startswith("."))


def hidden(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir() if path.name.startswith("."))


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def slow_files(server: ByteServer, count: int) -> dict[str, bytes]:
    """Files of which each takes a moment."""
    contents = {f"{n:032X}": os.urandom(40_000) for n in range(count)}
    for name, content in contents.items():
        server.links[name] = f"/{name}.bin"

        def trickle(got: Got, wire: Wire, content: bytes = content) -> None:
            start = got.range_start
            headers = {"Content-Length": str(len(content) - start), "ETag": '"1"'}
            if start:
                total = len(content)
                headers["Content-Range"] = f"bytes {start}-{total - 1}/{total}"
            wire.head(206 if start else 200, headers.items())
            for at in range(start, len(content), 10_000):
                wire.send(content[at : at + 10_000])
                wire.wait(0.01)

        server.put(f"/{name}.bin", trickle)
    return contents


def has_begun(server: ByteServer, requests: int, process: subprocess.Popen[bytes]) -> bool:
    return len(server.requests) > requests or process.poll() is not None


def read_all(descriptor: int) -> str:
    pieces: list[bytes] = []
    try:
        while piece := os.read(descriptor, 65536):
            pieces.append(piece)
    except OSError:  # the other end is closed
        pass
    os.close(descriptor)
    return b"".join(pieces).decode(errors="replace")
