# pyright: reportMissingImports=false, reportMissingModuleSource=false
# (the peers live in a virtual environment of their own)
"""One call of the operation as users of each package write it. Every caller returns the link."""

import json
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import aiohttp
import httpx
import requests
from httpx_aiohttp import AiohttpTransport
from whatsapp_api_client_python import API

from green_api_client import Client
from green_api_client.api.receiving import download_file
from green_api_client.models import DownloadFileRequest, FileLink
from green_api_files import AsyncGreenApi, GreenApi

CHAT = "79000001234@c.us"
MESSAGE = "A322F800D3F12CD4858CC947DAFB77A2"
TOKEN = "bde035edae3fc00bc116bd112297908d8145e5ba8decc5d884"  # noqa: S105 - the documentation's
BODY = {"chatId": CHAT, "idMessage": MESSAGE}
LONG_SECONDS = 180.0
IN_FLIGHT_LIMIT = 1000

Call = Callable[[], str]
Opener = Callable[[str, int], AbstractContextManager[Call]]


def operation_url(url: str, instance: int) -> str:
    """The address of the operation, as the documentation writes it."""
    return f"{url}/waInstance{instance}/downloadFile/{TOKEN}"


@contextmanager
def _httpx(url: str, instance: int) -> Iterator[Call]:
    address = operation_url(url, instance)
    with httpx.Client(timeout=LONG_SECONDS) as client:
        yield lambda: client.post(address, json=BODY).json()["downloadUrl"]


@contextmanager
def _generated(url: str, instance: int) -> Iterator[Call]:
    with Client(base_url=url) as client:

        def call() -> str:
            body = DownloadFileRequest(chat_id=CHAT, id_message=MESSAGE)
            parsed = download_file.sync_detailed(instance, TOKEN, client=client, body=body).parsed
            assert isinstance(parsed, FileLink)
            return parsed.download_url

        yield call


@contextmanager
def _green_api(url: str, instance: int) -> Iterator[Call]:
    with GreenApi(instance, TOKEN, api_url=url, requests_per_second=None) as api:
        yield lambda: api.download_file(CHAT, MESSAGE).download_url


@contextmanager
def _sdk(url: str, instance: int) -> Iterator[Call]:
    api = API.GreenAPI(str(instance), TOKEN, host=url, media=url)
    yield lambda: api.receiving.downloadFile(CHAT, MESSAGE).data["downloadUrl"]
    api.session.close()


@contextmanager
def _requests_session(url: str, instance: int) -> Iterator[Call]:
    address = operation_url(url, instance)
    with requests.Session() as session:
        yield lambda: session.post(address, json=BODY, timeout=LONG_SECONDS).json()["downloadUrl"]


@contextmanager
def _documentation_sample(url: str, instance: int) -> Iterator[Call]:
    address = operation_url(url, instance)

    def call() -> str:
        payload = json.dumps(BODY)
        headers = {"Content-Type": "application/json"}
        response = requests.request("POST", address, headers=headers, data=payload, timeout=None)  # noqa: S113 - as the sample is
        link = json.loads(response.text.encode("utf8"))["downloadUrl"]
        return str(link)

    yield call


SYNC: Mapping[str, Opener] = {
    "httpx": _httpx,
    "generated client": _generated,
    "GreenApi": _green_api,
    "official SDK": _sdk,
    "requests.Session": _requests_session,
    "the documentation's sample": _documentation_sample,
}
"""Blocking callers, by the name that the tables show."""

AsyncCall = Callable[[], Coroutine[Any, Any, str]]
Close = Callable[[], Coroutine[Any, Any, None]]
AsyncOpener = Callable[[str, int], Coroutine[Any, Any, tuple[AsyncCall, Close]]]


async def _nothing_to_close() -> None:
    return


async def _aiohttp(url: str, instance: int) -> tuple[AsyncCall, Close]:
    address = operation_url(url, instance)
    session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=IN_FLIGHT_LIMIT))

    async def call() -> str:
        async with session.post(address, json=BODY) as response:
            answer: dict[str, Any] = await response.json()
            return str(answer["downloadUrl"])

    return call, session.close


async def _async_httpx(url: str, instance: int) -> tuple[AsyncCall, Close]:
    address = operation_url(url, instance)
    client = httpx.AsyncClient(timeout=LONG_SECONDS)

    async def call() -> str:
        response = await client.post(address, json=BODY)
        return str(response.json()["downloadUrl"])

    return call, client.aclose


async def _async_generated(url: str, instance: int) -> tuple[AsyncCall, Close]:
    return await _generated_caller(Client(base_url=url), instance)


async def _async_generated_over_aiohttp(url: str, instance: int) -> tuple[AsyncCall, Close]:
    transport = AiohttpTransport()
    client = Client(base_url=url, httpx_args={"transport": transport})
    return await _generated_caller(client, instance)


async def _generated_caller(client: Client, instance: int) -> tuple[AsyncCall, Close]:
    await client.__aenter__()

    async def call() -> str:
        body = DownloadFileRequest(chat_id=CHAT, id_message=MESSAGE)
        answer = await download_file.asyncio_detailed(instance, TOKEN, client=client, body=body)
        assert isinstance(answer.parsed, FileLink)
        return answer.parsed.download_url

    return call, lambda: client.__aexit__(None, None, None)


async def _async_green_api(url: str, instance: int) -> tuple[AsyncCall, Close]:
    api = AsyncGreenApi(instance, TOKEN, api_url=url, requests_per_second=None)

    async def call() -> str:
        return (await api.download_file(CHAT, MESSAGE)).download_url

    return call, api.close


async def _async_sdk(url: str, instance: int) -> tuple[AsyncCall, Close]:
    api = API.GreenAPI(str(instance), TOKEN, host=url, media=url)

    async def call() -> str:
        answer = await api.receiving.downloadFileAsync(CHAT, MESSAGE)
        return str(answer.data["downloadUrl"])

    return call, _nothing_to_close


ASYNC: Mapping[str, AsyncOpener] = {
    "aiohttp": _aiohttp,
    "httpx": _async_httpx,
    "generated client": _async_generated,
    "generated client over aiohttp": _async_generated_over_aiohttp,
    "AsyncGreenApi": _async_green_api,
    "official SDK": _async_sdk,
}
"""Asynchronous callers, by the name that the tables show."""
