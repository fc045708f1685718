"""What people and machines are told while files are saved, without a process for each word."""

from __future__ import annotations

import asyncio
import io
import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest
import typer
from typer import BadParameter
from typer.testing import CliRunner

from green_api_files import (
    AuthenticationError,
    Message,
    SettingsError,
    StorageStatusError,
    UnsafeLinkError,
)
from green_api_files._command.app import app
from green_api_files._command.exits import Exit
from green_api_files._command.instance import TOKEN_VARIABLE, Instance
from green_api_files._command.options import seconds, seconds_or_none, size
from green_api_files._command.outcome import Outcome, Summary, failure, in_options
from green_api_files._command.output import (
    check,
    escape_what_cannot_be_written,
    is_terminal,
    visible,
    write,
    write_json,
)
from green_api_files._command.report import (
    JsonReporter,
    PlainReporter,
    QuietReporter,
    Shown,
    TerminalReporter,
    line_of,
)
from green_api_files._command.signals import Told
from green_api_files._command.source import Input, Trouble
from green_api_files._command.watching.summary import WatchSummary
from tests.files.commanding import environment
from tests.files.conftest import TOKEN

if TYPE_CHECKING:
    from typer.testing import Result

WITHOUT_COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def test_what_is_no_sign_is_shown_as_unreadable() -> None:
    assert visible("a\x1b[31m\tb\u202e") == "a\ufffd[31m\ufffdb\ufffd"


def test_a_stream_that_was_closed_from_the_beginning_is_no_terminal() -> None:
    assert not is_terminal(None)


@pytest.mark.parametrize("count", [21, 30])
def test_much_trouble_is_told_one_by_one_and_then_only_counted(
    capsys: pytest.CaptureFixture[str], count: int
) -> None:
    reporter = QuietReporter()
    for number in range(1, count + 1):
        reporter.trouble(Trouble("unreadable", f"line {number}", "no"))
    told = [f"line {number}: no." for number in range(1, 21)]
    told.append("More of the input is wrong; from here on it is only counted.")
    assert capsys.readouterr().err.splitlines() == told


def test_the_smallest_size_is_a_byte() -> None:
    assert [size("1"), size(2), size("1kB"), size("0.5KiB")] == [1, 2, 1000, 512]
    with pytest.raises(BadParameter, match="at least one byte"):
        size("0")
    for text in ("large", "5 TB"):
        with pytest.raises(BadParameter, match=f"'{text}' is not a size such as"):
            size(text)


def test_times_have_units() -> None:
    assert [seconds(0.5), seconds("90"), seconds("2m"), seconds("1h")] == [0.5, 90, 120, 3600]
    assert seconds_or_none("0") == 0
    with pytest.raises(BadParameter, match="more than nothing"):
        seconds("0")


def test_what_is_said_of_arguments_is_said_of_options() -> None:
    said = in_options("id_instance is missing, and api_token_instance is wrong: check api_url")
    assert said == "--id-instance is missing, and the token is wrong: check --api-url"


def test_what_failed_has_its_reason_and_is_counted_by_its_kind() -> None:
    summary = Summary(Input(lambda _: None))
    outcome = failure(Message("1@c.us", "A"), UnsafeLinkError("It leads to ftp."))
    summary.add(outcome)
    summary.add(outcome)
    summary.add(failure(Message("1@c.us", "B"), StorageStatusError("Not so.", status=400)))
    assert outcome.as_json() == {
        "chatId": "1@c.us",
        "idMessage": "A",
        "state": "rejected",
        "error": "UnsafeLinkError",
        "reason": "It leads to ftp.",
    }
    assert summary.status() == "3 messages done"
    words = (UnsafeLinkError.__doc__ or "").splitlines()[0]
    assert summary.lines()[1:] == [
        f"  rejected: 2 \u00d7 {words}",
        "  rejected: 1 \u00d7 The storage answered with an error.",
    ]


def test_what_is_there_is_told_with_its_path(capsys: pytest.CaptureFixture[str]) -> None:
    message = Message("1@c.us", "A")
    there = Outcome(message, "already there", Path("x/a.jpg"))
    assert there.as_json()["path"] == str(Path("x/a.jpg"))
    assert line_of(there) == f"already there: {Path('x/a.jpg')}"
    to_be_saved = Outcome(message, "to be saved")
    assert "path" not in to_be_saved.as_json()
    for outcome in (there, to_be_saved):
        PlainReporter().outcome(outcome)
    told = capsys.readouterr()
    assert (told.out, told.err) == (f"{Path('x/a.jpg')}\n", "to be saved: 1@c.us A\n")


