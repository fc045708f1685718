"""Messages with files, found in whatever GREEN-API hands out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from green_api_files.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

_FILE_TYPES = frozenset(
    {"imageMessage", "videoMessage", "documentMessage", "audioMessage", "stickerMessage"}
)
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


def messages_in(value: object) -> Iterator[Message]:
    """The messages in a value that was read from JSON.

    Recognised by their shape: webhooks of incoming and outgoing messages, the answers of
    ReceiveNotification around them, the arrays of lastIncomingMessages and lastOutgoingMessages,
    bare `{"chatId": ..., "idMessage": ...}`, and lists, tuples or iterators of all these. Anything
    else, such as the webhook of a changed state, holds no message.

    Raises:
        SettingsError: if `value` is text: JSON that nobody has read yet.

    Source: https://green-api.com/en/docs/api/receiving/notifications-format/incoming-message/
    """
    if isinstance(value, _TEXTS):
        raise SettingsError("messages_in takes what json.loads makes of a text, not the text.")
    return _found(value)


def _found(value: object) -> Iterator[Message]:
    if isinstance(value, Iterable) and not isinstance(value, (Mapping, *_TEXTS)):
        for item in cast("Iterable[object]", value):
            yield from _found(item)
        return
    outer = _mapping(value)
    message = _message(_mapping(outer.get("body")) if "receiptId" in outer else outer)
    if message is not None:
        yield message


def _message(value: Mapping[str, object]) -> Message | None:
    sender, data = _mapping(value.get("senderData")), _mapping(value.get("messageData"))
    chat_id = sender.get("chatId", value.get("chatId"))
    id_message = value.get("idMessage")
    if not isinstance(chat_id, str) or not isinstance(id_message, str):
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


def _mapping(value: Any) -> Mapping[str, object]:
    return cast("Mapping[str, object]", value) if isinstance(value, Mapping) else {}
