"""An inbox of threads and one of tasks keep the same promises, whoever shares them."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from green_api_files import (
    AsyncGreenApi,
    AsyncInbox,
    FileUnavailableError,
    GreenApi,
    GreenApiError,
    InboxFile,
    LinkExpiredError,
    Message,
    NotAskedAgainError,
    SavedFile,
    SaveError,
    SettingsError,
    messages_in,
)
from green_api_files._inbox.database import NAME
from green_api_files._inbox.layout import Layout
from green_api_files._inbox.record import Record
from tests.files.commanding import files, has_begun, lines, slow_files, until
from tests.files.conftest import CHAT, settings_for
from tests.support.byte_server import ByteServer, StoredFile, answering

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

A = Message(CHAT, "A" * 16, "a.jpg")
B = Message(CHAT, "B" * 16, "a.jpg")


@dataclass(frozen=True)
class Keeper:
    """One of the two inboxes, opened anew for every call, as programs are started anew."""

    is_async: bool
    settings: dict[str, Any]
    directory: Path

    def save_all(
        self, messages: Sequence[Message], *, options: Any = None, **more: Any
    ) -> list[InboxFile | GreenApiError]:
        """Save them all at once."""
        if self.is_async:
            return self._as_tasks(messages, options or {}, more)
        return self._in_threads(messages, options or {}, more)

    def save(self, message: Message, *, options: Any = None, **more: Any) -> InboxFile:
        """Save one."""
        (done,) = self.save_all([message], options=options, **more)
        if isinstance(done, GreenApiError):
            raise done
        return done

    def _in_threads(
        self, messages: Sequence[Message], options: Any, more: Any
    ) -> list[InboxFile | GreenApiError]:
        with GreenApi(**self.settings) as api, api.inbox(self.directory, **more) as inbox:

            def save(message: Message) -> InboxFile | GreenApiError:
                try:
                    return inbox.save(message, **options)
                except GreenApiError as error:
                    return error

            with ThreadPoolExecutor(8) as pool:
                return list(pool.map(save, messages))

    def _as_tasks(
        self, messages: Sequence[Message], options: Any, more: Any
    ) -> list[InboxFile | GreenApiError]:
        async def save(inbox: AsyncInbox, message: Message) -> InboxFile | GreenApiError:
            try:
                return await inbox.save(message, **options)
            except GreenApiError as error:
                return error

        async def run() -> list[InboxFile | GreenApiError]:
            async with (
                AsyncGreenApi(**self.settings) as api,
                api.inbox(self.directory, **more) as inbox,
            ):
                return await asyncio.gather(*(save(inbox, message) for message in messages))

        return asyncio.run(run())


@pytest.fixture(params=["threads", "tasks"])
def keeper(request: pytest.FixtureRequest, server: ByteServer, tmp_path: Path) -> Keeper:
    """Each of the two inboxes, against the byte server, which has a file for every message."""
    server.put("/file", StoredFile(b"content", content_type="image/jpeg"))
    return Keeper(request.param == "tasks", settings_for(server.url), tmp_path / "inbox")


# What is saved


def test_a_file_is_saved_once_and_then_found(keeper: Keeper, server: ByteServer) -> None:
    first = keeper.save(A)
    digest = "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73"
    path = keeper.directory / "a.jpg"
    assert first == InboxFile(path, 7, digest, "image/jpeg", was_there=False)
    assert Path(first).read_bytes() == b"content"
    again = keeper.save(A)
    assert again == replace(first, was_there=True)
    with GreenApi(**keeper.settings) as api, api.inbox(keeper.directory) as inbox:
        assert (inbox.find(A), inbox.find(B)) == (again, None)
    assert keeper.save(replace(A, file_name="b.jpg", kind="other")).path == path
    assert (len(server.api_requests), len(server.file_requests)) == (1, 1)


async def test_the_record_is_opened_in_a_thread(
    server: ByteServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The loop does not wait for a disk, also where nobody enters the inbox."""
    opened_in: list[int] = []

    class Watched(Record):
        def __init__(self, directory: Path, id_instance: int) -> None:
            opened_in.append(threading.get_ident())
            super().__init__(directory, id_instance)

    monkeypatch.setattr("green_api_files._inbox.keeping.Record", Watched)
    server.put("/file", StoredFile(b"content"))
    async with AsyncGreenApi(**settings_for(server.url)) as api:
        inboxes = [api.inbox(tmp_path / name) for name in "abc"]
        async with inboxes[0]:
            assert len(opened_in) == 1
        await inboxes[1].save(A)
        assert await inboxes[1].find(A)
        await inboxes[1].close()
        await inboxes[2].close()
    assert len(opened_in) == 2
    assert threading.get_ident() not in opened_in
    assert not (tmp_path / "c").exists()


