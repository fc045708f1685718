"""Which links a file may be fetched from."""

from __future__ import annotations

from urllib.parse import quote, urljoin, urlsplit

from green_api_files.errors import UnsafeLinkError

# What stays as it is: a signature in the query was made over exactly these characters.
_AS_IT_IS = "%!$&'()*+,/:;=?@[]~"

# RFC 1035
_LONGEST_HOST = 253
_LONGEST_LABEL = 63


def checked_link(link: str, *, allow_http: bool) -> str:
    """Return `link` if it may be fetched.

    Args:
        link: An absolute URL.
        allow_http: Whether plain http will do: only where the API itself is reached so.

    Raises:
        UnsafeLinkError: if it is not http(s), has no host or no valid port, or holds credentials.
    """
    try:
        parts = urlsplit(link)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise UnsafeLinkError("The link to the file is malformed.") from None
    if parts.scheme not in {"http", "https"}:
        raise UnsafeLinkError("The link to the file is neither https nor http.")
    if parts.scheme == "http" and not allow_http:
        raise UnsafeLinkError(f"The link to the file leads to {host} without encryption.")
    netloc = parts.netloc
    if (
        not host
        or not _fits_dns(host)
        or not netloc.isascii()
        or set(netloc) & set(" \\")
        or not link.isprintable()
    ):
        raise UnsafeLinkError("The link to the file is malformed.")
    if parts.username is not None or parts.password is not None:
        raise UnsafeLinkError(f"The link to the file holds a user name for {host}.")
    path, query = quote(parts.path, safe=_AS_IT_IS), quote(parts.query, safe=_AS_IT_IS)
    return parts._replace(path=path, query=query, fragment="").geturl()


def _fits_dns(host: str) -> bool:
    """Whether a resolver takes the name; asyncio's raises no OSError for one it does not take."""
    return len(host) <= _LONGEST_HOST and all(
        0 < len(label) <= _LONGEST_LABEL for label in host.removesuffix(".").split(".")
    )


def redirected(link: str, location: str, *, allow_http: bool) -> str:
    """Where a redirect from `link` leads to. From https it never leads to http.

    Raises:
        UnsafeLinkError: if nothing may be fetched there.
    """
    encrypted = link.startswith("https:")
    try:
        target = urljoin(link, location.strip())
    except ValueError:
        raise UnsafeLinkError("The storage redirects to a malformed address.") from None
    return checked_link(target, allow_http=allow_http and not encrypted)
