"""Whether anything can come at all, asked before waiting for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from green_api_files import GreenApiError, errors
from green_api_files._command.output import tell

if TYPE_CHECKING:
    from green_api_files import AsyncGreenApi

_SWITCHES = {
    "incoming_webhook": "incomingWebhook",
    "outgoing_message_webhook": "outgoingMessageWebhook",
    "outgoing_api_message_webhook": "outgoingAPIMessageWebhook",
}


class NothingComesError(Exception):
    """The settings of the instance let nothing come."""


async def check(api: AsyncGreenApi) -> None:
    """Look at the settings of the instance.

    Raises:
        WebhookUrlIsSetError: if its notifications go elsewhere.
        NothingComesError: if none of messages is on.
        GreenApiError: what the API answers, if it lasts.
    """
    try:
        settings = await api.get_settings()
    except GreenApiError as error:
        if not error.can_retry:
            raise
        tell(f"The settings cannot be checked now. {error}")
        return
    if settings.webhook_url:
        raise errors.WebhookUrlIsSetError(status=400)
    on = {name: getattr(settings, member) for member, name in _SWITCHES.items()}
    if all(value == "no" for value in on.values()):
        raise NothingComesError(
            "The notifications of messages are off in the settings of this instance: switch on "
            f"{', '.join(on)} in the console, as far as you want them. It takes up to 5 minutes."
        )
    if on["incomingWebhook"] == "no":
        tell(
            "Notifications of incoming messages are off in the settings of this instance "
            "(incomingWebhook): only what is sent comes."
        )
