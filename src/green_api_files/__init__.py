"""Files of WhatsApp messages through GREEN-API, from the message to the file on a disk.

    from green_api_files import GreenApi

    with GreenApi() as api:  # GREEN_API_ID_INSTANCE and GREEN_API_TOKEN_INSTANCE
        path = api.save_file("79001234567@c.us", "A322F800D3F12CD4858CC947DAFB77A2", to="inbox/")

The errors are in `green_api_files.errors`, and here too. What is not exported here is private.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from green_api_files import errors
from green_api_files._api.notification import Notification
from green_api_files._disk.saved import SavedFile
from green_api_files._file.stream import AsyncFileStream, FileStream
from green_api_files._messages import Message, messages_in
from green_api_files._retry import Retry
from green_api_files._version import __version__
from green_api_files.errors import *  # noqa: F403 # all of them are public here too

if TYPE_CHECKING:
    from green_api_files._inbox.file import InboxFile
    from green_api_files._inbox.tasks import AsyncInbox
    from green_api_files._inbox.threads import Inbox
    from green_api_files.async_client import AsyncGreenApi
    from green_api_files.client import GreenApi

__all__ = [
    "AsyncFileStream",
    "AsyncGreenApi",
    "AsyncInbox",
    "FileStream",
    "GreenApi",
    "Inbox",
    "InboxFile",
    "Message",
    "Notification",
    "Retry",
    "SavedFile",
    "__version__",
    "messages_in",
]
__all__ += errors.__all__


_LATER = {
    "AsyncGreenApi": "async_client",
    "AsyncInbox": "_inbox.tasks",
    "GreenApi": "client",
    "Inbox": "_inbox.threads",
    "InboxFile": "_inbox.file",
}


def __getattr__(name: str) -> object:
    """Import what is heavy when it is first used: each client has an HTTP library of its own."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
    return found
