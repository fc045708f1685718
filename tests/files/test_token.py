"""The token is in no log, message, repr, pickle, traceback or progress, whatever happens."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import pickle
import subprocess
import sys
import traceback
from typing import TYPE_CHECKING, Any

import pytest

from green_api_files import AsyncGreenApi, GreenApi, GreenApiError, SettingsError
from green_api_mock.contract.scenarios import scenario_table
from tests.files.conftest import CHAT, MESSAGE, TOKEN, Caller
from tests.mock.example import EXAMPLE
from tests.support.byte_server import StoredFile, answering

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.byte_server import ByteServer, Got, Wire

# What the library sends of a scenario's values, so that none is played for each operation anew.
SENT = ("apiTokenInstance", "idInstance", "idMessage")
SCENARIOS = {
    tuple(row["when"].get(name) for name in SENT): row
    for row in scenario_table(EXAMPLE.contract)
    if row["delaySeconds"] == 0 and row["name"] not in {"largeFile", "stalledFile"}
}.values()

# All that write what is asked of whom, as of the versions that are pinned.
LOGGERS = ["asyncio", "aiohttp.client", "aiohttp.internal"]
LOGGERS += [f"urllib3.{name}" for name in ("connection", "connectionpool", "poolmanager")]
LOGGERS += ["urllib3.response", "urllib3.util.retry"]


class Everything(logging.Handler):
    """Keeps every record of every logger, formatted with its traceback."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))
        self.lines.append(repr(record.args) + str(record.msg))


@pytest.fixture
def everything(caplog: pytest.LogCaptureFixture) -> Iterator[Everything]:
    """All logging at DEBUG, also that of libraries and of asyncio."""
    caplog.set_level(logging.DEBUG)
    handler = Everything()
    logging.getLogger().addHandler(handler)
    loggers = [logging.getLogger(name) for name in ("urllib3", "aiohttp", "asyncio", "httpx")]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    yield handler
    for logger in loggers:
        logger.setLevel(logging.NOTSET)
    logging.getLogger().removeHandler(handler)


def shown(error: BaseException) -> str:
    """All that programs show or keep of an error and of those that led to it.

    With the local variables of our frames; also of errors that a traceback leaves out.
    """
    text = [pickle.dumps(error).decode("latin-1")]
    led_to: BaseException | None = error
    while led_to is not None:
        frames = [
            pair
            for pair in traceback.walk_tb(led_to.__traceback__)
            if "/tests/" not in pair[0].f_code.co_filename
        ]
        summary = traceback.StackSummary.extract(iter(frames), capture_locals=True)
        text += [repr(led_to), repr(vars(led_to)), *summary.format()]
        text += traceback.format_exception(led_to)
        led_to = led_to.__context__
    return "\n".join(text)


@pytest.mark.parametrize("row", SCENARIOS, ids=[row["name"] for row in SCENARIOS])
def test_no_scenario_shows_the_token(
    mock_caller: Caller, everything: Everything, tmp_path: Path, row: dict[str, Any]
) -> None:
    token = row["when"].get("apiTokenInstance", TOKEN)
    caller = mock_caller.having(
        api_token_instance=token,
        id_instance=row["when"].get("idInstance", 1101000001),
        retry=None,
    )
    text: list[str] = []
    try:
        path = caller.save(
            tmp_path,
            row["when"].get("idMessage", MESSAGE),
            progress=lambda *told: text.append(repr(told)),
            record=lambda saved: text.append(repr(saved)),
        )
        text.append(str(path))
    except GreenApiError as error:
        text.append(shown(error))
    assert everything.lines
    assert token not in "\n".join([*text, *everything.lines])


def echo(status: int) -> Any:
    """An API that repeats the request's path wherever it can."""

    def answer(got: Got, wire: Wire) -> None:
        body = f'{{"path":"{got.target}","message":"No {got.target}"}}'.encode()
        headers = {"Content-Type": "application/json", "Location": got.target, "X-Path": got.target}
        wire.answer(status, headers.items(), body)

    return answer


