"""`history` saves what nobody watched, and nothing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.account import Account
from tests.files.commanding import Done, files, run

if TYPE_CHECKING:
    from pathlib import Path

CHAT = "79001234567@c.us"
INCOMING, OUTGOING, OF_CHAT = "lastIncomingMessages", "lastOutgoingMessages", "getChatHistory"
JOURNALS = (INCOMING, OUTGOING, OF_CHAT)


@pytest.fixture
def account(quick_mock: str) -> Account:
    return Account(quick_mock)


def history(account: Account, to: Path, *more: str, command: str = "history") -> Done:
    id_instance = ("--id-instance", str(account.number))
    return run(account.url, command, "--to", to, *id_instance, *more)


def saved(to: Path) -> list[bytes]:
    return sorted((to / name).read_bytes() for name in files(to) if not name.endswith(".jsonl"))


def test_both_journals_are_asked_once_each(account: Account, tmp_path: Path) -> None:
    account.trigger("incomingImage", file=b"came")
    account.trigger("outgoingImage", file=b"sent")
    account.trigger("incomingText")
    done = history(account, tmp_path, "--minutes", "60")
    assert done.returncode == 0, done.stderr
    assert saved(tmp_path) == [b"came", b"sent"]
    assert "1 without a file" in done.stderr
    assert [call for call in account.calls if call in JOURNALS] == [INCOMING, OUTGOING]


def test_what_was_watched_is_not_fetched_again(account: Account, tmp_path: Path) -> None:
    account.trigger("incomingImage", file=b"came")
    assert history(account, tmp_path, "--once", command="watch").returncode == 0
    account.trigger("incomingImage", file=b"later")
    assert "1 saved, 1 already there" in history(account, tmp_path).stderr
    assert "0 saved, 2 already there" in history(account, tmp_path).stderr
    assert saved(tmp_path) == [b"came", b"later"]
    assert account.calls.count("downloadFile") == 2


def test_one_chat_by_its_history(account: Account, tmp_path: Path) -> None:
    account.trigger("incomingImage", file=b"other")
    account.trigger("incomingImage", file=b"came", set={"senderData.chatId": CHAT})
    done = history(account, tmp_path, "--chat", CHAT)
    assert done.returncode == 0, done.stderr
    assert saved(tmp_path) == [b"came"]
    assert [call for call in account.calls if call in JOURNALS] == [OF_CHAT]


def test_what_is_older_is_left_out(account: Account, tmp_path: Path) -> None:
    since = 1_767_225_600
    for time, content in ((since - 1, b"old"), (since, b"new")):
        of_chat = {"senderData.chatId": CHAT, "timestamp": time}
        account.trigger("incomingImage", file=content, set=of_chat)
    done = history(account, tmp_path, "--chat", CHAT, "--since", "2026-01-01")
    assert done.returncode == 0, done.stderr
    assert saved(tmp_path) == [b"new"]
    assert history(account, tmp_path, "--chat", CHAT).returncode == 0
    assert saved(tmp_path) == [b"new", b"old"]


@pytest.mark.parametrize(("options", "minutes"), [(["--minutes", "90"], 90), ([], 24 * 60)])
def test_the_minutes_that_are_wanted_or_those_of_a_day_are_asked_for(
    account: Account, tmp_path: Path, options: list[str], minutes: int
) -> None:
    assert history(account, tmp_path, *options).returncode == 0
    asked = [row["parameters"]["minutes"] for row in account.requests]
    assert asked == [str(minutes + 3)] * 2  # one that has begun, and two for what is late


@pytest.mark.parametrize("command", ["history", "watch"])
def test_a_file_that_is_nobodys_stays(account: Account, tmp_path: Path, command: str) -> None:
    (picture,) = account.trigger("incomingImage", file=b"came")
    name = picture["messageData"]["fileMessageData"]["fileName"]
    (tmp_path / name).write_bytes(b"mine")
    once = ["--once"] if command == "watch" else []
    assert history(account, tmp_path, *once, command=command).returncode == 0
    assert saved(tmp_path) == [b"came", b"mine"]


@pytest.mark.parametrize(
    "options",
    [
        ("--since", "2999-01-01"),
        ("--since", "yesterday"),
        ("--minutes", "0"),
        ("--since", "2026-01-01", "--minutes", "5"),
        ("--minutes", "9" * 18),
    ],
)
def test_what_cannot_be_meant_is_refused(
    account: Account, tmp_path: Path, options: tuple[str, ...]
) -> None:
    assert history(account, tmp_path, *options).returncode == 2
    assert account.calls == []


@pytest.mark.parametrize(("more", "code"), [([], 2), ([{"typeMessage": "textMessage"}], 0)])
def test_what_a_journal_has_beside_messages_is_counted(
    account: Account, tmp_path: Path, more: list[dict[str, str]], code: int
) -> None:
    known = [{"type": "incoming", "chatId": CHAT, "idMessage": "A", **one} for one in more]
    for operation in (INCOMING, OUTGOING):
        account.order(operation=operation, status=200, body=[{"new": 1}, *known])
    done = history(account, tmp_path)
    assert done.returncode == code, done.stderr
    assert "2 values of the input not recognised." in done.stderr


def test_a_quota_ends_it(account: Account, tmp_path: Path) -> None:
    account.order("466", operation=INCOMING)
    assert history(account, tmp_path).returncode == 3
