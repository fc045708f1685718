"""What the queue of an instance hands out."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from green_api_client.models.notification_body import NotificationBody


@dataclass(frozen=True, slots=True)
class Notification:
    """One notification of the queue. `messages_in` takes it as it is.

    Attributes:
        receipt_id: What it is deleted by. It may begin anew: remember nothing by it.
        body: What happened, as one of the contract's kinds (`green_api_client.models`), of which
            the last, UnknownNotification, is for what may come in future; None where it is no
            object at all.
        is_repeated: Whether this client has handed it out before: the loop ended before it came
            back, or it is not known whether the notification was deleted.
        content: The JSON as it came.

    Source: https://green-api.com/en/docs/api/receiving/notifications-format/
    """

    receipt_id: int
    body: NotificationBody | None
    is_repeated: bool
    content: bytes = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """All of it as it came: `receiptId`, `body`, and whatever else there was."""
        return cast("dict[str, Any]", json.loads(self.content))
