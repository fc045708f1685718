"""`watch` is killed again and again while the API fails: nothing is lost, and nothing is twice."""

from __future__ import annotations

import json
import os
import random
import subprocess
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from tests.files.commanding import command, environment
from tests.files.receiving import DELETE, RECEIVE, Account
from tests.mock.command import running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

ENDS = 20
OWN = {".green-api-files.sqlite3", ".green-api-files.watch", ".green-api-files.position"}
LOG = "notifications.jsonl"

WITH_FILE = (
    "incomingImage",
    "incomingVideo",
    "incomingDocument",
    "incomingVoice",
    "incomingSticker",
    "incomingImageReply",
    "outgoingImage",
    "outgoingDocument",
)
WITHOUT = (
    "incomingText",
    "incomingReaction",
    "incomingLocation",
    "incomingPollVote",
    "incomingUnknownKind",
    "incomingUnreadable",
    "outgoingText",
    "statusDelivered",
    "stateAuthorized",
    "incomingCall",
    "incomingBlock",
    "quotaExceeded",
)
FAULTS: tuple[dict[str, Any], ...] = (
    {"answer": "502"},
    {"answer": "429"},
    {"status": 503},
    {"fault": "connectionReset"},
    {"fault": "cutBody"},
)


@pytest.fixture
def account() -> Iterator[Account]:
    with running("--time-factor", "50") as mock:
        yield Account(mock.url)


def some_come(account: Account, chance: random.Random, files: list[bytes]) -> list[Any]:
    """Let some notifications come; gives their bodies, and adds their files."""
    bodies: list[Any] = []
    for _ in range(4):
        bodies += account.trigger(chance.choice(WITHOUT))
        files.append(os.urandom(chance.randrange(1, 200_000)))
        bodies += account.trigger(chance.choice(WITH_FILE), file=files[-1])
    return bodies


def something_fails(account: Account, chance: random.Random) -> None:
    account.take_back_orders()  # of those that a life of the process did not meet
    for operation in chance.sample([RECEIVE, DELETE, "downloadFile"], 2):
        account.order(operation=operation, **chance.choice(FAULTS))


def start(account: Account, to: Path, *more: str) -> subprocess.Popen[bytes]:
    options = ("--id-instance", str(account.number), "--rate", "0", *more)
    return subprocess.Popen(
        command("watch", "--to", to, *options),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(account.url),
    )


def run_to_end(account: Account, to: Path) -> None:
    """Let it receive and save everything that is left."""
    told = b""
    for _ in range(5):
        process = start(account, to, "--once")
        try:
            _, told = process.communicate(timeout=240)
        finally:
            process.kill()
        if process.returncode == 0:
            return
    pytest.fail(told.decode())


@pytest.mark.parametrize("way", ["kill", "terminate"])
def test_nothing_is_lost_and_nothing_is_twice(account: Account, tmp_path: Path, way: str) -> None:
    chance = random.Random(f"{way} 1")  # noqa: S311 # the same moments every time
    to = tmp_path / "inbox"
    bodies: list[Any] = []
    files: list[bytes] = []
    for _ in range(ENDS):
        bodies += some_come(account, chance, files)
        something_fails(account, chance)
        process = start(account, to)
        with suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=chance.uniform(1.0, 4.0))
        getattr(process, way)()
        process.communicate(timeout=60)
        assert process.returncode in {-9, 143, -15}
    account.take_back_orders()
    run_to_end(account, to)
    assert account.waiting == []
    assert [json.loads(line)["body"] for line in (to / LOG).read_bytes().splitlines()] == bodies
    names = {path.name for path in to.iterdir()} - OWN - {LOG}
    assert Counter((to / name).read_bytes() for name in names) == Counter(files)
