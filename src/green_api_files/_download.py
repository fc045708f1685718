"""The bytes of a message's file, driven by `Transfer`, for threads."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from green_api_files.errors import DownloadError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from green_api_files._engine import Engine
    from green_api_files._transfer import Transfer


def pieces(transfer: Transfer, engine: Engine, link: Callable[[], str]) -> Generator[bytes]:
    """The file piece by piece; `transfer.position` is where each piece belongs.

    Args:
        transfer: The download's course.
        engine: Sends the requests.
        link: Asks the API for a link.
    """
    while not transfer.is_done:
        if transfer.needs_link:
            transfer.use_link(link())
        try:
            with engine.open(transfer.request()) as answer:
                if transfer.answered(answer.status, answer.headers):
                    while data := answer.read():
                        yield from transfer.take(data)
                    transfer.ended()
        except DownloadError as error:
            pause = transfer.failed(error)
        else:
            continue
        time.sleep(pause)
