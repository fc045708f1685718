"""What the engines send is whole in every try, also where it is read from a file meanwhile."""

from __future__ import annotations

import asyncio
import traceback
from typing import TYPE_CHECKING, Any

import pytest

from green_api_client.api.sending import send_file_by_upload
from green_api_client.models import QueuedFile, SendFileByUploadRequest
from green_api_client.types import File
from green_api_files import BadGatewayError
from green_api_files._api.call import Call, Manner, Question
from green_api_files._api.verdict import error_of
from green_api_files._drive import tasks, threads
from green_api_files._http.outside import Outside
from green_api_files._http.tasks import TaskEngine
from green_api_files._http.threads import ThreadEngine
from tests.files.conftest import CHAT, QUICK, TOKEN
from tests.support.byte_server import answering

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from green_api_client.types import Response
    from tests.support.byte_server import ByteServer

SENT = answering(200, b'{"idMessage":"A1"}', content_type="application/json")
FAILING = answering(502, b"<html>", content_type="text/html")
OUTSIDE = Outside("", None, None)


def in_a_thread(call: Call[str]) -> str:
    engine = ThreadEngine(OUTSIDE, connect_timeout=20)
    try:
        return threads.carry_out(call, engine)
    finally:
        engine.close()


def in_a_task(call: Call[str]) -> str:
    async def run() -> str:
        engine = TaskEngine(OUTSIDE, connect_timeout=20)
        try:
            return await tasks.carry_out(call, engine)
        finally:
            await engine.close()

    return asyncio.run(run())


def verdict(answer: Response[Any]) -> str:
    if isinstance(answer.parsed, QueuedFile):
        return answer.parsed.id_message
    raise error_of(answer)


def upload(server: ByteServer, file: File) -> Call[str]:
    body = SendFileByUploadRequest(chat_id=CHAT, file=file)
    request = send_file_by_upload.build_request(1, TOKEN, body=body, base_url=server.url)
    question = Question("An upload", send_file_by_upload, request, verdict)
    return Call(question, Manner(QUICK, 20.0), None)


@pytest.fixture(params=[in_a_thread, in_a_task])
def carry_out(request: pytest.FixtureRequest) -> Callable[[Call[str]], str]:
    return request.param  # type: ignore[no-any-return] # pytest gives what params has


def test_every_try_sends_the_whole_file(
    server: ByteServer, carry_out: Callable[[Call[str]], str], tmp_path: Path
) -> None:
    content = bytes(range(256)) * 1000  # more than is read at once
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)
    server.api_answers = [FAILING, FAILING, SENT]
    assert carry_out(upload(server, File(path))) == "A1"
    assert len(server.requests) == 3
    for got in server.requests:
        assert content in got.body
        assert got.body.endswith(b"--\r\n")


def test_the_error_of_an_upload_shows_no_token(
    server: ByteServer, carry_out: Callable[[Call[str]], str]
) -> None:
    server.api_answers = [FAILING] * 4
    with pytest.raises(BadGatewayError) as caught:
        carry_out(upload(server, File(b"content", "a.txt")))
    assert TOKEN in server.requests[-1].target
    told = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    assert TOKEN not in "".join(told.format())
