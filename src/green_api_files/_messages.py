"""Messages with files, found in whatever GREEN-API hands out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeGuard, cast

from green_api_files.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FILE_TYPES = frozenset(
    {"imageMessage", "videoMessage", "documentMessage", "audioMessage", "stickerMessage"}
)
_OF_MESSAGES = frozenset(
    {"incomingMessageReceived", "outgoingMessageReceived", "outgoingAPIMessageReceived"}
)
_ID = re.compile("[^\ud800-\udfff]+")  # half of a surrogate pair could not even be sent
_LINK = re.compile("https?://", re.IGNORECASE)
_IN_MILLISECONDS = 10**11  # as seconds it would be the year 5138
_TEXTS = (str, bytes, bytearray, memoryview)


@dataclass(frozen=True, slots=True)
class Message:
    """What it takes to get the file of a message.

    What is not told is None.

    Attributes:
        chat_id: The chat.
        id_message: The message, unique within its chat.
        file_name: What the sender called the file.
        has_file: Whether the message says that it has a file; True where it says nothing.
        time: When it was sent.
        sender: Who sent it, such as `79001234567@c.us`.
        caption: The text below the file.
        mime_type: The file's media type, such as `image/jpeg`.
        kind: The kind of message, its `typeMessage`, such as `imageMessage`.
        download_url: The link that came with it, if it is one. It may have expired.
    """

    chat_id: str
    id_message: str
    file_name: str | None = None
    has_file: bool = True
    time: datetime | None = None
    sender: str | None = None
    caption: str | None = None
    mime_type: str | None = None
    kind: str | None = None
    download_url: str | None = field(default=None, repr=False)


def messages_in(
    value: object, *, unrecognised: Callable[[object], object] | None = None
) -> Iterator[Message]:
    """The messages in a value that was read from JSON, or in what the generated client read.

    Recognised by their shape: webhooks of incoming and outgoing messages, the answers of
    ReceiveNotification and other objects with a webhook as their `body`, the arrays of
    lastIncomingMessages and lastOutgoingMessages, bare `{"chatId": ..., "idMessage": ...}`, and
    lists, tuples or iterators of all these. Webhooks of anything else, such as a changed state,
    hold no message, nor does None, the answer of ReceiveNotification when there is none.

    Args:
        value: What was read.
        unrecognised: Is called with each part of it that is none of these.

    Raises:
        SettingsError: if `value` is text: JSON that nobody has read yet.

    Source: https://green-api.com/en/docs/api/receiving/notifications-format/incoming-message/
    """
    if isinstance(value, _TEXTS):
        raise SettingsError("messages_in takes what json.loads makes of a text, not the text.")
    return _found(value, unrecognised)


def _found(value: object, unrecognised: Callable[[object], object] | None) -> Iterator[Message]:
    if _are_many(value):
        for item in value:
            yield from _found(item, unrecognised)
        return
    if callable(to_dict := getattr(value, "to_dict", None)):
        value = to_dict()  # a model of the generated client
    inner = _inner(value)
    message = _message(_mapping(inner))
    if message is not None:
        yield message
    elif unrecognised is not None and not _tells_of_something_else(inner):
        unrecognised(value)


def _are_many(value: object) -> TypeGuard[Iterable[object]]:
    return isinstance(value, Iterable) and not isinstance(value, (Mapping, *_TEXTS))


def _inner(value: object) -> object:
    """The webhook in the answer of ReceiveNotification, or in what a web server was sent."""
    outer = _mapping(value)
    is_wrapped = "body" in outer and "typeWebhook" not in outer and "idMessage" not in outer
    return outer["body"] if is_wrapped else value


def _tells_of_something_else(value: object) -> bool:
    """Whether it is known and of no message: no notification, or one of something else."""
    webhook = _mapping(value)
    kind = webhook.get("typeWebhook")
    return value is None or (
        isinstance(kind, str) and kind not in _OF_MESSAGES and "messageData" not in webhook
    )


def _message(value: Mapping[str, object]) -> Message | None:
    if "typeWebhook" in value and "messageData" not in value:
        return None  # a status or a call has the id of a message too
    sender, data = _mapping(value.get("senderData")), _mapping(value.get("messageData"))
    chat_id = sender.get("chatId", value.get("chatId"))
    id_message = value.get("idMessage")
    if not _is_id(chat_id) or not _is_id(id_message):
        return None
    file = _mapping(data.get("fileMessageData"))  # not of a message that is only quoted
    told = file or value
    kind = _text(data.get("typeMessage", value.get("typeMessage")))
    link = _link(told.get("downloadUrl"))
    return Message(
        chat_id=chat_id,
        id_message=id_message,
        file_name=_text(told.get("fileName")),
        has_file=kind is None or kind in _FILE_TYPES or bool(file or link),
        time=_time(value.get("timestamp")),
        sender=_text(sender.get("sender", value.get("senderId"))),
        caption=_text(told.get("caption")),
        mime_type=_text(told.get("mimeType")),
        kind=kind,
        download_url=link,
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _link(value: object) -> str | None:
    """A link, and neither nothing nor a mark such as `{{SWE002}}`."""
    text = _text(value)
    return text if text is not None and _LINK.match(text) else None


def _time(value: object) -> datetime | None:
    """Seconds since 1970; journals of calls have milliseconds."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    with suppress(OverflowError, OSError, ValueError):
        return datetime.fromtimestamp(value / 1000 if value > _IN_MILLISECONDS else value, UTC)
    return None


def _is_id(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _mapping(value: Any) -> Mapping[str, object]:
    return cast("Mapping[str, object]", value) if isinstance(value, Mapping) else {}
