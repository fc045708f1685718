"""Whom to trust, the same for every engine."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl


@cache
def tls_context() -> ssl.SSLContext:
    """Trust as httpx does: SSL_CERT_FILE or SSL_CERT_DIR if set, else the roots of certifi.

    Reading the roots takes longer than a call, so it is done once, and not for plain http.
    """
    import httpx  # noqa: PLC0415 # only where something is encrypted

    return httpx.create_ssl_context()