@pytest.mark.parametrize("status", [200, 302, 400, 401, 403, 404, 418, 429, 466, 500, 502])
@pytest.mark.parametrize("token", [TOKEN, "abc123"])
def test_an_echoed_token_is_masked(
    caller: Caller, server: ByteServer, everything: Everything, status: int, token: str
) -> None:
    server.api_answers = [echo(status)] * 2
    with pytest.raises(GreenApiError) as caught:
        caller.having(retry=None, api_token_instance=token).link()
    assert token in server.api_requests[0].target
    assert token not in shown(caught.value)
    assert f"/{token}" not in "\n".join(everything.lines)


@pytest.mark.parametrize(
    "behaviour",
    [
        lambda _, wire: wire.reset(),
        lambda _, wire: wire.hang_up(),
        lambda _, wire: wire.send(b"nonsense\r\n\r\n"),
        lambda _, wire: wire.send(b"HTTP/1.1 200 OK\r\nbroken header\r\n\r\n"),
        lambda _, wire: wire.wait(),
        answering(200, b"x", content_length="100"),
    ],
)
def test_no_failure_of_the_network_shows_the_token(
    caller: Caller, server: ByteServer, everything: Everything, behaviour: Any
) -> None:
    server.api_answers = [behaviour] * 4
    with pytest.raises(GreenApiError) as caught:
        caller.having(timeout=0.3).link()
    assert TOKEN not in shown(caught.value)
    assert TOKEN not in "\n".join(everything.lines)


def test_asyncio_in_debug_mode_shows_no_token(
    server: ByteServer, everything: Everything, tmp_path: Path
) -> None:
    server.put("/file", StoredFile(b"x"))

    async def main() -> None:
        asyncio.get_running_loop().slow_callback_duration = 0
        async with AsyncGreenApi(1, TOKEN, api_url=server.url) as api:
            await api.save_file(CHAT, MESSAGE, to=tmp_path)

    asyncio.run(main(), debug=True)
    assert any("took" in line for line in everything.lines)
    assert TOKEN not in "\n".join(everything.lines)


def test_a_client_that_is_not_closed_shows_no_token(server: ByteServer) -> None:
    script = f"""
import asyncio, logging, os
from green_api_files import AsyncGreenApi
logging.basicConfig(level=logging.DEBUG)
async def main():
    api = AsyncGreenApi(1, os.environ["CANARY"], api_url={server.url!r})
    await api.download_file({CHAT!r}, {MESSAGE!r})
asyncio.run(main(), debug=True)
"""
    command = [sys.executable, "-X", "dev", "-c", script]
    environment = os.environ | {"CANARY": TOKEN}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    assert "Unclosed" in done.stderr
    assert TOKEN not in done.stdout + done.stderr


@pytest.mark.parametrize("client", [GreenApi, AsyncGreenApi])
def test_a_client_shows_no_token(client: type[GreenApi | AsyncGreenApi]) -> None:
    api = client(1101000001, TOKEN)
    assert repr(api) == f"{client.__name__}(1101000001, api_url='https://api.green-api.com')"
    assert TOKEN not in repr(vars(api))
    with pytest.raises(TypeError, match="not pickled") as caught:
        pickle.dumps(api)
    assert TOKEN not in shown(caught.value)


@pytest.mark.parametrize("token", ["with space", "semi;colon", "ä" * 50, "a/b"])
def test_a_token_that_cannot_be_one_is_not_repeated(token: str) -> None:
    with pytest.raises(SettingsError) as caught:
        GreenApi(1, token)
    assert token not in str(caught.value)


@pytest.mark.parametrize("token", [TOKEN, "abc123"])
def test_the_token_is_masked_only_while_it_is_in_use(everything: Everything, token: str) -> None:
    api = GreenApi(1, token)
    for name in LOGGERS:
        logging.getLogger(name).debug("POST /%s", token)
    assert everything.lines.count("POST /~apiTokenInstance~") == len(LOGGERS)
    assert token not in "\n".join(everything.lines)
    api.close()
    del api
    gc.collect()
    logging.getLogger("urllib3.connectionpool").debug("POST /%s", token)
    assert f"POST /{token}" in everything.lines
