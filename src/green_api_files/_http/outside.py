"""The way out: which proxy leads to a host, and whose certificates are trusted there."""

from __future__ import annotations

import os
import re
import ssl
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import certifi

from green_api_files._http.exchange import Failure
from green_api_files.errors import SettingsError

_ORIGIN = re.compile("[^:]+://[^/?#]*")


def origin_of(url: str) -> str:
    """Scheme, host and port of an absolute URL, without its path, query and fragment."""
    found = _ORIGIN.match(url)
    return found[0] if found else ""


@dataclass(frozen=True, slots=True)
class Way:
    """How an origin is reached.

    Attributes:
        proxy: The proxy's address with its credentials; None for the direct way.
        proxy_host: The same to be shown; empty for the direct way.
        tls: Whom to trust; None where nothing is encrypted.
    """

    proxy: str | None
    proxy_host: str
    tls: ssl.SSLContext | None


class Outside:
    """What a client was told of proxies and certificates, completed from the environment.

    Args:
        proxy: The proxy for everything; empty for none; None for those of the environment.
        ca: A file or directory of the certificates to trust.
        ssl_context: How to encrypt, instead of `ca`.

    Raises:
        SettingsError: if one of them cannot be used.
    """

    def __init__(
        self,
        proxy: str | None,
        ca: str | os.PathLike[str] | None,
        ssl_context: ssl.SSLContext | None,
    ) -> None:
        if ca is not None and ssl_context is not None:
            raise SettingsError("Pass either ca or ssl_context, not both.")
        if proxy and not _is_usable(proxy):
            raise SettingsError("proxy must be an address such as http://proxy.example:3128.")
        self._proxy = proxy
        self._tls = ssl_context if ca is None else _trusting(os.fspath(ca), "ca")

    def way_to(self, origin: str) -> Way:
        """How `origin` is reached.

        Raises:
            Failure: if the environment names a proxy of a kind that cannot be used.
        """
        proxy = environment_proxy(origin) if self._proxy is None else self._proxy or None
        if proxy is None:
            return Way(None, "", self.tls() if origin.startswith("https:") else None)
        scheme, _, rest = proxy.partition("://")
        host = rest.rpartition("@")[2].partition("/")[0]
        if not _is_usable(proxy):
            reason = f"{scheme} is no kind of proxy that can be used, only http and https are"
            raise Failure(reason, lasting=True, proxy=host)
        is_encrypted = "https" in {scheme, origin.partition(":")[0]}
        return Way(proxy, host, self.tls() if is_encrypted else None)

    def tls(self) -> ssl.SSLContext:
        """Whom to trust.

        Raises:
            SettingsError: if the environment names a file that cannot be read.
        """
        return self._tls or _by_environment(
            os.environ.get("SSL_CERT_FILE", ""), os.environ.get("SSL_CERT_DIR", "")
        )


def environment_proxy(url: str) -> str | None:
    """The proxy for `url` by HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY, or the system's."""
    parts = urlsplit(url)
    if not parts.hostname or proxy_bypass(parts.netloc):
        return None
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    return proxy if proxy is None or "://" in proxy else f"http://{proxy}"


def _is_usable(proxy: str) -> bool:
    try:
        parts = urlsplit(proxy)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except (AttributeError, TypeError, ValueError):
        return False


@cache
def _by_environment(file: str, directory: str) -> ssl.SSLContext:
    """Trust as httpx does: SSL_CERT_FILE or SSL_CERT_DIR if set, else the roots of certifi.

    Reading the roots takes longer than a call, so all clients share them.
    """
    if file:
        return _trusting(file, "SSL_CERT_FILE")
    if directory:
        return _trusting(directory, "SSL_CERT_DIR")
    return ssl.create_default_context(cafile=certifi.where())


def _trusting(path: str, name: str) -> ssl.SSLContext:
    try:
        if os.path.isdir(path):  # noqa: PTH112 # text from the environment
            return ssl.create_default_context(capath=path)
        return ssl.create_default_context(cafile=path)
    except (OSError, ValueError) as error:
        is_missing = isinstance(error, FileNotFoundError)
        reason = "there is no such file" if is_missing else "it holds no certificates"
        raise SettingsError(f"{name} cannot be used, {reason}: {path}") from None
