"""The token is in no output, record, file, name or argument list, however the command ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.byte_server import StoredFile, answering

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.byte_server import ByteServer, Got, Wire

pytestmark = pytest.mark.slow

CANARY = "dead0000cafe1111beef2222f00d3333face4444babe5555aa"
CHAT = "79001234567@c.us"
GOOD, SLOW, ECHOED, GONE, REDIRECTED = (letter * 32 for letter in "ABCDE")


def echoing(status: int, name: str) -> Callable[[Got, Wire], None]:
    """An API that repeats its whole request, the path with the token first."""

    def answer(got: Got, wire: Wire) -> None:
        body = json.dumps({"path": got.target, "message": f"{name} {got.target}"}).encode()
        pairs = [("Content-Type", "application/json"), ("X-Path", got.target)]
        wire.answer(status, pairs, body)

    return answer


@pytest.fixture
def talkative(server: ByteServer) -> ByteServer:
    """Every kind of answer that may hold the token: the API repeats it, the storage is asked."""
    server.links |= {SLOW: "/slow", ECHOED: f"/{CANARY}.txt", GONE: "/gone", REDIRECTED: "/moved"}
    server.put("/file", StoredFile(b"x"))
    server.put("/gone", answering(410))
    server.put("/moved", answering(302, location=f"{server.url}/waInstance1/downloadFile/{CANARY}"))

    def slow(_: Got, wire: Wire) -> None:
        wire.head(200, [("Content-Length", "3")])
        wire.send(b"xx")
        wire.wait(5.0)

    server.put("/slow", slow)
    return server


def environment(server: ByteServer, way: str, folder: Path) -> tuple[dict[str, str], list[str]]:
    """The surroundings and arguments that give the command its token."""
    surroundings = os.environ | {"GREEN_API_URL": server.url, "GREEN_API_ID_INSTANCE": "1101000001"}
    surroundings |= {"PYTHONASYNCIODEBUG": "1", "PYTHONFAULTHANDLER": "1"}
    surroundings.pop("GREEN_API_TOKEN_INSTANCE", None)
    if way == "environment":
        return surroundings | {"GREEN_API_TOKEN_INSTANCE": CANARY}, []
    token_file = folder / "token"
    token_file.write_text(CANARY + "\n")
    return surroundings, ["--token-file", str(token_file)]


def arguments_of(process: subprocess.Popen[bytes]) -> bytes:
    """What the list of processes shows of it, and of its children."""
    return Path(f"/proc/{process.pid}/cmdline").read_bytes()


@pytest.mark.skipif(sys.platform != "linux", reason="reads the list of processes from /proc")
@pytest.mark.parametrize(
    ("way", "options", "end"),
    [
        ("environment", ["--json", "--verbose"], "in order"),
        ("token file", [], "in order"),
        ("token file", ["--verbose"], "killed"),
        ("environment", [], "killed"),
    ],
)
def test_the_token_of_a_command_is_nowhere(
    talkative: ByteServer, tmp_path: Path, way: str, options: list[str], end: str
) -> None:
    surroundings, token_options = environment(talkative, way, tmp_path)
    target, messages = tmp_path / "inbox", tmp_path / "messages.jsonl"
    ids = [GOOD, GONE, REDIRECTED, ECHOED, SLOW]
    lines = [json.dumps({"chatId": CHAT, "idMessage": one}) for one in ids]
    messages.write_text("\n".join(lines))
    talkative.api_answers = [
        echoing(429, "Too many"),
        echoing(502, "Bad gateway"),
        echoing(400, "Validation failed."),
    ]
    command = [sys.executable, "-m", "green_api_files", "save", "--tries", "2", "--timeout", "3"]
    command += ["--rate", "0", "--from", str(messages), "--to", str(target)]
    process = subprocess.Popen(
        [*command, *options, *token_options],
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 60
    while not talkative.file_requests and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.02)
    seen = [arguments_of(process)]
    if end == "killed":
        process.kill()
    seen += process.communicate(timeout=120)
    seen += [path.read_bytes() for path in target.rglob("*") if path.is_file()]
    seen += [str(path).encode() for path in target.rglob("*")]
    assert CANARY.encode() not in b"\n".join(seen)
    assert any(CANARY in got.target for got in talkative.api_requests), "nothing was sent"


def test_a_token_given_as_an_argument_is_refused(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "green_api_files", "save", CHAT, GOOD, "--to", str(tmp_path)]
    done = subprocess.run(
        [*command, "--token", CANARY], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
