"""Tokens that others would log.

The engines log addresses at DEBUG, and the token is part of the API's. Their loggers get a filter
that replaces it. It costs nothing while nobody listens: a filter sees only what is to be logged.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from weakref import WeakSet

if TYPE_CHECKING:
    from green_api_files._settings import Settings

_LOGGERS = (
    "aiohttp.client",
    "aiohttp.internal",
    "asyncio",
    "urllib3.connection",
    "urllib3.connectionpool",
    "urllib3.poolmanager",
    "urllib3.response",
    "urllib3.util.retry",
)

_in_use: WeakSet[Settings] = WeakSet()


def mask_logs_of(settings: Settings) -> None:
    """Keep the token of `settings` out of the engines' logs for as long as it is in use."""
    _in_use.add(settings)
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_mask)  # again changes nothing


def _mask(record: logging.LogRecord) -> bool:
    text = masked = record.getMessage()
    for settings in list(_in_use):
        token = settings.api_token_instance
        masked = masked.replace(token if len(token) > 7 else f"/{token}", "***")  # noqa: PLR2004
    if masked != text:
        record.msg, record.args = masked, None
    return True
