"""Bots of every kind run on the mock unchanged: they get a picture and answer with its size."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from green_api_mock.judge.node import find_node
from tests.mock.command import running
from tests.support.project import PROJECT as ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.slow

BOTS = ROOT / "tests" / "bots"
TOKEN = "a1b2c3d4e5f60718293a4b5c6d7e8f901"
CHAT = "79001234567@c.us"
SECONDS = 90

PHOTO = b"\xff\xd8\xff" + bytes(range(256)) * 40


@pytest.fixture(scope="session")
def vendors_python(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A Python that has the vendor's packages, from the lock of the peers."""
    folder = tmp_path_factory.mktemp("vendor") / "venv"
    uv = str(Path(sys.executable).with_name("uv"))
    subprocess.run([uv, "venv", "--quiet", str(folder)], check=True)
    lock = str(ROOT / "requirements" / "bench.txt")
    python = str(folder / "bin" / "python")
    command = [uv, "pip", "sync", "--quiet", "--python", python, "--require-hashes", lock]
    subprocess.run(command, check=True)
    return python


@pytest.fixture(scope="module")
def mock() -> Iterator[str]:
    with running() as command:
        yield command.url


@contextmanager
def bot(*command: str) -> Iterator[subprocess.Popen[str]]:
    """A bot that has said that it started."""
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line == "started\n", process.communicate(timeout=SECONDS)
        yield process
    finally:
        process.kill()
        process.communicate()


class Instance:
    """One instance of the mock, as a test drives it."""

    def __init__(self, mock: str, number: int) -> None:
        self.mock, self.number = mock, number

    def trigger(self, name: str, *options: str) -> None:
        command = [sys.executable, "-m", "green_api_mock", "trigger", name, *options]
        command += ["--instance", str(self.number), "--at", self.mock]
        command += ["--set", f"senderData.chatId={CHAT}"]
        subprocess.run(command, check=True, capture_output=True)

    def sent(self) -> list[dict[str, Any]]:
        """What the bot has sent, the newest first."""
        url = f"{self.mock}/waInstance{self.number}/lastOutgoingMessages/{TOKEN}"
        rows: list[dict[str, Any]] = httpx.get(url).json()
        return rows

    def waits(self) -> list[Any]:
        """What is still in the queue."""
        memory = httpx.get(f"{self.mock}/_mock/memory?idInstance={self.number}").json()
        queues = memory["instances"][0]["queues"]
        return [item["body"]["typeWebhook"] for items in queues.values() for item in items]

    def delivered(self) -> list[dict[str, Any]]:
        """What became of the deliveries. The bot answers one after all else."""
        url = f"{self.mock}/_mock/deliveries?idInstance={self.number}"
        rows: list[dict[str, Any]] = httpx.get(url).json()["deliveries"]
        return rows


def first_of(look: Callable[[], list[dict[str, Any]]], missing: str) -> dict[str, Any]:
    """The first of the rows, once there are any."""
    end = time.monotonic() + SECONDS
    while not (rows := look()):
        assert time.monotonic() < end, missing
        time.sleep(0.1)
    return rows[0]


def check(instance: Instance, size: int) -> None:
    answer = first_of(instance.sent, "the bot did not answer")
    assert answer["textMessage"] == f"{size} bytes"
    assert answer["chatId"] == CHAT


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    path.write_bytes(PHOTO)
    return path


def test_the_vendors_bot_framework(mock: str, vendors_python: str, photo: Path) -> None:
    instance = Instance(mock, 1101000301)
    instance.trigger("incomingImage")  # old, so the framework throws it away when it starts
    with bot(vendors_python, str(BOTS / "vendor_bot.py"), mock, str(instance.number), TOKEN):
        assert instance.sent() == []
        instance.trigger("incomingImage", "--file", str(photo), "--when-polled")
        check(instance, len(PHOTO))


def test_the_vendors_sdk(mock: str, vendors_python: str, photo: Path) -> None:
    instance = Instance(mock, 1101000302)
    instance.trigger("incomingImage", "--file", str(photo))
    with bot(vendors_python, str(BOTS / "vendor_sdk.py"), mock, str(instance.number), TOKEN):
        check(instance, len(PHOTO))


def test_curl_alone(mock: str, photo: Path) -> None:
    assert shutil.which("curl"), "apt-get install curl"
    instance = Instance(mock, 1101000303)
    with bot(str(BOTS / "curl.sh"), mock, str(instance.number), TOKEN) as process:
        instance.trigger("incomingImage", "--file", str(photo))
        check(instance, len(PHOTO))
        assert process.wait(SECONDS) == 0
    assert "incomingMessageReceived" not in instance.waits()


def test_a_server_in_node_that_is_posted_to(mock: str, photo: Path) -> None:
    instance = Instance(mock, 1101000304)
    node = str(find_node())
    with bot(node, str(BOTS / "server.mjs"), mock, str(instance.number), TOKEN):
        instance.trigger("incomingImage", "--file", str(photo))
        check(instance, len(PHOTO))
        delivery = first_of(instance.delivered, "the bot did not take it")
        assert delivery["status"] == 200
