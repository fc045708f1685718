"""Each client asks for the journal that its method is named after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from green_api_files import SettingsError
from tests.files.conftest import CHAT

if TYPE_CHECKING:
    from green_api_mock.plugin import GreenApiMock
    from tests.files.conftest import Caller


@pytest.mark.parametrize(
    ("method", "chat", "number"),
    [
        ("last_incoming_messages", [], "minutes"),
        ("last_outgoing_messages", [], "minutes"),
        ("get_chat_history", [CHAT], "most"),
    ],
)
def test_the_journal_that_is_asked_for(
    mock_caller: Caller, green_api_mock: GreenApiMock, method: str, chat: list[str], number: str
) -> None:
    with pytest.raises(SettingsError, match=f"{number} must be a whole number above 0"):
        mock_caller.call(method, *chat, 0)
    assert isinstance(mock_caller.call(method, *chat, 5), list)
    (asked,) = green_api_mock.requests
    assert str(asked.operation).lower() == method.replace("_", "")
