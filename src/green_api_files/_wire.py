"""The generated client, driven by an engine of ours.

The generated functions build the request and read the answer; they stay the only ones who know
path and fields. What httpx does in between costs them most of their time, so they are given an
httpx client that hands every request over to the engine at once. Which bytes to put on the wire
the generated client itself is asked, once, over a transport that sends nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

from green_api_client import Client
from green_api_client.api.receiving import download_file
from green_api_client.models import DownloadFileRequest
from green_api_files._status import link_of
from green_api_files._version import USER_AGENT
from green_api_files.errors import UnexpectedAnswerError

if TYPE_CHECKING:
    from green_api_client.models import FileLink
    from green_api_files._engine import Engine
    from green_api_files._engine_async import AsyncEngine
    from green_api_files._settings import Settings

MAX_ANSWER = 1 << 20
"""Bytes of an answer of the API. The longest known one has a few hundred."""


@dataclass(frozen=True, slots=True, repr=False)
class Call:
    """What every call to the API has in common. The URL holds the token."""

    method: str
    url: str
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class CallAnswer:
    """The API's answer."""

    status: int
    content_type: str
    content: bytes


def too_long(status: int) -> UnexpectedAnswerError:
    """What to raise when an answer of the API does not end."""
    return UnexpectedAnswerError(
        f"The API's answer is longer than {MAX_ANSWER} bytes: check api_url.", status=status
    )


def call_for(settings: Settings) -> Call:
    """Ask the generated client what it would put on the wire."""
    client = Client(base_url=settings.api_url, httpx_args={"transport": _Nowhere()})
    try:
        download_file.sync_detailed(
            settings.id_instance,
            settings.api_token_instance,
            client=client,
            body=DownloadFileRequest(chat_id="", id_message=""),
        )
    except _NotSentError as held:
        wire = held.request
    else:  # pragma: no cover # the transport always raises
        raise AssertionError
    return Call(
        method=wire.method,
        url=str(wire.url),
        headers={
            "content-type": wire.headers["content-type"],
            "accept": "*/*",
            "accept-encoding": "identity",
            "user-agent": USER_AGENT,
        },
    )


class _NotSentError(Exception):
    """Holds a request back before anything logs it as sent."""

    def __init__(self, request: httpx.Request) -> None:
        super().__init__()
        self.request = request


class _Nowhere(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Sends nothing. httpx's own transports would read the roots of trust for that."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        raise _NotSentError(request)


class _HandedOver(httpx.Client):
    """Hands the requests of the generated functions over to the engine."""

    def __init__(self, engine: Engine, call: Call, secret: bytes) -> None:
        super().__init__(transport=_Nowhere())
        self._engine = engine
        self._call = call
        self._secret = secret

    def request(self, *_: Any, **given: Any) -> httpx.Response:
        answer = self._engine.call(self._call, _encoded(given["json"]))
        return _response(answer, self._secret)


class _HandedOverAsync(httpx.AsyncClient):
    """The same for tasks."""

    def __init__(self, engine: AsyncEngine, call: Call, secret: bytes) -> None:
        super().__init__(transport=_Nowhere())
        self._engine = engine
        self._call = call
        self._secret = secret

    async def request(self, *_: Any, **given: Any) -> httpx.Response:
        answer = await self._engine.call(self._call, _encoded(given["json"]))
        return _response(answer, self._secret)


class LinkSource:
    """DownloadFile, as the generated client calls it.

    Args:
        settings: Where to call, and as whom.
        engine: Sends the calls.
    """

    def __init__(self, settings: Settings, engine: Engine) -> None:
        call = call_for(settings)
        self._settings = settings
        self._client = Client(base_url=settings.api_url)
        self._client.set_httpx_client(_HandedOver(engine, call, settings.secret.encode()))

    def link(self, chat_id: str, id_message: str) -> FileLink:
        """Call once.

        Raises:
            ApiConnectionError: if no complete answer comes.
            StatusError: if the answer is an error.
            UnexpectedAnswerError: if it is none of the API.
        """
        answer = download_file.sync_detailed(
            self._settings.id_instance,
            self._settings.api_token_instance,
            client=self._client,
            body=DownloadFileRequest(chat_id=chat_id, id_message=id_message),
        )
        return link_of(answer)


class AsyncLinkSource:
    """The same for tasks.

    Args:
        settings: Where to call, and as whom.
        engine: Sends the calls.
    """

    def __init__(self, settings: Settings, engine: AsyncEngine) -> None:
        call = call_for(settings)
        self._settings = settings
        self._client = Client(base_url=settings.api_url)
        self._client.set_async_httpx_client(
            _HandedOverAsync(engine, call, settings.secret.encode())
        )

    async def link(self, chat_id: str, id_message: str) -> FileLink:
        """Call once.

        Raises:
            ApiConnectionError: if no complete answer comes.
            StatusError: if the answer is an error.
            UnexpectedAnswerError: if it is none of the API.
        """
        answer = await download_file.asyncio_detailed(
            self._settings.id_instance,
            self._settings.api_token_instance,
            client=self._client,
            body=DownloadFileRequest(chat_id=chat_id, id_message=id_message),
        )
        return link_of(answer)


def _encoded(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _response(answer: CallAnswer, secret: bytes) -> httpx.Response:
    """The answer as the generated functions read it. A server may repeat the request's path."""
    content = answer.content
    if secret in content:
        content = content.replace(secret, b"*" * len(secret))
    return httpx.Response(
        answer.status, headers={"content-type": answer.content_type}, content=content
    )
