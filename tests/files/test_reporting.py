"""What people and machines are told while files are saved, without a process for each word."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

import pytest
from typer import BadParameter

from green_api_files import Message, SettingsError, UnsafeLinkError
from green_api_files._command.instance import TOKEN_VARIABLE, Instance
from green_api_files._command.options import size
from green_api_files._command.outcome import Summary, failure, in_options
from green_api_files._command.output import is_terminal, visible
from green_api_files._command.report import QuietReporter
from green_api_files._command.signals import Told
from green_api_files._command.source import Input, Trouble
from green_api_files._command.watching.summary import WatchSummary

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_no_sign_is_shown_as_unreadable() -> None:
    assert visible("a\x1b[31m\tb\u202e") == "a\ufffd[31m\ufffdb\ufffd"


def test_a_stream_that_was_closed_from_the_beginning_is_no_terminal() -> None:
    assert not is_terminal(None)


def test_much_trouble_is_told_one_by_one_and_then_only_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    reporter = QuietReporter()
    for number in range(1, 31):
        reporter.trouble(Trouble("unreadable", f"line {number}", "no"))
    told = [f"line {number}: no." for number in range(1, 21)]
    told.append("More of the input is wrong; from here on it is only counted.")
    assert capsys.readouterr().err.splitlines() == told


def test_the_smallest_size_is_a_byte() -> None:
    assert [size("1"), size(2), size("1kB"), size("0.5KiB")] == [1, 2, 1000, 512]
    with pytest.raises(BadParameter, match="at least one byte"):
        size("0")


def test_what_is_said_of_arguments_is_said_of_options() -> None:
    said = in_options("id_instance is missing, and api_token_instance is wrong: check api_url")
    assert said == "--id-instance is missing, and the token is wrong: check --api-url"


def test_what_failed_has_its_reason_and_is_counted_by_its_kind() -> None:
    summary = Summary(Input(lambda _: None))
    outcome = failure(Message("1@c.us", "A"), UnsafeLinkError("It leads to ftp."))
    summary.add(outcome)
    summary.add(outcome)
    assert outcome.as_json()["reason"] == "It leads to ftp."
    assert summary.status() == "2 messages done"
    assert summary.lines()[1].startswith(
        "  rejected: 2 \u00d7 The link, or a redirect of the storage"
    )


def test_without_a_token_it_says_where_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(TOKEN_VARIABLE, raising=False)
    with pytest.raises(SettingsError, match="The token is missing"):
        Instance(id_instance="1").api(rate=1)


def test_what_is_said_of_ctrl_c() -> None:
    assert str(Told(signal.SIGINT)) == "Interrupted."


def test_a_watch_tells_what_is_still_to_be_fetched() -> None:
    summary = WatchSummary(Input(lambda _: None))
    summary.received = 2
    assert summary.status() == "Watching: 2 notifications, 0 files saved"
    summary.left = 1
    assert summary.status() == "Watching: 2 notifications, 0 files saved, 1 file to be fetched"


MESSAGE = '{"chatId": "1@c.us", "idMessage": "A"}'


@pytest.mark.parametrize(
    ("text", "counted", "is_wrong"),
    [
        (MESSAGE, (1, 0, 0), False),
        ('{"typeWebhook": "stateInstanceChanged"}', (1, 0, 0), False),
        ("{}", (0, 0, 1), True),
        (MESSAGE + "{}", (1, 0, 1), False),
        (f"[{MESSAGE}, {MESSAGE}, {{}}, {{}}]", (2, 0, 2), False),
        (MESSAGE + "\nno JSON", (1, 1, 0), True),
        ("", (0, 0, 1), True),
    ],
)
def test_what_is_in_the_input_is_counted(
    tmp_path: Path, text: str, counted: tuple[int, int, int], *, is_wrong: bool
) -> None:
    path = tmp_path / "in.json"
    path.write_text(text, "utf-8")
    troubles: list[Trouble] = []
    source = Input(troubles.append)

    async def read() -> int:
        return len([message async for message in source.messages([str(path)])])

    assert asyncio.run(read()) == text.count("chatId")
    assert (source.recognised, source.unreadable, source.unrecognised) == counted
    assert source.is_wrong is is_wrong
    assert len(troubles) == sum(counted[1:])