def test_many_at_once_of_the_same_message_ask_once(keeper: Keeper, server: ByteServer) -> None:
    done = keeper.save_all([A] * 20)
    assert [isinstance(one, InboxFile) for one in done] == [True] * 20
    assert {one.path for one in done if isinstance(one, InboxFile)} == {keeper.directory / "a.jpg"}
    assert len(server.api_requests) == 1


def test_a_file_that_was_removed_is_saved_again(keeper: Keeper) -> None:
    keeper.save(A).path.unlink()
    again = keeper.save(A)
    assert (again.path.name, again.was_there) == ("a.jpg", False)


def test_a_file_that_another_process_saves_meanwhile_is_the_one(keeper: Keeper) -> None:
    def save_too(*_: object) -> None:
        with closing(Record(keeper.directory, keeper.settings["id_instance"])) as record:
            (keeper.directory / "b.jpg").write_bytes(b"theirs")
            record.note(A, SavedFile(keeper.directory / "b.jpg", 6, ""))

    assert keeper.save(A, options={"progress": save_too}).path.name == "b.jpg"
    assert files(keeper.directory) == ["b.jpg"]


def test_messages_with_the_same_name_get_two_files(keeper: Keeper) -> None:
    keeper.save_all([A, B])
    assert files(keeper.directory) == ["a (2).jpg", "a.jpg"]


def test_the_same_id_of_another_chat_or_instance_is_another_message(keeper: Keeper) -> None:
    keeper.save(A)
    assert not keeper.save(replace(A, chat_id="2@c.us")).was_there
    other = replace(keeper, settings=keeper.settings | {"id_instance": 1101000002})
    assert not other.save(A).was_there


def test_a_file_of_somebody_else_is_not_overwritten(keeper: Keeper) -> None:
    keeper.directory.mkdir(exist_ok=True)
    (keeper.directory / "a.jpg").write_bytes(b"theirs")
    assert keeper.save(A).path == keeper.directory / "a (2).jpg"
    assert (keeper.directory / "a.jpg").read_bytes() == b"theirs"


def test_options_are_those_of_save_file(keeper: Keeper) -> None:
    told: list[tuple[int, int | None]] = []
    (keeper.directory).mkdir()
    (keeper.directory / "a.jpg").write_bytes(b"mine")
    options = {"overwrite": True, "progress": lambda *state: told.append(state)}
    assert keeper.save(A, options=options).path.read_bytes() == b"content"
    assert told == [(7, 7)]
    with pytest.raises(GreenApiError, match="max_bytes"):
        keeper.save(B, options={"max_bytes": 1})


def test_a_message_without_a_file_is_not_asked_for(keeper: Keeper, server: ByteServer) -> None:
    with pytest.raises(SettingsError, match="has no file"):
        keeper.save(replace(A, has_file=False))
    assert server.api_requests == []


# What is gone


DATED = {"layout": "{date}/{name}"}
GONE = answering(
    500,
    b"Internal error when downloading file by chatId 7@c.us and idMessage A",
    content_type="text/plain",
)


