"""How the command ends: outputs that refuse, signals, prompts, and what nobody expected."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from green_api_files._command.exits import Exit
from green_api_files._inbox.database import NAME
from tests.files.commanding import (
    Done,
    command,
    environment,
    files,
    hidden,
    lines,
    run,
    run_with,
    slow_files,
    until,
)
from tests.files.conftest import CHAT, TOKEN
from tests.support.byte_server import ByteServer, StoredFile

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="needs signals and terminals"),
]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A log of 30 messages."""
    path = tmp_path / "messages.jsonl"
    path.write_text(lines(30))
    return path


def in_a_shell(script: str, url: str, **more: str) -> Done:
    """Run a line of shell in which `command` is the command."""
    name = f'command() {{ {sys.executable} -m green_api_files "$@"; }}; set -o pipefail; '
    done = subprocess.run(
        ["bash", "-c", name + script],  # noqa: S607 # any shell of the name
        capture_output=True,
        env=environment(url, **more),
        timeout=120,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


# Outputs


def test_a_reader_that_has_enough_ends_it_quietly(
    server: ByteServer, source: Path, tmp_path: Path
) -> None:
    slow_files(server, 30)
    to = tmp_path / "to"
    done = in_a_shell(f"command save --from {source} --to {to} --rate 0 | head -1", server.url)
    assert (done.returncode, done.stderr) == (Exit.UNREAD, "")
    assert hidden(to) == [NAME]
    # It is not stuck at the same file for ever.
    done = run(server.url, "save", "--from", source, "--to", to, "--rate", "0")
    assert done.returncode == Exit.DONE
    assert len(files(to)) == 30


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="has no full device")
def test_an_output_that_is_full_is_told(server: ByteServer, source: Path, tmp_path: Path) -> None:
    server.put("/file", StoredFile(b"x"))
    for more in ("", "--json"):
        script = f"command save --from {source} --to {tmp_path / 'to'} {more} > /dev/full"
        done = in_a_shell(script, server.url)
        assert done.returncode == Exit.DISK
        assert "The output cannot be written: No space left on device." in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="has no full device")
@pytest.mark.parametrize("arguments", ["--help", "--version", "watch --help"])
def test_an_output_that_is_full_is_no_defect_of_the_help(arguments: str) -> None:
    done = in_a_shell(f"command {arguments} > /dev/full", "")
    assert done.returncode == Exit.DISK
    assert done.stderr == "The output cannot be written: No space left on device.\n"


@pytest.mark.parametrize("stream", ["1", "2"])
def test_a_stream_that_is_closed_from_the_beginning_is_no_defect(
    server: ByteServer, tmp_path: Path, stream: str
) -> None:
    server.put("/file", StoredFile(b"x"))
    done = in_a_shell(f"command save {CHAT} A --to {tmp_path} {stream}>&-", server.url)
    assert done.returncode == Exit.DONE


@pytest.mark.parametrize("encoding", ["cp1251", "cp1252", "ascii"])
def test_a_name_that_cannot_be_written_is_escaped(
    server: ByteServer, tmp_path: Path, encoding: str
) -> None:
    server.put("/file", StoredFile(b"x"))
    one = ("save", CHAT, "A" * 16, "--to", tmp_path, "--name", "party 🎉.png")
    done = run_with("", server.url, *one, PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stdout) == (
        Exit.DONE,
        f"{tmp_path}/party \\U0001f389.png\n",
    )
    done = run_with("", server.url, *one, "--json", PYTHONIOENCODING=encoding)
    assert done.returncode == Exit.DONE
    assert "party \\ud83c\\udf89.png" in done.stdout


def test_the_output_has_paths_alone(server: ByteServer, source: Path, tmp_path: Path) -> None:
    server.put("/file", StoredFile(b"x"))
    to = tmp_path / "to"
    done = run(server.url, "save", "--from", source, "--to", to, "--rate", "0")
    assert sorted(done.stdout.splitlines()) == sorted(str(to / name) for name in files(to))
    assert "30 saved" in done.stderr
    again = run(server.url, "save", "--from", source, "--to", to, "--quiet")
    assert (sorted(again.stdout), again.stderr) == (sorted(done.stdout), "")


def test_quiet_still_tells_what_went_wrong(server: ByteServer, tmp_path: Path) -> None:
    server.put("/gone", StoredFile(b"x" * 100))
    server.links["A"] = "/gone"
    done = run(server.url, "save", CHAT, "A", "--to", tmp_path, "--quiet", "--max-bytes", "9")
    assert (done.returncode, done.stdout) == (Exit.UNAVAILABLE, "")
    assert len(done.stderr.splitlines()) == 1