def test_why_everything_ended_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    summary = Summary(Input(lambda _: None))
    summary.add(Outcome(Message("1@c.us", "A"), "no file"))
    told = "0 saved, 0 already there, 0 unavailable, 0 failed, 1 without a file."
    assert summary.lines() == [told]
    QuietReporter().summary(summary)
    assert capsys.readouterr().err == ""
    assert "stoppedBy" not in summary.as_json()["summary"]
    summary.stopped_by = AuthenticationError(status=401)
    assert summary.as_json()["summary"]["stoppedBy"] == str(summary.stopped_by)
    QuietReporter().summary(summary)
    assert capsys.readouterr().err == f"{summary.why_stopped}\n"


def test_machines_are_told_of_trouble(capsys: pytest.CaptureFixture[str]) -> None:
    JsonReporter().trouble(Trouble("unreadable", "line 1", "no JSON"))
    told = json.loads(capsys.readouterr().out)
    assert told == {"unreadable": {"where": "line 1", "reason": "no JSON"}}


def test_who_looks_decides_what_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert type(Shown().reporter()) is PlainReporter
    assert type(Shown(quiet=True).reporter()) is QuietReporter
    assert type(Shown(as_json=True, quiet=True).reporter()) is JsonReporter
    monkeypatch.setattr("green_api_files._command.report.is_terminal", lambda _: True)
    assert type(Shown().reporter()) is TerminalReporter


def test_a_terminal_shows_how_far_every_file_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {"FORCE_COLOR": "1", "TERM": "xterm", "COLUMNS": "100"}.items():
        monkeypatch.setenv(name, value)
    first, second = Message("1@c.us", "A", "[red] " + "x" * 60), Message("1@c.us", "B")
    reporter = TerminalReporter()
    reporter.show_status(lambda: "7 messages done")
    with reporter:
        assert "\x1b[?25l" in capsys.readouterr().err  # the cursor is hidden
        for received in (50, 10, 60):  # it began anew once
            reporter.progress(first, received, 200)
        reporter.progress(second, 0, None)
    shown = capsys.readouterr().err
    assert f" {first.file_name:.40} " in WITHOUT_COLOURS.sub("", shown)
    assert "60/200 bytes" in WITHOUT_COLOURS.sub("", shown)
    assert "7 messages done, 2 on their way, 100 bytes received" in shown
    assert shown.endswith("\x1b[2K")  # and all of it is gone in the end
    with reporter:
        print("to whoever reads it")  # noqa: T201 # as any program may
        reporter.outcome(Outcome(first, "saved", Path("y" * 150)))
        reporter.outcome(failure(second, UnsafeLinkError("It leads to ftp.")))
    told = capsys.readouterr()
    assert told.out == f"to whoever reads it\n{'y' * 150}\n"
    assert f"saved: {'y' * 150}\n" in told.err
    assert "\x1b[33mrejected: 1@c.us B: It leads to ftp.\x1b[0m" in told.err
    assert "\x1b[2K7 messages done, 100 bytes received" in told.err  # none is on its way
    summary = Summary(Input(lambda _: None), stopped_by=AuthenticationError(status=401))
    reporter.summary(summary)
    written = [f"\x1b[1m{line}\x1b[0m\n" for line in summary.lines()]
    assert capsys.readouterr().err == "".join(written)
    assert len(written[-1]) > 120  # and in one piece


def test_a_log_has_lines_but_nothing_that_moves_the_cursor() -> None:
    code = (
        "import logging; from green_api_files._command import logs; logs.show(); "
        "logs.hide('c0ffee'); logging.getLogger('green_api_files').debug('a\\nb\\x1b c0ffee')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    first, second = done.stderr.splitlines()
    assert first.endswith(" green_api_files DEBUG a")
    assert second == "b\ufffd ***"


@pytest.mark.parametrize(
    ("encoding", "json_written"),
    [("utf-8", '"ж"'), ("UTF8", '"ж"'), ("latin-1", r'"\u0436"'), ("ascii", r'"\u0436"')],
)
def test_what_an_output_cannot_write_is_escaped(
    monkeypatch: pytest.MonkeyPatch, encoding: str, json_written: str
) -> None:
    output = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(output, encoding, write_through=True))
    escape_what_cannot_be_written()
    write("ж")
    write_json({"name": "ж"})
    check()
    plain = "ж" if encoding.lower().startswith("utf") else r"\u0436"
    assert output.getvalue().decode(encoding) == f'{plain}\n{{"name": {json_written}}}\n'


