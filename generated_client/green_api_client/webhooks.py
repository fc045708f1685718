# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
"""What the API sends to a server of yours."""

from collections.abc import Mapping
from typing import Any

from ._reading import NOT_AS_DESCRIBED, load_json, read_kind
from .errors import WebhookError
from .models.notification_body import NotificationBody


def read(body: bytes | str | Mapping[str, Any]) -> NotificationBody:
    """Read the body of a request that the API sent.

    Args:
        body: As it came, or as your framework made an object of it.

    Raises:
        WebhookError: If it is no JSON object. A kind that is not known is no error.
    """
    try:
        value = body
        if isinstance(value, (bytes, str)):
            value = load_json(value.encode() if isinstance(value, str) else value)
        read: NotificationBody = read_kind(NotificationBody, value)
    except NOT_AS_DESCRIBED as error:
        raise WebhookError(f"This is no webhook: {error}") from None
    return read
