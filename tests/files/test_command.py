"""The command as people and machines use it: what it saves, says and ends with."""

from __future__ import annotations

import json
import os
import pty
import random
import re
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from green_api_files.__main__ import main
from green_api_files._command.exits import Exit
from green_api_files._inbox.database import NAME
from tests.files.commanding import (
    command,
    environment,
    files,
    has_begun,
    hidden,
    lines,
    read_all,
    run,
    run_with,
    slow_files,
    until,
)
from tests.files.conftest import CHAT, TOKEN, scenario
from tests.support.byte_server import ByteServer, StoredFile, answering

if TYPE_CHECKING:
    from green_api_mock.plugin import GreenApiMock

pytestmark = pytest.mark.slow

WITHOUT_COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
EXAMPLES = Path(__file__).parents[2] / "examples" / "messages"


@pytest.fixture
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file for messages."""
    return tmp_path_factory.mktemp("source") / "messages.jsonl"


# One message


def test_link_prints_the_link(green_api_mock: GreenApiMock) -> None:
    done = run(green_api_mock.url, "link", CHAT, scenario("imageFile"))
    assert (done.returncode, done.stderr) == (Exit.DONE, "")
    assert done.stdout.startswith(green_api_mock.url)
    done = run(green_api_mock.url, "link", CHAT, scenario("imageFile"), "--json")
    assert json.loads(done.stdout)["downloadUrl"].endswith(".png")


def test_save_saves_the_file_under_its_name(green_api_mock: GreenApiMock, tmp_path: Path) -> None:
    message = scenario("imageFile")
    done = run(green_api_mock.url, "save", CHAT, message, "--to", tmp_path, "--name", "cat.png")
    assert done.returncode == Exit.DONE
    assert done.stdout == f"{tmp_path / 'cat.png'}\n"
    assert (tmp_path / "cat.png").read_bytes().startswith(b"\x89PNG")
    again = run(green_api_mock.url, "save", CHAT, message, "--to", tmp_path)
    assert again.stdout == f"{tmp_path / 'cat.png'}\n"
    assert "0 saved, 1 already there" in again.stderr
    assert len(green_api_mock.requests) == 1


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("fileNotInMessage", Exit.UNAVAILABLE, "has no file"),
        ("fileUnavailable", Exit.UNAVAILABLE, "not available"),
        ("validationFailed", Exit.REJECTED, "'chatId' is required"),
        ("methodQuotaExceeded", Exit.REFUSED, "500 of 500"),
        ("instanceExpired", Exit.REFUSED, "renew it"),
        ("instanceNotAuthorized", Exit.REFUSED, "QR code"),
        ("unauthorizedInSuccess", Exit.REFUSED, "GREEN_API_TOKEN_INSTANCE"),
    ],
)
def test_errors_are_sentences_with_an_exit_code(
    green_api_mock: GreenApiMock, tmp_path: Path, name: str, code: Exit, words: str
) -> None:
    done = run(green_api_mock.url, "save", CHAT, scenario(name), "--to", tmp_path)
    assert done.returncode == code
    assert words in done.stderr
    assert done.stdout == ""
    assert files(tmp_path) == []
    done = run(green_api_mock.url, "link", CHAT, scenario(name))
    assert done.returncode == code
    assert words in done.stderr


def test_a_host_that_is_not_there_is_told() -> None:
    done = run("http://127.0.0.1:9", "link", CHAT, "A" * 16, "--tries", "1")
    assert done.returncode == Exit.FAILED
    assert "127.0.0.1:9" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["save", "--to", "x"], "Give either CHAT and MESSAGE, or --from FILE"),
        (["save", "1@c.us", "--to", "x"], "Give either"),
        (["save", "1@c.us", "A", "--from", "y", "--to", "x"], "Give either"),
        (["save", "--from", "y", "--name", "n", "--to", "x"], "Give either"),
        (["save", "--from", "-", "--token-file", "-", "--to", "x"], "only once"),
        (["save", "1@c.us", "A"], "--to"),
        (["save", "1@c.us", "A", "--to", "x", "--jobs", "0"], "jobs"),
        (["save", "1@c.us", "A", "--to", "x", "--rate", "-1"], "rate"),
        (["link", "1@c.us", "A", "--timeout", "0"], "more than nothing"),
        (["link", "1@c.us", "A", "--id-instance", "x"], "--id-instance must be"),
        (["link", "1@c.us", "A", "--token-file", "/nowhere/x"], "cannot be read"),
        (["link", "1@c.us"], "MESSAGE"),
        (["lnik"], "lnik"),
    ],
)
def test_wrong_arguments_are_told(arguments: list[str], words: str) -> None:
    done = run("http://127.0.0.1:9", *arguments, COLUMNS="200", TERM="dumb")
    assert done.returncode == Exit.USAGE
    assert words in done.stderr


def test_a_missing_token_is_told() -> None:
    done = run_with("", "http://127.0.0.1:9", "link", CHAT, "A", GREEN_API_TOKEN_INSTANCE="")
    assert done.returncode == Exit.USAGE
    assert "set GREEN_API_TOKEN_INSTANCE" in done.stderr


@pytest.mark.parametrize("from_input", [True, False])
def test_the_token_may_come_from_a_file(
    server: ByteServer, tmp_path: Path, *, from_input: bool
) -> None:
    path = tmp_path / "token"
    path.write_text(TOKEN + "\n")
    done = run_with(
        TOKEN + "\n" if from_input else "",
        server.url,
        *("link", CHAT, "A", "--token-file", "-" if from_input else path),
        GREEN_API_TOKEN_INSTANCE="",
    )
    assert done.returncode == Exit.DONE
    assert server.api_requests[0].target.endswith(TOKEN)


def test_verbose_logs_without_the_token(server: ByteServer, tmp_path: Path) -> None:
    server.put("/file", StoredFile(b"x" * 1000, cuts=[500]))
    done = run_with("", server.url, "save", CHAT, "A" * 16, "--to", tmp_path, "--verbose")
    assert done.returncode == Exit.DONE
    assert "broke off" in done.stderr
    assert "Saved" in done.stderr


@pytest.mark.parametrize("missing", ["rich", "typer"])
def test_without_its_extra_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setattr(
        "green_api_files.__main__.find_spec", lambda name: None if name == missing else name
    )
    monkeypatch.setattr("green_api_files._command.app.run", sys.exit)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == (
        "The command needs two more packages: pip install 'green-api-files[cli]'"
    )


def test_an_interrupt_at_the_very_start_ends_it_as_any_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("green_api_files._command.app.run", interrupted)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130


# Many messages


def test_the_examples_are_saved(green_api_mock: GreenApiMock, tmp_path: Path) -> None:
    given = b"".join(path.read_bytes() for path in sorted(EXAMPLES.iterdir()))
    save = ("save", "--from", "-", "--to", tmp_path, "--rate", "0")
    done = run_with(given, green_api_mock.url, *save)
    assert done.returncode == Exit.UNAVAILABLE
    assert "8 saved, 1 already there, 1 unavailable, 0 failed, 2 without a file." in done.stderr
    assert {"Invoice 17.pdf", "song.mp3", "outside.png"} <= set(files(tmp_path))
    assert (tmp_path / "Invoice 17.pdf").read_bytes().startswith(b"%PDF")
    assert hidden(tmp_path) == [NAME]


@pytest.mark.parametrize("path", sorted(EXAMPLES.iterdir()), ids=lambda path: path.name)
def test_every_example_is_understood(path: Path) -> None:
    from green_api_files import messages_in  # noqa: PLC0415 # the command's tests need it here only

    texts = path.read_text().splitlines() if path.suffix == ".jsonl" else [path.read_text()]
    assert [message for text in texts for message in messages_in(json.loads(text))]


def test_json_is_one_object_a_line(server: ByteServer, source: Path, tmp_path: Path) -> None:
    source.write_text(lines(3))
    server.put("/file", StoredFile(b"x"))
    server.put("/gone", answering(404))
    server.links[f"{1:032X}"] = "/gone"
    save = ("save", "--from", source, "--to", tmp_path, "--rate", "0")
    done = run(server.url, *save, "--json")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    states = {line["idMessage"]: line["state"] for line in told[:-1]}
    assert states == {
        f"{0:032X}": "saved",
        f"{1:032X}": "unavailable",
        f"{2:032X}": "saved",
    }
    assert next(line for line in told if line.get("error"))["error"] == "LinkExpiredError"
    assert told[-1]["summary"] == {
        "saved": 2,
        "alreadyThere": 0,
        "toBeSaved": 0,
        "noFile": 0,
        "unavailable": 1,
        "rejected": 0,
        "failed": 0,
        "unreadable": 0,
        "unrecognised": 0,
    }
    assert done.returncode == Exit.UNAVAILABLE


def test_running_again_fetches_only_what_is_missing(
    server: ByteServer, source: Path, tmp_path: Path
) -> None:
    server.put("/file", StoredFile(b"content"))
    save = ("save", "--from", source, "--to", tmp_path, "--rate", "0")
    source.write_text(lines(20))
    assert run(server.url, *save).returncode == Exit.DONE
    assert len(files(tmp_path)) == 20
    removed = tmp_path / files(tmp_path)[7]
    removed.unlink()
    source.write_text(lines(22))
    done = run(server.url, *save)
    assert "3 saved, 19 already there" in done.stderr
    assert len(server.api_requests) == 23
    assert removed.read_bytes() == b"content"
    assert len(files(tmp_path)) == 22


def test_a_message_that_comes_twice_is_fetched_once(
    server: ByteServer, source: Path, tmp_path: Path
) -> None:
    server.put("/file", StoredFile(b"x"))
    source.write_text(lines(1) * 9)
    done = run(server.url, "save", "--from", source, "--to", tmp_path)
    assert "1 saved, 8 already there" in done.stderr
    assert len(server.api_requests) == 1


def test_credentials_that_are_refused_end_it_at_once(
    server: ByteServer, source: Path, tmp_path: Path
) -> None:
    server.api_answers = [answering(401)] * 1000
    source.write_text(lines(1000))
    done = run(server.url, "save", "--from", source, "--to", tmp_path, "--rate", "0")
    assert done.returncode == Exit.REFUSED
    assert "Stopped, as every other message would meet it too" in done.stderr
    assert len(server.api_requests) <= 16


def test_what_may_pass_is_told_and_the_rest_goes_on(
    server: ByteServer, source: Path, tmp_path: Path
) -> None:
    source.write_text(lines(9))
    server.put("/file", StoredFile(b"x"))
    server.put("/broken", answering(503))
    server.links[f"{3:032X}"] = "/broken"
    save = ("save", "--from", source, "--to", tmp_path, "--rate", "0", "--tries", "1")
    done = run(server.url, *save)
    assert done.returncode == Exit.FAILED
    assert "8 saved, 0 already there, 0 unavailable, 1 failed." in done.stderr


def test_bad_input_is_told_and_what_came_before_is_saved(
    server: ByteServer, tmp_path: Path
) -> None:
    server.put("/file", StoredFile(b"x"))
    given = lines(5) + '{"chatId": "79'
    done = run_with(given, server.url, "save", "--from", "-", "--to", tmp_path, "--rate", "0")
    assert done.returncode == Exit.USAGE
    assert "the standard input, line 6: this is not JSON" in done.stderr
    assert "1 part of the input could not be read." in done.stderr
    assert len(files(tmp_path)) == 5


def test_input_that_is_not_there_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.json", tmp_path):
        done = run("http://127.0.0.1:9", "save", "--from", path, "--to", tmp_path / "to")
        assert done.returncode == Exit.USAGE
        assert "cannot be read" in done.stderr


@pytest.mark.parametrize("kind", ["a file", "a damaged record"])
def test_a_disk_that_refuses_is_told(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "to"
    if kind == "a file":
        target.touch()
    else:
        target.mkdir()
        (target / NAME).write_bytes(b"no database at all" * 100)
    done = run("http://127.0.0.1:9", "save", CHAT, "A", "--to", target)
    assert done.returncode == Exit.DISK
    assert str(target) in done.stderr


def test_messages_are_worked_on_while_more_are_written(server: ByteServer, tmp_path: Path) -> None:
    server.put("/file", StoredFile(b"x"))
    with subprocess.Popen(
        command("save", "--from", "-", "--to", tmp_path),
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env=environment(server.url),
    ) as process:
        assert process.stdin is not None
        process.stdin.write(lines(1).encode())
        process.stdin.flush()
        until(lambda: bool(tmp_path.exists() and files(tmp_path)))
        process.stdin.close()
    assert process.returncode == Exit.DONE


def test_hostile_names_cannot_move_the_cursor(server: ByteServer, tmp_path: Path) -> None:
    server.put("/file", StoredFile(b"x"))
    message = json.dumps(
        {"chatId": "1\x1b[2J@c.us", "idMessage": "\x1b]0;x\x07", "fileName": "\x1b[31m"}
    )
    server.links["\x1b]0;x\x07"] = "/gone"
    done = run_with(message, server.url, "save", "--from", "-", "--to", tmp_path)
    assert "\x1b" not in done.stdout + done.stderr


# Being ended


def test_killed_at_any_moment_and_run_again_it_ends_the_same(
    server: ByteServer, tmp_path: Path
) -> None:
    contents = slow_files(server, 40)
    source = tmp_path / "messages.jsonl"
    source.write_text(lines(40))
    to = tmp_path / "to"
    save = command("save", "--from", source, "--to", to, "--rate", "0")
    chance = random.Random(7)  # noqa: S311 # repeatable
    for _ in range(6):
        asked = len(server.requests)
        process = subprocess.Popen(
            save,
            env=environment(server.url),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(partial(has_begun, server, asked + 4, process))
        time.sleep(chance.uniform(0, 0.1))
        process.kill()
        process.wait()
    done = run(server.url, "save", "--from", source, "--to", to, "--rate", "0")
    assert done.returncode == Exit.DONE
    assert hidden(to) == [NAME]
    assert {path.name: path.read_bytes() for path in to.iterdir() if path.name != NAME} == {
        f"{name}.bin": content for name, content in contents.items()
    }


def test_ctrl_c_ends_it_cleanly(server: ByteServer, tmp_path: Path) -> None:
    contents = slow_files(server, 200)
    process = subprocess.Popen(
        command("save", "--from", "-", "--to", tmp_path / "to", "--rate", "0"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(server.url),
    )
    assert process.stdin is not None
    process.stdin.write(lines(200).encode())
    process.stdin.flush()  # and it stays open, as a terminal does
    until(lambda: len(server.file_requests) > 20)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == Exit.INTERRUPTED
    assert b"Traceback" not in err
    assert b" saved, " in err
    told = {Path(line).name for line in out.decode().splitlines()}
    found = {path.name: path.read_bytes() for path in (tmp_path / "to").glob("*.bin")}
    assert told <= set(found)  # one may have got its name when the signal came
    assert all(content == contents[name.removesuffix(".bin")] for name, content in found.items())
    assert hidden(tmp_path / "to") == [NAME]


def test_two_processes_in_one_directory_lose_nothing(server: ByteServer, tmp_path: Path) -> None:
    contents = slow_files(server, 20)
    source = tmp_path / "messages.jsonl"
    source.write_text(lines(20))
    save = command("save", "--from", source, "--to", tmp_path / "to", "--rate", "0")
    processes = [
        subprocess.Popen(save, env=environment(server.url), stderr=subprocess.DEVNULL)
        for _ in range(2)
    ]
    assert [process.wait(60) for process in processes] == [Exit.DONE, Exit.DONE]
    found = {path.read_bytes() for path in (tmp_path / "to").iterdir() if path.name != NAME}
    assert found == set(contents.values())
    assert [name for name in hidden(tmp_path / "to") if name.endswith(".part")] == []


@pytest.mark.parametrize("more", [[], ["--verbose"]])
def test_in_a_terminal_it_shows_how_far_it_is(
    server: ByteServer, tmp_path: Path, more: list[str]
) -> None:
    slow_files(server, 5)
    source = tmp_path / "messages.jsonl"
    source.write_text(lines(5))
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command("save", "--from", source, "--to", tmp_path / "to", "--rate", "0", *more),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(server.url, TERM="xterm", COLUMNS="200"),
    ) as process:
        os.close(theirs)
        shown = read_all(ours)
    assert process.returncode == Exit.DONE
    assert "messages done" in shown
    assert "5 saved, 0 already there" in shown
    assert shown.count("saved: ") == 5
    assert shown.count(f"{tmp_path}/to/") == (10 if more else 5)  # once more in the log
    assert "\x1b[33m" not in shown  # yellow is for what went wrong
    assert TOKEN not in shown
    text = WITHOUT_COLOURS.sub("", shown)
    assert "200.0 kB received" in text
    assert "/?" not in text  # every size is known
    assert "/100 bytes" not in text  # nor is one invented
    logged = [line for line in re.split(r"[\r\n]+", text) if "DEBUG" in line]
    assert bool(logged) == bool(more)
    assert all(re.match(r"\d{4}-\d\d-\d\d \d\d:", line) for line in logged)  # not within a bar


def test_the_python_examples_run(green_api_mock: GreenApiMock, tmp_path: Path) -> None:
    one, many = EXAMPLES.parent / "save_one.py", EXAMPLES.parent / "save_many_async.py"
    settings: dict[str, Any] = {
        "cwd": tmp_path,
        "env": environment(green_api_mock.url),
        "capture_output": True,
        "text": True,
        "timeout": 60,
    }
    wanted = [CHAT, scenario("imageFile")]
    done = subprocess.run([sys.executable, one, *wanted], check=True, **settings)
    assert Path(tmp_path, done.stdout.strip()).read_bytes().startswith(b"\x89PNG")
    given = (EXAMPLES / "last-incoming-messages.json").read_text()
    done = subprocess.run([sys.executable, many], check=True, input=given, **settings)
    assert "downloads/song.mp3" in done.stdout
    assert "not available" in done.stdout
