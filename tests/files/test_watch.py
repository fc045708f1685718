"""`watch` logs every notification before it is deleted, saves its file, and ends in order."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
from contextlib import closing
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from bench.account import DELETE, RECEIVE, Account
from green_api_files import (
    AuthenticationError,
    BadGatewayError,
    GreenApiError,
    Message,
    Notification,
    SaveError,
    messages_in,
)
from green_api_files._command.outcome import Outcome, failure
from green_api_files._command.report import JsonReporter, QuietReporter
from green_api_files._command.source import Input
from green_api_files._command.watching import lock, position, watcher
from green_api_files._command.watching.log import NotificationLog
from green_api_files._command.watching.summary import WatchSummary
from green_api_files._command.watching.watcher import Watcher
from tests.files.commanding import Done, command, environment, files, run, until
from tests.files.conftest import TOKEN

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
    from pathlib import Path

LOG = "notifications.jsonl"


@pytest.fixture
def account(quick_mock: str) -> Account:
    return Account(quick_mock)


def watch_once(account: Account, to: Path, *more: str) -> Done:
    id_instance = ("--id-instance", str(account.number))
    return run(account.url, "watch", "--once", "--to", to, *id_instance, *more)


def start(account: Account, to: Path, *more: str) -> subprocess.Popen[bytes]:
    id_instance = ("--id-instance", str(account.number))
    return subprocess.Popen(
        command("watch", "--to", to, *id_instance, *more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(account.url),
    )


def end(process: subprocess.Popen[bytes], number: int = signal.SIGTERM) -> Done:
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    return Done(process.returncode, out.decode(), err.decode())


def logged(to: Path, name: str = LOG) -> list[Any]:
    return [json.loads(line)["body"] for line in (to / name).read_text().splitlines()]


def saved(to: Path) -> list[bytes]:
    return sorted((to / name).read_bytes() for name in files(to) if not name.startswith(LOG))


def test_everything_is_logged_and_every_file_is_saved(account: Account, tmp_path: Path) -> None:
    bodies = account.trigger("incomingText", "stateAuthorized", "stateAuthorized")
    bodies += account.trigger("incomingImage", file=b"one")
    bodies += account.trigger("incomingVideo", file=b"two")
    done = watch_once(account, tmp_path)
    assert done.returncode == 0, done.stderr
    assert logged(tmp_path) == bodies
    assert saved(tmp_path) == [b"one", b"two"]
    assert account.waiting == []
    assert len(done.stdout.splitlines()) == 2
    assert "5 notifications received, 2 of no message." in done.stderr
    assert TOKEN not in (tmp_path / LOG).read_text()


def test_what_cannot_be_deleted_is_logged_all_the_same_and_not_twice(
    account: Account, tmp_path: Path
) -> None:
    bodies = account.trigger("incomingImage", file=b"one")
    account.order("401", operation="deleteNotification")
    done = watch_once(account, tmp_path)
    assert done.returncode == 3
    assert "check --id-instance and the token" in done.stderr
    assert logged(tmp_path) == bodies
    assert account.waiting == bodies
    assert watch_once(account, tmp_path).returncode == 0
    assert logged(tmp_path) == bodies
    assert saved(tmp_path) == [b"one"]


def test_a_rotated_log_is_begun_anew_and_what_it_had_is_not_logged_again(
    account: Account, tmp_path: Path
) -> None:
    first = account.trigger("incomingImage", file=b"one")
    account.order("401", operation="deleteNotification")
    watch_once(account, tmp_path)
    (tmp_path / LOG).rename(tmp_path / f"{LOG}.1")
    second = account.trigger("incomingText")
    assert watch_once(account, tmp_path).returncode == 0
    assert logged(tmp_path, f"{LOG}.1") == first
    assert logged(tmp_path) == second


def test_a_log_that_is_rotated_meanwhile_is_begun_anew(account: Account, tmp_path: Path) -> None:
    process = start(account, tmp_path)
    try:
        first = account.trigger("incomingText")
        until(lambda: (tmp_path / LOG).exists() and logged(tmp_path) == first)
        (tmp_path / LOG).rename(tmp_path / f"{LOG}-20261126")
        second = account.trigger("incomingImage", file=b"one")
        until(lambda: (tmp_path / LOG).exists() and logged(tmp_path) == second)
        until(lambda: saved(tmp_path) == [b"one"])
    finally:
        done = end(process)
    assert done.returncode == 143
    assert "2 notifications received" in done.stderr


def test_a_torn_line_is_mended(account: Account, tmp_path: Path) -> None:
    first = account.trigger("incomingText")
    watch_once(account, tmp_path)
    with (tmp_path / LOG).open("ab") as log:
        log.write(b'{"receiptId":2,"bo')
    second = account.trigger("incomingText")
    assert watch_once(account, tmp_path).returncode == 0
    assert logged(tmp_path) == first + second


def test_a_file_that_failed_is_left_for_the_next_run(account: Account, tmp_path: Path) -> None:
    account.trigger("incomingImage", file=b"one")
    account.order("502", operation="downloadFile")
    done = watch_once(account, tmp_path, "--tries", "1")
    assert done.returncode == 1
    assert "1 file left for the next run" in done.stderr
    assert account.waiting == []
    assert watch_once(account, tmp_path).returncode == 0
    assert saved(tmp_path) == [b"one"]


def test_a_quota_of_files_does_not_end_receiving(account: Account, tmp_path: Path) -> None:
    account.trigger("incomingImage", file=b"one")
    account.order("466", operation="downloadFile")
    process = start(account, tmp_path)
    try:
        until(lambda: bool(account.calls.count("downloadFile")))
        later = account.trigger("incomingText")
        until(lambda: account.waiting == [])
    finally:
        done = end(process)
    assert logged(tmp_path)[1:] == later
    assert "1 file left for the next run" in done.stderr


def test_a_portal_of_another_network_does_not_end_it(account: Account, tmp_path: Path) -> None:
    page: dict[str, Any] = {
        "status": 200,
        "headers": {"Content-Type": "text/html"},
        "body": "<html>Log in</html>",
    }
    process = start(account, tmp_path)
    try:
        first = account.trigger("incomingText")
        until(lambda: account.waiting == [])
        account.order(operation=RECEIVE, **page)
        account.order(operation=DELETE, **page)
        second = account.trigger("incomingImage", file=b"one")
        until(lambda: saved(tmp_path) == [b"one"] and account.waiting == [])
    finally:
        done = end(process)
    assert done.returncode == 143
    assert logged(tmp_path) == first + second
    assert "whether a proxy or a portal stands in between" in done.stderr


def test_a_portal_that_answers_first_is_told(account: Account, tmp_path: Path) -> None:
    account.order(operation="getSettings", status=200, body="<html>Log in</html>")
    done = watch_once(account, tmp_path)
    assert done.returncode == 3
    assert "portal" in done.stderr


@pytest.mark.parametrize(("name", "number"), [("SIGTERM", 143), ("SIGINT", 130)])
def test_it_ends_in_order(account: Account, tmp_path: Path, name: str, number: int) -> None:
    process = start(account, tmp_path)
    try:
        account.trigger("incomingImage", file=b"one")
        until(lambda: saved(tmp_path) == [b"one"])
    finally:
        done = end(process, getattr(signal, name))
    assert done.returncode == number
    assert "1 notification received" in done.stderr
    assert account.waiting == []


def test_what_is_on_its_way_arrives_before_it_ends(account: Account, tmp_path: Path) -> None:
    account.trigger("incomingImage", file=b"one")
    account.order("imageFile", operation="downloadFile", delaySeconds=1.5)
    process = start(account, tmp_path)
    try:
        until(lambda: "downloadFile" in account.calls)
    finally:
        done = end(process)
    assert done.returncode == 143
    assert len(saved(tmp_path)) == 1


def test_a_second_signal_ends_it_at_once(account: Account, tmp_path: Path) -> None:
    account.trigger("incomingImage", file=b"one")
    account.order(operation="downloadFile", fault="silence")
    process = start(account, tmp_path)
    until(lambda: "downloadFile" in account.calls)
    process.send_signal(signal.SIGTERM)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=0.5)
    assert end(process, signal.SIGINT).returncode == 130


def test_a_link_in_the_place_of_a_lock_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / lock.NAME).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SaveError, match="Could not lock"), lock.alone(tmp_path, 1, "http://h"):
        pass
    assert not (tmp_path / "elsewhere").exists()


def test_a_second_watch_is_refused(account: Account, tmp_path: Path) -> None:
    process = start(account, tmp_path / "a")
    try:
        until(lambda: RECEIVE in account.calls)
        of_instance = watch_once(account, tmp_path / "b")
        of_inbox = watch_once(Account(account.url), tmp_path / "a")
    finally:
        end(process)
    assert (of_instance.returncode, of_inbox.returncode) == (7, 7)
    assert f"Instance {account.number} is watched already" in of_instance.stderr
    assert "is watched into already" in of_inbox.stderr


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ({"webhookUrl": "https://bot.example/hook"}, "receive them there. (HTTP 400)"),
        (
            {
                "incomingWebhook": "no",
                "outgoingMessageWebhook": "no",
                "outgoingAPIMessageWebhook": "no",
            },
            "incomingWebhook, outgoingMessageWebhook, outgoingAPIMessageWebhook in the console",
        ),
    ],
)
def test_it_says_at_once_that_nothing_will_come(
    account: Account, tmp_path: Path, order: dict[str, str], words: str
) -> None:
    account.order(operation="getSettings", status=200, body={"webhookUrl": "", **order})
    done = watch_once(account, tmp_path)
    assert done.returncode == 3
    assert words in done.stderr
    assert RECEIVE not in account.calls


def test_it_says_that_incoming_messages_are_off(account: Account, tmp_path: Path) -> None:
    account.order(operation="getSettings", status=200, body={"incomingWebhook": "no"})
    done = watch_once(account, tmp_path)
    assert done.returncode == 0
    assert "incomingWebhook" in done.stderr


def test_a_file_of_the_name_of_the_log_is_not_written_to(account: Account, tmp_path: Path) -> None:
    (tmp_path / LOG).write_text("mine\n")
    done = watch_once(account, tmp_path)
    assert done.returncode == 4
    assert "no log of notifications" in done.stderr
    assert (tmp_path / LOG).read_text() == "mine\n"


def test_machines_read_json(account: Account, tmp_path: Path) -> None:
    state, picture = account.trigger("stateAuthorized", "incomingImage")
    done = watch_once(account, tmp_path, "--json")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    notifications = [line["notification"] for line in told if "notification" in line]
    assert notifications == [
        {"typeWebhook": state["typeWebhook"], "timestamp": state["timestamp"]},
        {name: picture[name] for name in ("typeWebhook", "idMessage", "timestamp")},
    ]
    (file,) = (line for line in told if "state" in line)
    assert (file["state"], file["idMessage"]) == ("saved", picture["idMessage"])
    summary = told[-1]["summary"]
    assert (summary["received"], summary["withoutMessage"], summary["left"]) == (2, 1, 0)


def test_machines_are_told_of_a_notification_that_nobody_understands(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for content in (b'{"receiptId":1,"body":null}', b'{"receiptId":2}'):
        JsonReporter().received(content)
    assert capsys.readouterr().out == '{"notification": {}}\n' * 2


def test_its_log_is_what_save_reads(account: Account, tmp_path: Path) -> None:
    account.trigger("incomingText")
    account.trigger("incomingImage", file=b"one")
    watch_once(account, tmp_path / "a")
    given = ("--from", tmp_path / "a" / LOG, "--to", tmp_path / "b")
    done = run(account.url, "save", *given, "--id-instance", str(account.number))
    assert done.returncode == 0
    assert saved(tmp_path / "b") == [b"one"]


def told(number: int, kind: str = "imageMessage") -> Notification:
    message = {"chatId": "1@c.us", "idMessage": str(number), "typeMessage": kind}
    content = json.dumps({"receiptId": number, "body": message}).encode()
    return Notification(number, None, is_repeated=False, content=content)


async def watching(
    directory: Path,
    coming: AsyncGenerator[Notification],
    save: Callable[[Message], Awaitable[Outcome]],
    summary: WatchSummary,
    *,
    once: bool = True,
) -> None:
    with closing(NotificationLog(directory)) as log:
        async with asyncio.timeout(15):  # against hanging
            await Watcher(log, coming, save, QuietReporter(), summary, jobs=2, once=once).run()


def new_summary() -> WatchSummary:
    return WatchSummary(Input(lambda _: None))


def test_what_is_left_and_what_has_no_file_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary, left, noted = new_summary(), list[int](), list[object]()

    async def main() -> None:
        have_come = asyncio.Event()

        async def notifications() -> AsyncGenerator[Notification]:
            for number in range(3):
                yield told(2 * number)
                yield told(2 * number + 1, "textMessage")
            have_come.set()

        async def save(message: Message) -> Outcome:
            await have_come.wait()
            left.append(summary.left)
            return Outcome(message, "saved")

        await watching(tmp_path, notifications(), save, summary)

    monkeypatch.setattr(watcher, "time", SimpleNamespace(monotonic=lambda: 1000.0))
    monkeypatch.setattr(position, "save", lambda *place: noted.append(place))
    asyncio.run(main())
    assert left == [3, 2, 1]
    assert summary.counts == {"saved": 3, "no file": 3}
    assert (summary.received, summary.left) == (6, 0)
    assert len(noted) == 2  # once a second, and in the end


def test_a_file_that_is_there_in_the_end_has_not_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    summary, tries = new_summary(), list[str]()

    async def main() -> None:
        loop, is_saved = asyncio.get_running_loop(), asyncio.Event()
        later = loop.call_later
        monkeypatch.setattr(loop, "call_later", lambda _, *what: later(0, *what))

        async def save(message: Message) -> Outcome:
            tries.append(message.id_message)
            if len(tries) < 3:
                return failure(message, BadGatewayError(status=502))
            is_saved.set()
            return Outcome(message, "saved", tmp_path / "a.jpg")

        async def notifications() -> AsyncGenerator[Notification]:
            yield told(1)
            await is_saved.wait()

        await watching(tmp_path, notifications(), save, summary, once=False)

    asyncio.run(main())
    assert tries == ["1"] * 3
    assert summary.counts == {"failed": 0, "saved": 1}
    assert summary.left == 0
    out, err = capsys.readouterr()
    assert out == f"{tmp_path / 'a.jpg'}\n"
    assert err.count("failed: 1@c.us 1: ") == 1  # and of further failures nobody hears


NO_SPACE = SaveError("The disk is full.", errno=28, filename="x")


@pytest.mark.parametrize(
    ("error", "once"),
    [(NO_SPACE, True), (NO_SPACE, False), (AuthenticationError(status=401), True)],
)
def test_what_every_file_would_meet_ends_it(
    tmp_path: Path, error: GreenApiError, *, once: bool
) -> None:
    async def notifications() -> AsyncGenerator[Notification]:
        yield told(1)
        yield told(2)
        await asyncio.Event().wait()

    async def save(message: Message) -> Outcome:
        if message.id_message == "2" and error is NO_SPACE:
            await asyncio.Event().wait()  # where the disk refuses nobody waits for it
        return failure(message, error)

    summary = new_summary()
    with pytest.raises(type(error)):
        asyncio.run(watching(tmp_path, notifications(), save, summary, once=once))
    assert summary.left == 2


def test_what_is_on_its_way_is_waited_for_and_nothing_is_begun(tmp_path: Path) -> None:
    summary = new_summary()

    async def main() -> None:
        task, is_under_way = asyncio.current_task(), asyncio.Event()
        assert task is not None

        async def notifications() -> AsyncGenerator[Notification]:
            for number in range(4):
                yield told(number)
            await is_under_way.wait()
            task.cancel()
            await asyncio.Event().wait()

        async def save(message: Message) -> Outcome:
            is_under_way.set()
            await asyncio.sleep(0.1)
            return Outcome(message, "saved")

        await watching(tmp_path, notifications(), save, summary)

    asyncio.run(main())
    assert (summary.counts["saved"], summary.left) == (2, 2)


def test_a_file_that_fails_is_tried_again_ever_later_but_within_an_hour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    delays: list[float] = []

    async def main() -> None:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        later = loop.call_later

        def at_once(delay: float, *what: Any) -> asyncio.TimerHandle:
            delays.append(delay)
            return later(0, *what)

        async def save(message: Message) -> Outcome:
            if len(delays) == 8 and task is not None:
                task.cancel()
            return failure(message, BadGatewayError(status=502))

        async def notifications() -> AsyncGenerator[Notification]:
            body = b'{"receiptId": 1, "body": {"chatId": "1@c.us", "idMessage": "A"}}'
            yield Notification(1, None, is_repeated=False, content=body)
            await asyncio.Event().wait()

        monkeypatch.setattr(loop, "call_later", at_once)
        reporter = QuietReporter()
        summary = WatchSummary(Input(reporter.trouble))
        with closing(NotificationLog(tmp_path)) as log:
            await Watcher(log, notifications(), save, reporter, summary, jobs=1, once=False).run()
        assert summary.left == 1

    asyncio.run(main())
    assert delays[:8] == [60, 120, 240, 480, 960, 1920, 3600, 3600]


def test_an_error_of_looking_for_files_ends_it_and_the_next_run_looks_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[str] = []

    def broken(values: Sequence[Any]) -> Iterator[Message]:
        if values[0]["receiptId"] == 1:
            raise RuntimeError("a defect")
        return messages_in(values)

    async def save(message: Message) -> Outcome:
        found.append(message.id_message)
        return Outcome(message, "saved")

    async def notifications(count: int) -> AsyncGenerator[Notification]:
        for number in range(1, count + 1):
            content = b'{"receiptId":%d,"body":{"chatId":"1@c.us","idMessage":"%d"}}'
            content %= number, number
            yield Notification(number, None, is_repeated=False, content=content)
        if count:
            await asyncio.Event().wait()

    async def watch(count: int) -> None:
        reporter = QuietReporter()
        summary = WatchSummary(Input(reporter.trouble))
        with closing(NotificationLog(tmp_path)) as log:
            coming = notifications(count)
            async with asyncio.timeout(20):  # against hanging
                await Watcher(log, coming, save, reporter, summary, jobs=1, once=True).run()

    with monkeypatch.context() as patch:
        patch.setattr(watcher, "messages_in", broken)
        with pytest.raises(RuntimeError, match="a defect"):
            asyncio.run(watch(2))
    assert found == []
    for _ in range(2):  # and once more there is nothing left to look at
        asyncio.run(watch(0))
        assert found == ["1", "2"]