# Signals


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("SIGINT", Exit.INTERRUPTED),
        ("SIGTERM", Exit.TERMINATED),
        ("SIGHUP", Exit.HUNG_UP),
    ],
)
@pytest.mark.parametrize("is_file", [False, True])
def test_told_to_end_it_leaves_nothing_behind_and_tells_what_it_did(  # a table
    server: ByteServer, tmp_path: Path, name: str, code: Exit, *, is_file: bool
) -> None:
    slow_files(server, 200)
    source, to = tmp_path / "messages.jsonl", tmp_path / "to"
    source.write_text(lines(60_000))  # more than is read ahead
    with subprocess.Popen(
        command("save", "--from", source if is_file else "-", "--to", to, "--rate", "0"),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(server.url),
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        if not is_file:
            process.stdin.write(lines(100).encode())
            process.stdin.flush()  # and it stays open, as a terminal does
        until(lambda: len(server.file_requests) > 20)
        process.send_signal(getattr(signal, name))
        told = process.stderr.read().decode()
    assert process.returncode == code
    assert re.search(r"^\d+ saved, ", told, re.MULTILINE)
    assert "Exception" not in told
    assert hidden(to) == [NAME]  # no temporary file, no log of the record


def test_what_whoever_started_it_ignores_it_ignores_too(server: ByteServer, tmp_path: Path) -> None:
    slow_files(server, 30)
    (tmp_path / "log").write_text(lines(30))
    script = (
        f"trap '' HUP; command save --from {tmp_path / 'log'} --to {tmp_path / 'to'} --rate 0 & "
        f"pid=$!; while [ ! -e {tmp_path / 'to'} ]; do sleep 0.05; done; kill -HUP $pid; wait $pid"
    )
    assert in_a_shell(script, server.url).returncode == Exit.DONE


# The prompt for the token


def typing(keys: bytes, *arguments: str, **more: str) -> tuple[int, str]:
    """Run the command in a terminal of its own and type when it asks."""
    process, terminal = pty.fork()
    if process == 0:  # pragma: no cover # becomes the command
        changed = environment("http://127.0.0.1:9", GREEN_API_TOKEN_INSTANCE="", **more)
        os.execve(sys.executable, command(*arguments), changed)  # noqa: S606 # no shell
    shown = b""
    is_typed = False
    deadline = time.monotonic() + 60
    try:
        while time.monotonic() < deadline and (piece := os.read(terminal, 4096)):
            shown += piece
            if b"apiTokenInstance" in shown and not is_typed:
                time.sleep(0.2)
                os.write(terminal, keys)
                is_typed = True
    except OSError:  # it has ended
        pass
    _, status = os.waitpid(process, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), shown.decode()


@pytest.mark.parametrize("name", ["link", "save"])
def test_the_first_ctrl_c_at_the_prompt_ends_it(tmp_path: Path, name: str) -> None:
    to = ["--to", str(tmp_path)] if name == "save" else []
    code, shown = typing(b"\x03", name, CHAT, "A", *to)
    assert code == Exit.INTERRUPTED
    assert "Interrupted." in shown
    assert "Traceback" not in shown


def test_a_token_is_asked_for_when_all_else_is_right() -> None:
    code, shown = typing(TOKEN.encode() + b"\n", "link", CHAT, "A", "--tries", "1")
    assert code == Exit.FAILED
    assert "127.0.0.1:9" in shown
    assert TOKEN not in shown


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"GREEN_API_ID_INSTANCE": ""}, "--id-instance"),
        ({"GREEN_API_ID_INSTANCE": "x"}, "--id-instance must be"),
        ({"GREEN_API_URL": "ftp://h"}, "--api-url must be"),
    ],
)
def test_what_else_is_wrong_is_told_before_anybody_types(more: dict[str, str], words: str) -> None:
    code, shown = typing(b"\n", "link", CHAT, "A", **more)
    assert code == Exit.USAGE
    assert words in shown
    assert "apiTokenInstance" not in shown


# What people see


def test_the_command_speaks_its_own_language() -> None:
    done = run_with("", "http://127.0.0.1:9", "link", CHAT, "A", GREEN_API_TOKEN_INSTANCE="")
    assert done.returncode == Exit.USAGE
    assert "api_token_instance" not in done.stderr


DEFECT = (
    "import green_api_files._command.source as s\n"
    "def broken(self, sources):\n"
    f"    raise KeyError('{TOKEN}')\n"
    "s.Input.messages = broken\n"
)


def test_a_defect_is_a_sentence_and_verbose_shows_where(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(DEFECT)
    arguments = ("save", "--from", "-", "--to", tmp_path / "to")
    done = run_with("", "http://127.0.0.1:9", *arguments, PYTHONPATH=str(tmp_path))
    assert done.returncode == Exit.DEFECT
    assert done.stderr.startswith("This is a defect of green-api-files: KeyError.")
    verbose = subprocess.run(
        command(*arguments, "--verbose"),
        input=b"",
        capture_output=True,
        env=environment("http://127.0.0.1:9", PYTHONPATH=str(tmp_path)),
        timeout=60,
        check=False,
    )
    assert verbose.returncode == Exit.DEFECT
    assert b"in broken" in verbose.stderr
    assert TOKEN.encode() not in verbose.stderr


@pytest.fixture
def forbidden() -> Iterator[Path]:
    """A directory that this process may not write to."""
    directory = Path(tempfile.mkdtemp())
    directory.chmod(0o555)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    yield directory
    if is_root:
        os.seteuid(0)
    directory.chmod(0o755)
    directory.rmdir()


def test_a_directory_that_is_read_only_is_told_as_such(forbidden: Path) -> None:
    done = run("http://127.0.0.1:9", "save", CHAT, "A", "--to", forbidden)
    assert done.returncode == Exit.DISK
    assert f"Could not write to {forbidden}: Permission denied" in done.stderr
