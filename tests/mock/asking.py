"""Sending a request to the mock."""

from __future__ import annotations

from typing import Any

import httpx


def ask(method: str, url: str, **options: Any) -> httpx.Response:
    """Do what `httpx.request` does, without certificates.

    Loading them takes longer than a dozen answers, and the mock speaks plain HTTP.
    """
    return httpx.request(method, url, verify=False, **options)  # noqa: S501 - nothing is encrypted
