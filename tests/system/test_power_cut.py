"""What was reported as saved is there after a power cut at any moment, and nothing torn is."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bench.account import Account
from green_api_files._command.watching.log import NAME as LOG
from tests.files.conftest import CHAT, TOKEN
from tests.support.byte_server import StoredFile
from tests.system.power_cut import Disk
from tests.system.trace import needs_strace, python, traced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.byte_server import ByteServer
    from tests.system.trace import Call

pytestmark = [needs_strace, pytest.mark.slow]

IDS = tuple(letter * 32 for letter in "ABC")
OLD = b"what was there before"

SCRIPT = f"""
import asyncio, sys
from green_api_files import AsyncGreenApi, GreenApi

url, to, overwrite, client, *ids = sys.argv[1:]
settings = {{"api_url": url, "requests_per_second": None}}
options = {{"to": to, "overwrite": overwrite == "True"}}

async def with_tasks():
    async with AsyncGreenApi(1, "{TOKEN}", **settings) as api:
        for one in ids:
            print(await api.save_file("{CHAT}", one, **options), flush=True)

if client == "AsyncGreenApi":
    asyncio.run(with_tasks())
else:
    with GreenApi(1, "{TOKEN}", **settings) as api:
        for one in ids:
            print(api.save_file("{CHAT}", one, **options), flush=True)
"""


@pytest.fixture
def contents(server: ByteServer) -> dict[str, bytes]:
    """What is behind each message's link, by the file's name."""
    found = {}
    for one in IDS:
        server.links[one] = f"/{one}.bin"
        found[f"{one}.bin"] = os.urandom(20_000)
        server.put(f"/{one}.bin", StoredFile(found[f"{one}.bin"]))
    return found


def steps(calls: list[Call], disk: Disk) -> Iterator[tuple[Call, set[str]]]:
    """Each call once the disk has followed it, and the names that were reported until then."""
    said = ""
    for call in calls:
        disk.apply(call)
        if call.name == "write" and call.descriptor == 1:
            said += call.texts[0].decode()
        yield call, {Path(line).name for line in said.split("\n")[:-1]}


@pytest.mark.parametrize("client", ["GreenApi", "AsyncGreenApi"])
@pytest.mark.parametrize("overwrite", [False, True])
def test_a_file_survives_from_when_it_is_reported_and_is_never_torn(
    server: ByteServer, contents: dict[str, bytes], tmp_path: Path, client: str, *, overwrite: bool
) -> None:
    root = tmp_path / "disk"
    to = root if overwrite else root / "new" / "inbox"
    root.mkdir()
    if overwrite:
        for name in contents:
            (root / name).write_bytes(OLD)
    disk = Disk(root)
    ran = traced(python(SCRIPT, server.url, to, overwrite, client, *IDS), tmp_path / "log")
    assert ran.returncode == 0, ran.stderr
    told: set[str] = set()
    for call, told in steps(ran.calls, disk):
        left = {Path(name).name: data for name, data in disk.after_power_cut().items()}
        for name in told:
            assert left.get(name) == contents[name], (name, call)
        seen = left.items() | disk.after_power_cut(keeps_names=True).items()
        for path, data in seen:
            name = Path(path).name
            whole = name in contents and data in {contents[name], OLD if overwrite else b"-"}
            assert whole or name.endswith(".part"), (path, len(data), call)
    assert told == set(contents)


def test_the_command_knows_after_a_power_cut_what_it_reported(
    server: ByteServer, contents: dict[str, bytes], tmp_path: Path
) -> None:
    root, messages = tmp_path / "disk", tmp_path / "messages.jsonl"
    root.mkdir()
    messages.write_text("\n".join(json.dumps({"chatId": CHAT, "idMessage": one}) for one in IDS))
    surroundings = {
        "GREEN_API_ID_INSTANCE": "1101000001",
        "GREEN_API_TOKEN_INSTANCE": TOKEN,
        "GREEN_API_URL": server.url,
    }

    def command(to: Path) -> list[str | Path]:
        options = ["--jobs", "1", "--rate", "0"]
        return [
            *(sys.executable, "-m", "green_api_files", "save", *options),
            *("--from", messages, "--to", to),
        ]

    disk = Disk(root)
    ran = traced(command(root / "inbox"), tmp_path / "log", surroundings)
    assert ran.returncode == 0, ran.stderr
    cuts: list[dict[str, bytes]] = []
    for _, told in steps(ran.calls, disk):
        if len(told) > len(cuts):
            cuts.append(disk.after_power_cut())
    assert len(cuts) == len(IDS)
    for number, left in enumerate(cuts, 1):
        to = tmp_path / str(number) / "inbox"
        for path, data in left.items():
            place = tmp_path / str(number) / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        asked = len(server.api_requests)
        again = traced(command(to), tmp_path / "log", surroundings)
        assert f"{len(IDS) - number} saved, {number} already there" in again.stderr
        assert len(server.api_requests) - asked == len(IDS) - number
        assert {p.name: p.read_bytes() for p in to.glob("[!.]*")} == contents


def test_a_notification_is_durable_before_it_is_deleted(quick_mock: str, tmp_path: Path) -> None:
    account, root = Account(quick_mock), tmp_path / "disk"
    bodies = account.trigger("incomingText", "stateAuthorized", "incomingText")
    root.mkdir()
    surroundings = {"GREEN_API_TOKEN_INSTANCE": TOKEN, "GREEN_API_URL": quick_mock}
    options: list[str | Path] = [
        "--once",
        "--to",
        root / "inbox",
        "--id-instance",
        str(account.number),
    ]
    command = [sys.executable, "-m", "green_api_files", "watch", *options]
    disk, left = Disk(root), list[object]()
    ran = traced(command, tmp_path / "log", surroundings)
    assert ran.returncode == 0, ran.stderr
    for call in ran.calls:
        if any(text.startswith(b"DELETE ") for text in call.texts):
            lines = disk.after_power_cut()[f"inbox/{LOG}"].splitlines()
            left.append([json.loads(line)["body"] for line in lines])
        disk.apply(call)
    assert left == [bodies[:1], bodies[:2], bodies]
