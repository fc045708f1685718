"""Messages with files, found in whatever GREEN-API hands out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
_SURROGATE = re.compile("[\ud800-\udfff]")
_TEXTS = (str, bytes, bytearray, memoryview)


@dataclass(frozen=True, slots=True)
class Message:
    """What it takes to get the file of a message.

    Attributes:
        chat_id: The chat.
        id_message: The message, unique within its chat.
        file_name: What the sender called the file; None if it is not told.
        has_file: Whether the message says that it has a file; True where it says nothing.
    """

    chat_id: str
    id_message: str
    file_name: str | None = None
    has_file: bool = True


def messages_in(
    value: object, *, unrecognised: Callable[[object], object] | None = None
) -> Iterator[Message]:
    """The messages in a value that was read from JSON.

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
    file = _mapping(data.get("fileMessageData"))
    kind = data.get("typeMessage", value.get("typeMessage"))
    name = file.get("fileName", value.get("fileName"))
    return Message(
        chat_id=chat_id,
        id_message=id_message,
        file_name=name if isinstance(name, str) and name else None,
        has_file=kind is None or kind in _FILE_TYPES or bool(file),
    )


def _is_id(value: object) -> TypeGuard[str]:
    """Whether it may be an id: half of a surrogate pair could not even be sent."""
    return isinstance(value, str) and value != "" and not _SURROGATE.search(value)


def _mapping(value: Any) -> Mapping[str, object]:
    return cast("Mapping[str, object]", value) if isinstance(value, Mapping) else {}