def test_a_file_that_is_gone_is_not_asked_for_again_so_soon(
    keeper: Keeper, server: ByteServer
) -> None:
    server.api_answers = [GONE]
    with pytest.raises(FileUnavailableError):
        keeper.save(A)
    asked = len(server.api_requests)
    with pytest.raises(NotAskedAgainError, match="was not available on") as caught:
        keeper.save(A)
    assert abs((datetime.now(UTC) - caught.value.since).total_seconds()) < 60
    assert len(server.api_requests) == asked
    assert keeper.save(A, ask_again_after=0).was_there is False
    assert keeper.save(A).was_there  # and that it was gone is forgotten


@pytest.fixture
def _in_kathmandu(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the clock on the wall be a quarter to six where it is midnight in UTC."""
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("_in_kathmandu")
def test_times_are_told_and_folders_named_in_utc_wherever_it_runs(
    keeper: Keeper, server: ByteServer
) -> None:
    dated = keeper.save(replace(B, time=datetime(2026, 11, 26, 23, 59, tzinfo=UTC)), **DATED)
    assert dated.path.parent.name == "2026-11-26"
    server.api_answers = [GONE]
    with pytest.raises(FileUnavailableError):
        keeper.save(A)
    with pytest.raises(NotAskedAgainError) as caught:
        keeper.save(A)
    since = caught.value.since.astimezone(UTC)
    assert f"on {since:%Y-%m-%d} at {since:%H:%M} UTC" in str(caught.value)


def test_the_time_to_ask_again_is_the_callers(keeper: Keeper, server: ByteServer) -> None:
    server.api_answers = [GONE]
    with pytest.raises(FileUnavailableError):
        keeper.save(A)
    time.sleep(0.3)
    with pytest.raises(NotAskedAgainError):
        keeper.save(A, ask_again_after=60)
    assert not keeper.save(A, ask_again_after=0.2).was_there


@pytest.mark.parametrize("first", [None, "https://h/old"])
def test_a_message_that_comes_again_with_a_link_is_asked_for(
    keeper: Keeper, server: ByteServer, first: str | None
) -> None:
    server.api_answers = [GONE]
    with pytest.raises(FileUnavailableError):
        keeper.save(replace(A, download_url=first))
    with pytest.raises(NotAskedAgainError):  # the same once more, or less
        keeper.save(replace(A, download_url=first))
    with pytest.raises(NotAskedAgainError):
        keeper.save(A)
    assert not keeper.save(replace(A, download_url="https://h/new")).was_there


EMPTY = answering(200, b'{"downloadUrl":""}', content_type="application/json")


@pytest.mark.parametrize(
    ("answer", "can_retry"), [(None, True), (EMPTY, True), (answering(400), False)]
)
def test_what_may_pass_or_is_the_callers_fault_is_asked_for_again(
    keeper: Keeper, server: ByteServer, answer: Any, *, can_retry: bool
) -> None:
    server.put("/broken", answering(503))
    server.links[A.id_message] = "/broken"
    for _ in range(2):
        server.api_answers = [answer] * 2 if answer else []
        with pytest.raises(GreenApiError) as caught:
            keeper.save(A)
        assert not isinstance(caught.value, NotAskedAgainError)
        assert caught.value.can_retry is can_retry


def test_a_link_that_has_expired_for_good_is_gone_too(keeper: Keeper, server: ByteServer) -> None:
    server.put("/gone", answering(404))
    server.links[A.id_message] = "/gone"
    with pytest.raises(LinkExpiredError):
        keeper.save(A)
    with pytest.raises(NotAskedAgainError):
        keeper.save(A)


# Marks of a file that is not ready


def webhook(kind: str, **file: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"typeMessage": kind}
    data |= (
        {"fileMessageData": file} if file else {"textMessageData": {"textMessage": "{{SWE001}}"}}
    )
    return {
        "typeWebhook": "incomingMessageReceived",
        "instanceData": {"idInstance": 1101000001},
        "timestamp": 1_588_091_580,
        "idMessage": A.id_message,
        "senderData": {"chatId": CHAT, "sender": "79001234568@c.us"},
        "messageData": data,
    }


@pytest.mark.parametrize(
    "first",
    [
        webhook("textMessage"),  # {{SWE001}}: the message comes again whole
        webhook("imageMessage", downloadUrl="{{SWE002}}", fileName="a.jpg"),
        webhook("imageMessage", downloadUrl="", fileName="a.jpg"),
        webhook("imageMessage", fileName="a.jpg"),
    ],
)
def test_a_message_that_was_not_ready_is_saved_when_it_comes_again(
    keeper: Keeper, server: ByteServer, first: dict[str, Any]
) -> None:
    server.api_answers = [GONE]
    for message in messages_in({"receiptId": 1, "body": first}):
        if message.has_file:
            with pytest.raises(FileUnavailableError):
                keeper.save(message)
        else:
            server.api_answers = []
    whole = webhook("imageMessage", downloadUrl="https://h/a.jpg", fileName="a.jpg")
    # The numbering of receipts may begin anew: it says nothing of the message.
    (message,) = messages_in({"receiptId": 1, "body": whole})
    assert not keeper.save(message).was_there
    assert files(keeper.directory) == ["a.jpg"]


# Folders


TOLD = replace(
    A,
    sender="79001234568@c.us",
    kind="imageMessage",
    time=datetime(2026, 11, 26, 23, 59, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("layout", "message", "path"),
    [
        ("{name}", TOLD, "a.jpg"),
        ("photos/{date}/{name}", TOLD, "photos/2026-11-26/a.jpg"),
        ("{chat}/{date}/{name}", TOLD, "79001234567@c.us/2026-11-26/a.jpg"),
        ("{kind}s of {sender}/{name}", TOLD, "images of 79001234568@c.us/a.jpg"),
        ("{sender}/{date}/{kind}/{name}", A, "unknown/unknown/unknown/a.jpg"),
        ("{chat}/{name}", replace(A, chat_id="../../etc"), "_._etc/a.jpg"),
        ("{chat}/{name}", replace(A, chat_id=".."), "unknown/a.jpg"),
        ("{chat}/{name}", replace(A, chat_id="con"), "_con/a.jpg"),
        ("{chat}/{name}", replace(A, chat_id="a\x00\u202eb\n"), "ab/a.jpg"),
        ("{chat}/{name}", replace(A, chat_id="a/b\\c"), "a_b_c/a.jpg"),
    ],
)
def test_folders_are_made_of_what_a_message_tells(
    keeper: Keeper, layout: str, message: Message, path: str
) -> None:
    assert keeper.save(message, layout=layout).path == keeper.directory / path
    assert (keeper.directory / path).read_bytes() == b"content"
    # It is the message's file, whatever the layout is later, and what is told of it.
    assert keeper.save(replace(message, sender="x")).path == keeper.directory / path


texts = st.text(max_size=300)


@given(texts, st.none() | texts, st.none() | texts)
def test_no_message_gets_out_of_the_inbox(chat: str, sender: str | None, kind: str | None) -> None:
    message = Message(chat or "x", "A", sender=sender, kind=kind)
    folder = Layout("{chat}/{sender}/{kind}/{name}").folder(message)
    assert len(folder.parts) == 3
    assert not folder.is_absolute()
    for part in folder.parts:
        assert part not in {"", ".", ".."}
        assert not part.startswith(".")  # neither hidden nor the record
        assert len(part.encode()) <= 255
        assert not {"Cc", "Cf", "Cs"} & {unicodedata.category(sign) for sign in part}


@pytest.mark.parametrize(
    ("layout", "words"),
    [
        ("", "must end with {name}"),
        ("{chat}", "must end with {name}"),
        ("{name}/{chat}", "must end with {name}"),
        ("{chat}-{name}", "must end with {name}"),
        ("{name}/{name}", "know {chat}, {sender}, {date}, {kind} only"),
        ("{chta}/{name}", "know {chat}"),
        ("{chat.upper}/{name}", "know {chat}"),
        ("{chat!r}/{name}", "know {chat}"),
        ("{chat:9}/{name}", "know {chat}"),
        ("{}/{name}", "know {chat}"),
        ("{chat/{name}", "cannot be read"),
        ("/{name}", "no name on every system"),
        ("a//{name}", "no name on every system"),
        ("../{name}", "no name on every system"),
        ("a?/{name}", "no name on every system"),
        (5, "must be a text"),
    ],
)
def test_a_layout_that_cannot_be_is_refused(keeper: Keeper, layout: Any, words: str) -> None:
    with pytest.raises(SettingsError, match=words.replace("{", r"\{").replace("}", r"\}")):
        keeper.save(A, layout=layout)


@pytest.mark.parametrize("seconds", [-1, float("nan"), "1d", None])
def test_a_time_that_cannot_be_is_refused(keeper: Keeper, seconds: Any) -> None:
    with pytest.raises(SettingsError, match=r"^ask_again_after"):
        keeper.save(A, ask_again_after=seconds)


def test_a_directory_that_cannot_be_used_is_told(keeper: Keeper) -> None:
    keeper.directory.touch()
    with pytest.raises(SaveError, match="is a file"):
        keeper.save(A)


# Many processes


SAVER = """
import asyncio, json, sys
from green_api_files import AsyncGreenApi, GreenApi, Retry, messages_in
is_async, source, to, settings = sys.argv[1] == "tasks", *sys.argv[2:4], json.loads(sys.argv[4])
settings["retry"] = Retry(first_delay=0.01, longest_delay=0.02)
messages = list(messages_in([json.loads(line) for line in open(source)]))
layout = "{chat}/{name}"
async def tasks():
    async with AsyncGreenApi(**settings) as api, api.inbox(to, layout=layout) as inbox:
        limit = asyncio.Semaphore(4)
        async def one(message):
            async with limit:
                await inbox.save(message)
        await asyncio.gather(*map(one, messages))
def threads():
    from concurrent.futures import ThreadPoolExecutor
    with GreenApi(**settings) as api, api.inbox(to, layout=layout) as inbox:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(inbox.save, messages))
