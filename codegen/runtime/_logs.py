"""Masks secrets in the log records of what works below the transport.

At DEBUG, httpcore logs the headers of every response, and a server may repeat the request's URL
there, as the `Location` of a redirect does. With HTTP/2 hpack logs the request's path itself.
"""

from __future__ import annotations

import logging

from ._secrets import in_use

_LOGGERS = (
    "httpcore.connection",
    "httpcore.http11",
    "httpcore.http2",
    "httpcore.proxy",
    "httpcore.socks",
    "hpack.hpack",
    "hpack.table",
)


class _MaskSecrets(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        text = masked = record.getMessage()
        for secrets in in_use():
            masked = secrets.mask(masked)
        if masked != text:
            record.msg, record.args = masked, None
        return True


_FILTER = _MaskSecrets()


def mask_debug_logs() -> None:
    """Add the filter to the loggers; doing it again changes nothing."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_FILTER)
