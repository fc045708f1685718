# pyright: reportMissingImports=false, reportMissingModuleSource=false
# (the peers live in a virtual environment of their own)
"""From a message to a file on disk, as users of each package write it."""

import asyncio
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import requests

from bench.curl import find_curl
from bench.peers import BODY, CHAT, LONG_SECONDS, MESSAGE, TOKEN, operation_url
from green_api_files import AsyncGreenApi, GreenApi

PIECE = 1 << 16
LARGEST = 1 << 34

Save = Callable[[Path, str], None]
"""Saves the file into a folder, under a name."""
Opener = Callable[[str, int], AbstractContextManager[Save]]


@contextmanager
def _curl(url: str, instance: int) -> Iterator[Save]:
    """Only the second step: curl is given the link."""
    link = f"{url}/files/{instance}.bin"

    def save(to: Path, name: str) -> None:
        subprocess.run([find_curl(), "--silent", "--fail", "-o", str(to / name), link], check=True)

    yield save


@contextmanager
def _curl_and_fsync(url: str, instance: int) -> Iterator[Save]:
    """The same, and the bytes are on the disk when it ends, as they are after `save_file`."""
    with _curl(url, instance) as curl:

        def save(to: Path, name: str) -> None:
            curl(to, name)
            with (to / name).open("rb") as file:
                os.fsync(file.fileno())

        yield save


@contextmanager
def _httpx(url: str, instance: int) -> Iterator[Save]:
    with httpx.Client(timeout=LONG_SECONDS) as client:

        def save(to: Path, name: str) -> None:
            link = client.post(operation_url(url, instance), json=BODY).json()["downloadUrl"]
            with client.stream("GET", link) as response, (to / name).open("wb") as file:
                for piece in response.iter_raw(PIECE):
                    file.write(piece)

        yield save


@contextmanager
def _requests(url: str, instance: int) -> Iterator[Save]:
    address = operation_url(url, instance)
    with requests.Session() as session:

        def save(to: Path, name: str) -> None:
            link = session.post(address, json=BODY, timeout=LONG_SECONDS).json()["downloadUrl"]
            with (
                session.get(link, stream=True, timeout=LONG_SECONDS) as response,
                (to / name).open("wb") as file,
            ):
                for piece in response.iter_content(1 << 20):
                    file.write(piece)

        yield save


@contextmanager
def _green_api(url: str, instance: int) -> Iterator[Save]:
    with GreenApi(instance, TOKEN, api_url=url, requests_per_second=None) as api:

        def save(to: Path, name: str) -> None:
            api.save_file(CHAT, MESSAGE, to=to, name=name, max_bytes=LARGEST)

        yield save


@contextmanager
def _async_green_api(url: str, instance: int) -> Iterator[Save]:
    with asyncio.Runner() as runner:
        api = AsyncGreenApi(instance, TOKEN, api_url=url, requests_per_second=None)

        def save(to: Path, name: str) -> None:
            runner.run(api.save_file(CHAT, MESSAGE, to=to, name=name, max_bytes=LARGEST))

        yield save
        runner.run(api.close())


SAVERS: Mapping[str, Opener] = {
    "GreenApi": _green_api,
    "AsyncGreenApi": _async_green_api,
    "curl": _curl,
    "curl, then fsync": _curl_and_fsync,
    "httpx": _httpx,
    "requests": _requests,
}
"""Who saves one file into a folder, by the name that the tables show."""
