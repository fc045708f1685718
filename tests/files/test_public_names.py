"""What the package says is public."""

import re

import green_api_files
from green_api_files import errors

LATER = {"AsyncGreenApi", "AsyncInbox", "GreenApi", "Inbox", "InboxFile"}
AT_ONCE = {"AsyncFileStream", "FileStream", "Message", "Notification", "Retry", "SavedFile"}


def test_what_is_public_is_there_by_its_name() -> None:
    public = set(green_api_files.__all__)
    assert public == LATER | AT_ONCE | {"__version__", "messages_in"} | set(errors.__all__)
    for name in public - {"__version__"}:
        assert getattr(green_api_files, name).__name__ == name
    assert re.fullmatch(r"\d+\.\d+\.\d+", green_api_files.__version__)
