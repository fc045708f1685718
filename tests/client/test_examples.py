"""The bots among the examples do what they say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.project import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable

    from green_api_mock.api.arrivals import Arrival
    from green_api_mock.plugin import GreenApiMock

SECONDS = 60
QUEUE = "receiveNotification"


@pytest.mark.parametrize("name", ["bot.py", "bot_aiohttp.py"])
def test_a_bot_answers_a_picture_with_a_link_to_it(green_api_mock: GreenApiMock, name: str) -> None:
    came = [
        green_api_mock.trigger(name, instance=green_api_mock.instance)
        for name in ("incomingText", "incomingImage")
    ]
    bot = subprocess.Popen(
        [sys.executable, str(PROJECT / "examples" / name)],
        env=os.environ
        | {
            "GREEN_API_URL": green_api_mock.url,
            "GREEN_API_ID_INSTANCE": str(green_api_mock.instance),
            "GREEN_API_TOKEN_INSTANCE": "a1b2c3",
        },
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait_until(lambda: len(green_api_mock.requests) > 6 or bot.poll() is not None)
    finally:
        bot.kill()
        _, said = bot.communicate()
    assert said == ""
    # What it sent itself comes back to it afterwards.
    arrived = green_api_mock.requests[:6]
    assert [arrival.operation for arrival in arrived] == [
        *(QUEUE, "deleteNotification"),
        *(QUEUE, "downloadFile", "sendMessage", "deleteNotification"),
    ]
    _, first, _, file, answer, second = arrived
    message = came[1]["body"]
    deleted = [arrival.parameters["receiptId"] for arrival in (first, second)]
    assert deleted == [str(notification["receiptId"]) for notification in came]
    assert file.body["idMessage"] == message["idMessage"]
    assert answer.body["chatId"] == file.body["chatId"] == message["senderData"]["chatId"]
    assert answered(file)["downloadUrl"] in answer.body["message"]


def answered(arrival: Arrival) -> Any:
    """Return the JSON that a request was answered with."""
    assert arrival.sent is not None
    assert arrival.sent.body is not None
    return json.loads(arrival.sent.body)


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait until it is so, or for too long."""
    end = time.monotonic() + SECONDS
    while not is_so() and time.monotonic() < end:
        time.sleep(0.02)
