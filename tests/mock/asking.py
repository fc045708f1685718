"""Sending a request to the mock."""

from __future__ import annotations

from typing import Any

import httpx

HANG_GUARD = 60


def ask(method: str, url: str, **options: Any) -> httpx.Response:
    """Do what `httpx.request` does, and wait for a machine that has much else to do."""
    return httpx.request(method, url, **{"timeout": HANG_GUARD, **options})
