"""urllib3's pools, with answers that are whole and end in time."""

from __future__ import annotations

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from green_api_files._timed import TimedResponse


class _Connection(HTTPConnection):
    response_class = TimedResponse


class _EncryptedConnection(HTTPSConnection):
    response_class = TimedResponse


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection  # pyright: ignore[reportAssignmentType] # urllib3's own class too


class _EncryptedPool(HTTPSConnectionPool):
    ConnectionCls = _EncryptedConnection  # pyright: ignore[reportAssignmentType] # as above


POOL_CLASSES = {"http": _Pool, "https": _EncryptedPool}
"""For `PoolManager.pool_classes_by_scheme`."""
