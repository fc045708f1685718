"""The same as `_download` for tasks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from green_api_files.errors import DownloadError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from green_api_files._engine_async import AsyncEngine
    from green_api_files._transfer import Transfer


async def pieces_async(
    transfer: Transfer, engine: AsyncEngine, link: Callable[[], Awaitable[str]]
) -> AsyncGenerator[bytes]:
    """Do the same as `pieces` for a task."""
    while not transfer.is_done:
        if transfer.needs_link:
            transfer.use_link(await link())
        try:
            async with engine.open(transfer.request()) as answer:
                if transfer.answered(answer.status, answer.headers):
                    while data := await answer.read():
                        for piece in transfer.take(data):
                            yield piece
                    transfer.ended()
        except DownloadError as error:
            pause = transfer.failed(error)
        else:
            continue
        await asyncio.sleep(pause)