asyncio.run(tasks()) if is_async else threads()
"""


def started(keeper: Keeper, source: Path) -> subprocess.Popen[bytes]:
    settings = json.dumps({**keeper.settings, "retry": None})
    twin = "tasks" if keeper.is_async else "threads"
    return subprocess.Popen(
        [sys.executable, "-c", SAVER, twin, source, keeper.directory, settings],
    )


def whole(keeper: Keeper, contents: dict[str, bytes]) -> None:
    """Every file is there once, with the right bytes, and nothing else is."""
    assert sorted(os.listdir(keeper.directory)) == [NAME, CHAT]  # noqa: PTH208 # hidden ones too
    found = {path.name: path.read_bytes() for path in (keeper.directory / CHAT).iterdir()}
    assert found == {f"{name}.bin": content for name, content in contents.items()}


@pytest.mark.slow
def test_processes_that_collide_end_with_each_file_once(
    keeper: Keeper, server: ByteServer, tmp_path: Path
) -> None:
    contents = slow_files(server, 30)
    source = tmp_path / "messages.jsonl"
    source.write_text(lines(30))
    processes = [started(keeper, source) for _ in range(3)]
    assert [process.wait(120) for process in processes] == [0] * 3
    whole(keeper, contents)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="has no SIGKILL")
def test_killed_at_any_moment_and_started_again_it_ends_the_same(
    keeper: Keeper, server: ByteServer, tmp_path: Path
) -> None:
    contents = slow_files(server, 40)
    source = tmp_path / "messages.jsonl"
    source.write_text(lines(40))
    chance = random.Random(11)  # noqa: S311 # repeatable
    for _ in range(6):
        asked = len(server.requests)
        process = started(keeper, source)
        until(partial(has_begun, server, asked + 4, process))
        time.sleep(chance.uniform(0, 0.1))
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert started(keeper, source).wait(120) == 0
    whole(keeper, contents)