def test_without_a_token_it_says_where_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(TOKEN_VARIABLE, raising=False)
    with pytest.raises(SettingsError, match="The token is missing"):
        Instance(id_instance="1").api(rate=1)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "No such file or directory"),
        (b"\xff\n", "it is no text"),
        (b"\n", "its first line is"),
    ],
)
def test_a_token_that_cannot_be_read_is_told(
    tmp_path: Path, content: bytes | None, reason: str
) -> None:
    path = tmp_path / "token"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingsError, match=f"^The token cannot be read from {path}: {reason}"):
        Instance(id_instance="1", token_file=str(path)).api(rate=1)


def ask_for_a_token() -> Result:
    ask = ["link", "1@c.us", "A", "--tries", "1"]
    answer = environment("http://127.0.0.1:9", GREEN_API_TOKEN_INSTANCE="")
    return CliRunner().invoke(app, ask, input=f"{TOKEN}\n", env=answer)


def test_a_token_is_asked_for_and_neither_shown_nor_in_the_output(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("green_api_files._command.instance.is_terminal", lambda _: True)
    asked = ask_for_a_token()
    assert asked.exit_code == Exit.FAILED
    assert TOKEN not in asked.output
    assert asked.stderr.startswith("apiTokenInstance:")
    assert asked.stdout.strip() == ""
    monkeypatch.setattr(typer, "prompt", Mock(side_effect=Told(signal.SIGINT)))
    assert ask_for_a_token().stderr == "\nInterrupted.\n"


def test_what_is_said_of_a_signal() -> None:
    assert str(Told(signal.SIGINT)) == "Interrupted."
    assert str(Told(signal.SIGTERM)) == "Ended by SIGTERM."


def test_a_watch_tells_what_is_still_to_be_fetched() -> None:
    summary = WatchSummary(Input(lambda _: None))
    summary.received = 2
    assert summary.status() == "Watching: 2 notifications, 0 files saved"
    summary.left = 1
    summary.counts["saved"] = 3
    assert summary.status() == "Watching: 2 notifications, 3 files saved, 1 file to be fetched"
    told = summary.as_json()["summary"]
    assert (told["received"], told["left"], told["saved"]) == (2, 1, 3)


@pytest.mark.parametrize(
    ("without", "line"),
    [(0, "2 notifications received."), (1, "2 notifications received, 1 of no message.")],
)
def test_a_watch_tells_how_much_was_of_no_message(without: int, line: str) -> None:
    summary = WatchSummary(Input(lambda _: None), received=2, without_message=without)
    assert summary.lines()[0] == line
    assert summary.as_json()["summary"]["withoutMessage"] == without


MESSAGE = '{"chatId": "1@c.us", "idMessage": "A"}'


@pytest.mark.parametrize(
    ("text", "counted", "is_wrong"),
    [
        (MESSAGE, (0, 0), False),
        ('{"typeWebhook": "stateInstanceChanged"}', (0, 0), False),
        ("{}", (0, 1), True),
        (MESSAGE + "{}", (0, 1), False),
        (f"[{MESSAGE}, {MESSAGE}, {{}}, {{}}]", (0, 2), False),
        (MESSAGE + "\nno JSON", (1, 0), True),
        ("", (0, 1), True),
    ],
)
def test_what_is_in_the_input_is_counted(
    tmp_path: Path, text: str, counted: tuple[int, int], *, is_wrong: bool
) -> None:
    path = tmp_path / "in.json"
    path.write_text(text, "utf-8")
    troubles: list[Trouble] = []
    source = Input(troubles.append)

    async def read() -> int:
        return len([message async for message in source.messages([str(path)])])

    assert asyncio.run(read()) == text.count("chatId")
    assert (source.unreadable, source.unrecognised) == counted
    assert source.is_wrong is is_wrong
    assert len(troubles) == sum(counted)
