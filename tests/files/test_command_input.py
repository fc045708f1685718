"""What the command makes of its input: good, broken, strange, in many files, or none at all."""

from __future__ import annotations

import gzip
import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from green_api_files._command.exits import Exit
from tests.files.commanding import command, environment, files, lines, run, run_with, until
from tests.files.conftest import CHAT
from tests.support.byte_server import ByteServer, StoredFile, answering

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

NOWHERE = "http://127.0.0.1:9"
WEBHOOK: dict[str, Any] = {
    "typeWebhook": "incomingMessageReceived",
    "idMessage": "A" * 16,
    "senderData": {"chatId": CHAT},
    "messageData": {"typeMessage": "imageMessage", "fileMessageData": {"fileName": "a.jpg"}},
}
TEXT = WEBHOOK | {"messageData": {"typeMessage": "textMessage"}}


@pytest.fixture
def stored(server: ByteServer) -> ByteServer:
    """A server with a file for every message."""
    server.put("/file", StoredFile(b"x"))
    return server


def save(url: str, to: Path, *arguments: str | Path, given: str | bytes = "") -> Any:
    return run_with(given, url, "save", *arguments, "--to", to, "--rate", "0")


def test_a_cut_line_costs_itself_only(stored: ByteServer, tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text(lines(2) + '{"chatId": "79\n' + lines(2, first=2))
    done = save(stored.url, tmp_path / "to", "--from", path)
    assert done.returncode == Exit.USAGE
    assert f"{path}, line 3: this is not JSON" in done.stderr
    assert "4 saved" in done.stderr
    assert "1 part of the input could not be read." in done.stderr
    assert len(files(tmp_path / "to")) == 4


@pytest.mark.parametrize("cut", ['{"chatId": "79\n', '{"chatId": {"a": 1}\n', "nonsense\n"])
def test_what_follows_a_cut_line_does_not_wait(
    stored: ByteServer, tmp_path: Path, cut: str
) -> None:
    with subprocess.Popen(
        command("save", "--from", "-", "--to", tmp_path / "to"),
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env=environment(stored.url),
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write((cut + lines(1)).encode())
        process.stdin.flush()  # and it stays open
        until(lambda: (tmp_path / "to").exists() and bool(files(tmp_path / "to")))
        process.stdin.close()
        told = process.stderr.read().decode()
    assert "the standard input, line 1: this is not JSON" in told
    assert process.returncode == Exit.USAGE


@pytest.mark.parametrize(
    "given",
    [
        "",
        "\n \n",
        '{"foo": 1}',
        '{"chat_id": "1@c.us", "id_message": "A"}',
        '{"idMessage": "A"}',
        json.dumps(WEBHOOK | {"senderData": {}}),
        '{"chatId": "\\ud800@c.us", "idMessage": "A"}',
        '"text"',
        "5",
    ],
)
def test_input_of_which_nothing_is_recognised_fails(tmp_path: Path, given: str) -> None:
    done = save(NOWHERE, tmp_path, "--from", "-", given=given)
    assert done.returncode == Exit.USAGE
    assert "1 value of the input not recognised." in done.stderr


@pytest.mark.parametrize(
    "given",
    [
        "[]",
        "null",
        json.dumps(TEXT),
        json.dumps([TEXT, {"foo": 1}]),
        '{"typeWebhook": "stateInstanceChanged"}',
        '{"typeWebhook": "somethingNew"}',
        json.dumps(
            {"typeWebhook": "outgoingMessageStatus", "chatId": "1@c.us", "idMessage": "A" * 16}
        ),
    ],
)
def test_input_without_a_file_is_no_failure(tmp_path: Path, given: str) -> None:
    done = save(NOWHERE, tmp_path, "--from", "-", given=given)
    assert done.returncode == Exit.DONE
    assert "0 saved" in done.stderr


def test_a_webhook_in_what_a_web_server_was_sent_is_found(
    stored: ByteServer, tmp_path: Path
) -> None:
    given = json.dumps({"headers": {"host": "h"}, "body": WEBHOOK, "query": {}})
    done = save(stored.url, tmp_path, "--from", "-", given=given)
    assert done.returncode == Exit.DONE
    assert files(tmp_path) == ["a.jpg"]


def test_many_sources_are_read_one_after_the_other(stored: ByteServer, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_text(lines(2))
    second.write_text(lines(2, first=1))
    nowhere = tmp_path / "nowhere"
    sources = ("--from", first, "--from", nowhere, "--from", "-", "--from", second)
    done = save(stored.url, tmp_path / "to", *sources, given=lines(1, first=9))
    assert done.returncode == Exit.USAGE
    assert f"{nowhere}: it cannot be read: No such file or directory." in done.stderr
    assert "4 saved, 1 already there" in done.stderr


def binaries(tmp_path: Path) -> Iterator[Path]:
    yield Path("/bin/ls")
    compressed = tmp_path / "small.gz"
    compressed.write_bytes(gzip.compress(lines(1).encode()))
    yield compressed


def test_what_is_no_text_is_told_in_few_lines(tmp_path: Path) -> None:
    told = ""
    for path in binaries(tmp_path):
        done = save(NOWHERE, tmp_path / "to", "--from", path)
        assert done.returncode == Exit.USAGE
        assert str(path) in done.stderr
        assert len(done.stderr.splitlines()) < 30
        told = done.stderr
    assert "zcat" in told


def test_a_refusal_while_much_is_still_to_be_read_is_told_without_noise(
    server: ByteServer, tmp_path: Path
) -> None:
    server.api_answers = [answering(401)] * 100
    path = tmp_path / "log.jsonl"
    path.write_text(lines(60_000))
    done = save(server.url, tmp_path / "to", "--from", path)
    assert done.returncode == Exit.REFUSED
    assert "Exception" not in done.stderr
    assert "Warning" not in done.stderr


def test_a_refusal_ends_it_also_while_nobody_writes_more(
    server: ByteServer, tmp_path: Path
) -> None:
    server.api_answers = [answering(401)] * 100
    with subprocess.Popen(
        command("save", "--from", "-", "--to", tmp_path),
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(server.url),
    ) as process:
        assert process.stdin is not None
        process.stdin.write(lines(1).encode())
        process.stdin.flush()  # and it stays open
        assert process.wait(60) == Exit.REFUSED


def test_what_will_be_rejected_again_has_its_own_exit_code(
    server: ByteServer, tmp_path: Path
) -> None:
    server.put("/file", StoredFile(b"x"))
    server.put("/refused", answering(400))
    server.links["0" * 32] = "/refused"
    path = tmp_path / "log.jsonl"
    path.write_text(lines(3))
    done = run(server.url, "save", "--from", path, "--to", tmp_path / "to")
    assert done.returncode == Exit.REJECTED
    assert "2 saved, 0 already there, 0 unavailable, 0 failed, 1 rejected." in done.stderr


def test_a_dry_run_asks_and_changes_nothing(stored: ByteServer, tmp_path: Path) -> None:
    path, to = tmp_path / "log.jsonl", tmp_path / "to"
    path.write_text(lines(2))
    dry = ("save", "--from", path, "--to", to, "--dry-run")
    done = run(NOWHERE, *dry, GREEN_API_TOKEN_INSTANCE="")
    assert (done.returncode, done.stdout) == (Exit.DONE, "")
    assert "2 to be saved" in done.stderr
    assert not to.exists()
    assert run(stored.url, "save", "--from", path, "--to", to).returncode == Exit.DONE
    path.write_text(lines(3))
    done = run(NOWHERE, *dry)
    assert sorted(done.stdout.splitlines()) == sorted(str(to / name) for name in files(to))
    assert "2 already there, 1 to be saved" in done.stderr


def test_a_file_of_the_same_name_is_replaced_only_on_request(
    stored: ByteServer, tmp_path: Path
) -> None:
    (tmp_path / "a.jpg").write_bytes(b"mine")
    one = ("save", CHAT, "A" * 16, "--to", tmp_path, "--name", "a.jpg")
    assert run(stored.url, *one).stdout == f"{tmp_path / 'a (2).jpg'}\n"
    other = ("save", CHAT, "B" * 16, "--to", tmp_path, "--name", "a.jpg", "--overwrite")
    assert run(stored.url, *other).stdout == f"{tmp_path / 'a.jpg'}\n"
    assert (tmp_path / "a.jpg").read_bytes() == b"x"
    # A file that is another message's stays.
    third = ("save", CHAT, "C" * 16, "--to", tmp_path, "--name", "a.jpg", "--overwrite")
    assert run(stored.url, *third).stdout == f"{tmp_path / 'a (3).jpg'}\n"


@pytest.mark.parametrize(("size", "fits"), [("1KB", False), ("1KiB", True), ("0.1MB", True)])
def test_sizes_have_units(server: ByteServer, tmp_path: Path, size: str, *, fits: bool) -> None:
    server.put("/file", StoredFile(b"x" * 1024))
    done = run(server.url, "save", CHAT, "A" * 16, "--to", tmp_path, "--max-bytes", size)
    assert done.returncode == (Exit.DONE if fits else Exit.UNAVAILABLE)
    if not fits:
        assert "--max-bytes" in done.stderr
        assert "max_bytes" not in done.stderr


def test_folders_are_made_of_what_a_message_tells(stored: ByteServer, tmp_path: Path) -> None:
    given = json.dumps(WEBHOOK | {"timestamp": 1705466693})
    layout = ("--layout", "{chat}/{date}/{name}")
    done = save(stored.url, tmp_path, "--from", "-", *layout, given=given)
    assert done.stdout == f"{tmp_path}/{CHAT}/2024-01-17/a.jpg\n"
    # It is known whatever the layout is.
    done = save(stored.url, tmp_path, "--from", "-", given=given)
    assert done.stdout == f"{tmp_path}/{CHAT}/2024-01-17/a.jpg\n"
    assert "1 already there" in done.stderr
    done = save(stored.url, tmp_path, "--from", "-", "--layout", "{chat}", given=given)
    assert done.returncode == Exit.USAGE
    assert "--layout must end with {name}" in done.stderr


def test_what_is_gone_is_not_asked_for_again_so_soon(server: ByteServer, tmp_path: Path) -> None:
    server.put("/gone", answering(404))
    server.links["A" * 16] = "/gone"
    one = ("save", CHAT, "A" * 16, "--to", tmp_path)
    assert run(server.url, *one).returncode == Exit.UNAVAILABLE
    asked = len(server.api_requests)
    done = run(server.url, *one)
    assert done.returncode == Exit.UNAVAILABLE
    assert "not asked for again so soon" in done.stderr
    assert len(server.api_requests) == asked
    run(server.url, *one, "--ask-again-after", "0")
    assert len(server.api_requests) > asked
