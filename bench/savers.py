# pyright: reportMissingImports=false, reportMissingModuleSource=false
# (the peers live in a virtual environment of their own)
"""From a message to a file on disk, as users of each package write it."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import requests

from bench.peers import BODY, LONG_SECONDS, operation_url

PIECE = 1 << 16

Save = Callable[[Path], None]
Opener = Callable[[str, int], AbstractContextManager[Save]]


class CurlMissingError(Exception):
    """There is no curl on this machine."""


def find_curl() -> str:
    """The path of curl.

    Raises:
        CurlMissingError: It is not installed. The message says how to get it.
    """
    found = shutil.which("curl")
    if found is None:
        raise CurlMissingError(
            "curl is one of the peers and was not found. Install it (Debian: apt-get install curl)."
        )
    return found


@contextmanager
def _curl(url: str, instance: int) -> Iterator[Save]:
    """Only the second step: curl is given the link."""
    link = f"{url}/files/{instance}.bin"

    def save(to: Path) -> None:
        subprocess.run(
            [find_curl(), "--silent", "--fail", "-o", str(to / "file.bin"), link], check=True
        )

    yield save


@contextmanager
def _curl_and_fsync(url: str, instance: int) -> Iterator[Save]:
    """The same, and the bytes are on the disk when it ends, as they are after `save_file`."""
    with _curl(url, instance) as curl:

        def save(to: Path) -> None:
            curl(to)
            with (to / "file.bin").open("rb") as file:
                os.fsync(file.fileno())

        yield save


@contextmanager
def _httpx(url: str, instance: int) -> Iterator[Save]:
    with httpx.Client(timeout=LONG_SECONDS) as client:

        def save(to: Path) -> None:
            link = client.post(operation_url(url, instance), json=BODY).json()["downloadUrl"]
            with client.stream("GET", link) as response, (to / "file.bin").open("wb") as file:
                for piece in response.iter_raw(PIECE):
                    file.write(piece)

        yield save


@contextmanager
def _requests(url: str, instance: int) -> Iterator[Save]:
    address = operation_url(url, instance)
    with requests.Session() as session:

        def save(to: Path) -> None:
            link = session.post(address, json=BODY, timeout=LONG_SECONDS).json()["downloadUrl"]
            with (
                session.get(link, stream=True, timeout=LONG_SECONDS) as response,
                (to / "file.bin").open("wb") as file,
            ):
                for piece in response.iter_content(1 << 20):
                    file.write(piece)

        yield save


SAVERS: Mapping[str, Opener] = {
    "curl": _curl,
    "curl, then fsync": _curl_and_fsync,
    "httpx": _httpx,
    "requests": _requests,
}
"""Who saves one file into a folder, by the name that the tables show."""
