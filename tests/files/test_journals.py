"""Each client asks for the journal that its method is named after, and says whose answer is odd."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from green_api_files import AsyncGreenApi, GreenApi, UnexpectedAnswerError
from tests.files.conftest import CHAT, TOKEN, settings_for
from tests.support.byte_server import ByteServer, answering

ODD = answering(200, b"5", content_type="application/json")


@pytest.mark.parametrize("is_async", [False, True], ids=["threads", "tasks"])
@pytest.mark.parametrize(
    ("method", "argument", "operation"),
    [
        ("last_incoming_messages", 7, "LastIncomingMessages"),
        ("last_outgoing_messages", 7, "LastOutgoingMessages"),
        ("get_chat_history", CHAT, "GetChatHistory"),
    ],
)
def test_the_journal_that_is_asked_for(
    method: str, argument: Any, operation: str, server: ByteServer, *, is_async: bool
) -> None:
    server.api_answers = [ODD]
    settings = settings_for(server.url)
    name = operation[0].lower() + operation[1:]
    server.put(f"/waInstance{settings['id_instance']}/{name}/{TOKEN}", ODD)

    async def ask_in_a_task() -> None:
        async with AsyncGreenApi(**settings) as api:
            await getattr(api, method)(argument)

    def ask() -> None:
        if is_async:
            asyncio.run(ask_in_a_task())
            return
        with GreenApi(**settings) as api:
            getattr(api, method)(argument)

    with pytest.raises(UnexpectedAnswerError, match=f"is not one of {operation}:"):
        ask()
    assert f"/{name}/" in server.requests[0].target
