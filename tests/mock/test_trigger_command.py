"""`green-api-mock trigger`, asked within the process of the mock that it speaks to."""

from __future__ import annotations

import asyncio
import io
import json
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

from green_api_mock import trigger
from tests.mock.indoors import DEPOTS, Indoors

if TYPE_CHECKING:
    from pathlib import Path

MOVED = {"number": "P1", "state": "moved"}


@pytest.fixture
def command(mock: Indoors) -> Any:
    """Runs the command against the mock."""
    return lambda *arguments: asyncio.to_thread(trigger.main, [*arguments, "--at", mock.url])


async def queue(mock: Indoors, depot: str = "1") -> list[Any]:
    told = (await mock.http.get("/_mock/memory", params={"depot": depot})).json()["instances"]
    return [item["body"] for each in told for item in each["queues"].get("arrivals", [])]


async def test_without_a_name_it_lists_what_there_is(
    command: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await command() == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [
        f"{'parcel':24} A parcel came",
        f"{'parcelTwice':24} The same parcel twice",
    ]
    assert [line.split()[0] for line in lines] == list(DEPOTS.memory.triggers)


@pytest.mark.parametrize(
    ("name", "change", "came"),
    [
        ("moved", "state=5", MOVED | {"state": "5"}),  # the example has a text there
        ("moved", "state=a=b", MOVED | {"state": "a=b"}),
        ("moved", "state=", MOVED | {"state": ""}),
        ("moved", "state=null", {"number": "P1"}),
        ("parcel", "of.weight=5", {"weight": 5}),
        ("parcel", "of.weight=heavy", {"weight": "heavy"}),
        ("parcel", 'of.weight={"kg": 2}', {"weight": {"kg": 2}}),
        ("parcel", "of.weight=null", {}),
    ],
)
async def test_a_value_is_a_text_where_the_example_has_one(
    mock: Indoors, command: Any, name: str, change: str, came: dict[str, Any]
) -> None:
    assert await command(name, "--set", change) == 0
    (body,) = await queue(mock)
    assert body.get("of", body) == came


async def test_a_text_within_may_look_like_a_number(mock: Indoors, command: Any) -> None:
    assert await command("parcel", "--set", "picture.type=5") == 0
    (body,) = await queue(mock)
    assert body["picture"]["type"] == "5"


async def test_several_come_to_who_is_named_with_every_change(
    mock: Indoors, command: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    changes = ("--set", "state=ß", "--set", "number=P2")
    assert await command("moved", *changes, "--times", "2", "--instance", "7") == 0
    assert await queue(mock, "7") == [{"number": "P2", "state": "ß"}] * 2
    assert await queue(mock) == []
    assert capsys.readouterr().out == '{"number": "P2", "state": "ß"}\n' * 2


async def test_the_file_is_sent_with_its_name(mock: Indoors, command: Any, tmp_path: Path) -> None:
    photo = tmp_path / "photo.png"
    photo.write_bytes(b"\x89 \xff its bytes" * 1000)
    assert await command("parcel", "--file", str(photo)) == 0
    (body,) = await queue(mock)
    assert (body["picture"]["name"], body["picture"]["type"]) == ("photo.png", "image/png")
    assert (await mock.http.get(body["picture"]["link"])).content == photo.read_bytes()


async def test_what_is_not_queued_is_said_beside(
    mock: Indoors, command: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    await mock.http.put("/depots/1/rules", json={"open": False})
    assert await command("parcel") == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["of"] == {"weight": 2}
    assert told.err.startswith("green-api-mock: not queued: ")
    assert len(told.err.splitlines()) == 1
    assert await queue(mock) == []


async def test_it_can_wait_until_somebody_polls(mock: Indoors, command: Any) -> None:
    waiting = asyncio.create_task(command("moved", "--when-polled"))
    polled = await mock.http.get("/depots/1/arrivals", params={"patience": 60})
    assert await waiting == 0
    assert polled.json()["parcel"] == MOVED


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("no",), f"There is no trigger 'no'. There are: {', '.join(DEPOTS.memory.triggers)}."),
        (("moved", "--set", "state"), "--set state: it must be PLACE=VALUE."),
        (("moved", "--set", "=1"), "--set =1: it must be PLACE=VALUE."),
        (("moved", "--set", "nowhere=1"), "parcelMoved has nothing at 'nowhere'. It has: "),
        (("moved", "--times", "0"), "`times` must be a whole number from 1 to 10000."),
        (("parcel", "--file", "no-such-file"), "no-such-file cannot be read: "),
    ],
)
async def test_what_cannot_come_is_said_in_a_sentence(
    mock: Indoors,
    command: Any,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    words: str,
) -> None:
    assert await command(*arguments) == 8
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"green-api-mock: {words}")
    assert len(told.err.splitlines()) == 1
    assert await queue(mock) == []


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        (b"404 x\r\n\r\nno JSON", 8, "It answers 404 Not Found to a trigger, so it is no mock"),
        (b"499 x\r\n\r\n[]", 8, "It answers 499 to a trigger, so it is no mock"),
        (b"500 x\r\n\r\n{}", 8, "It answers 500 Internal Server Error to a trigger"),
        (b'403 x\r\n\r\n{"error": "No."}', 8, "No.\n"),
        (b"200 x\r\n\r\nno JSON", 7, "There is no mock at http://127.0.0.1:"),
        (b"", 7, "There is no mock at http://127.0.0.1:"),
    ],
)
async def test_what_is_no_mock_is_not_taken_for_one(
    capsys: pytest.CaptureFixture[str], answer: bytes, code: int, words: str
) -> None:
    async def answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.0 " + answer if answer else b"")
        writer.close()

    async with await asyncio.start_server(answers, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        at = f"http://127.0.0.1:{port}"
        assert await asyncio.to_thread(trigger.main, ["--at", at]) == code
    assert capsys.readouterr().err.startswith(f"green-api-mock: {words}")


@pytest.mark.parametrize(
    ("at", "base"),
    [
        ((), "http://127.0.0.1:4010"),  # where a mock is, if nobody says otherwise
        (("--at", "http://localhost:1/X//"), "http://localhost:1/X"),
    ],
)
def test_it_waits_longer_than_a_trigger_that_waits_for_a_poll(
    monkeypatch: pytest.MonkeyPatch, at: tuple[str, ...], base: str
) -> None:
    asked = list[tuple[str, str, bool, bool]]()
    told = {"caller": "depot", "triggers": [{"name": "moved", "value": MOVED}]}

    def urlopen(request: urllib.request.Request, timeout: float) -> io.BytesIO:
        method = request.get_method()
        asked.append((method, request.full_url, request.data is None, timeout > 600))
        return io.BytesIO(json.dumps(told if method == "GET" else {"arrivals": []}).encode())

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    for wait, is_long in (((), False), (("--when-polled",), True)):
        asked.clear()
        assert trigger.main(["moved", *wait, *at]) == 0
        url = f"{base}/_mock/triggers"
        # It waits for ten minutes.
        assert asked == [("GET", url, True, False), ("POST", url, False, is_long)]


def test_its_arguments_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        trigger.main(["--no-such-thing"])
    usage = " ".join(capsys.readouterr().err.partition("green-api-mock trigger: ")[0].split())
    assert usage == (
        "usage: green-api-mock trigger [-h] [--file FILE] [--set PLACE=VALUE] [--instance N] "
        "[--times N] [--when-polled] [--at URL] [NAME]"
    )
