"""More operations that the clients call, apart so that what is seldom needed is seldom imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from green_api_client.api.account import get_settings as settings_api
from green_api_client.api.journals import get_chat_history as chat_api
from green_api_client.api.journals import last_incoming_messages as incoming_api
from green_api_client.api.journals import last_outgoing_messages as outgoing_api
from green_api_client.models import GetChatHistoryRequest
from green_api_client.models import Settings as InstanceSettings
from green_api_files._api.call import Question
from green_api_files._api.verdict import error_of
from green_api_files._settings import count

if TYPE_CHECKING:
    from green_api_client.models.journal_message import JournalMessage
    from green_api_client.types import Request, Response
    from green_api_files._api.call import Operation
    from green_api_files._settings import Settings

_LONGEST_JOURNAL = 250_000_000
"""Bytes. Messages with preview pictures have about 100,000 each, and there are no pages."""


def get_settings(settings: Settings) -> Question[InstanceSettings]:
    """Ask how the instance is set up."""
    request = settings_api.build_request(
        settings.id_instance, settings.api_token_instance, base_url=settings.api_url
    )
    return Question("The settings", settings_api, request, _instance_settings)


def _instance_settings(answer: Response[Any]) -> InstanceSettings:
    if isinstance(answer.parsed, InstanceSettings):
        return answer.parsed
    raise error_of(answer)


def last_messages(
    settings: Settings, minutes: int, *, outgoing: bool
) -> Question[list[JournalMessage]]:
    """Ask for the messages of the last minutes that came, or that were sent.

    Raises:
        SettingsError: if `minutes` is no number of them.
    """
    api = outgoing_api if outgoing else incoming_api
    request = api.build_request(
        settings.id_instance,
        settings.api_token_instance,
        minutes=count(minutes, "minutes"),
        base_url=settings.api_url,
    )
    return _journal(api, request)


def chat_history(settings: Settings, chat_id: str, most: int) -> Question[list[JournalMessage]]:
    """Ask for the last messages of a chat.

    Raises:
        SettingsError: if `most` is no number of them.
    """
    request = chat_api.build_request(
        settings.id_instance,
        settings.api_token_instance,
        body=GetChatHistoryRequest(chat_id=chat_id, count=count(most, "most")),
        base_url=settings.api_url,
    )
    return _journal(chat_api, request)


def _journal(api: Operation, request: Request) -> Question[list[JournalMessage]]:
    return Question("The journal", api, request, _messages, _LONGEST_JOURNAL)


def _messages(answer: Response[Any]) -> list[JournalMessage]:
    found: object = answer.parsed
    if isinstance(found, list):
        return cast("list[JournalMessage]", found)
    raise error_of(answer)
