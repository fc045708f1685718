"""Messages are found in every shape in which GREEN-API hands them out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from green_api_files import Message, SettingsError, messages_in

WEBHOOK: dict[str, Any] = {
    "typeWebhook": "incomingMessageReceived",
    "idMessage": "F7AEC1B7086ECDC7E6E45923F5EDB825",
    "senderData": {"chatId": "79001234567@c.us", "sender": "79001234568@c.us"},
    "messageData": {
        "typeMessage": "documentMessage",
        "fileMessageData": {"downloadUrl": "https://h/a.pdf", "fileName": "Bill.pdf"},
    },
}
FOUND = Message(
    "79001234567@c.us",
    "F7AEC1B7086ECDC7E6E45923F5EDB825",
    "Bill.pdf",
    sender="79001234568@c.us",
    kind="documentMessage",
    download_url="https://h/a.pdf",
)


@pytest.mark.parametrize(
    "kind", ["incomingMessageReceived", "outgoingMessageReceived", "outgoingAPIMessageReceived"]
)
def test_webhooks(kind: str) -> None:
    assert list(messages_in(WEBHOOK | {"typeWebhook": kind})) == [FOUND]
    told: list[object] = []
    without = {"typeWebhook": kind, "idMessage": "A", "senderData": {"chatId": "1@c.us"}}
    assert list(messages_in(without, unrecognised=told.append)) == []
    assert told == [without], "a message without its data is nothing that may be passed over"


@pytest.mark.parametrize("kind", ["image", "video", "document", "audio", "sticker"])
def test_a_kind_with_a_file_has_one_before_it_has_a_link(kind: str) -> None:
    pair = {"chatId": "1@c.us", "idMessage": "A", "typeMessage": f"{kind}Message"}
    assert [message.has_file for message in messages_in(pair)] == [True]


def test_the_answer_of_receive_notification() -> None:
    assert list(messages_in({"receiptId": 1, "body": WEBHOOK})) == [FOUND]


def test_no_notification() -> None:
    assert list(messages_in(None)) == []


def test_journals() -> None:
    entry = {
        "type": "incoming",
        "idMessage": "A" * 16,
        "chatId": "79001234567@c.us",
        "typeMessage": "imageMessage",
        "downloadUrl": "",
        "fileName": "",
    }
    text = {"idMessage": "B" * 16, "chatId": "79001234567@c.us", "typeMessage": "textMessage"}
    assert list(messages_in([entry, text])) == [
        Message("79001234567@c.us", "A" * 16, kind="imageMessage"),
        Message("79001234567@c.us", "B" * 16, has_file=False, kind="textMessage"),
    ]


FILE = {
    "downloadUrl": "https://h/a.jpg",
    "caption": "Look",
    "fileName": "a.jpg",
    "mimeType": "image/jpeg; q=1",
}
WHOLE = Message(
    "1@c.us",
    "A",
    "a.jpg",
    time=datetime(2024, 1, 17, 4, 44, 53, tzinfo=UTC),
    sender="2@c.us",
    caption="Look",
    mime_type="image/jpeg; q=1",
    kind="imageMessage",
    download_url="https://h/a.jpg",
)


@pytest.mark.parametrize(
    "value",
    [
        {
            "typeWebhook": "incomingMessageReceived",
            "timestamp": 1705466693,
            "idMessage": "A",
            "senderData": {"chatId": "1@c.us", "sender": "2@c.us", "senderName": "Green"},
            "messageData": {"typeMessage": "imageMessage", "fileMessageData": FILE},
        },
        {
            "type": "incoming",
            "timestamp": 1705466693,
            "idMessage": "A",
            "chatId": "1@c.us",
            "senderId": "2@c.us",
            "typeMessage": "imageMessage",
            **FILE,
        },
    ],
    ids=["webhook", "journal"],
)
def test_what_a_message_tells_is_kept(value: dict[str, Any]) -> None:
    assert list(messages_in(value)) == [WHOLE]
    assert "https://h" not in repr(WHOLE)  # whoever has a link has the file


@pytest.mark.parametrize(
    ("timestamp", "year"),
    [
        (1705466693, 2024),
        (1705466693123, 2024),
        (10**11, 5138),
        (10**11 + 1, 1973),
        (None, None),
        ("x", None),
        (True, None),
        (1e300, None),
    ],
)
def test_times_are_seconds_and_tolerate_milliseconds(timestamp: Any, year: int | None) -> None:
    (message,) = messages_in({"chatId": "1@c.us", "idMessage": "A", "timestamp": timestamp})
    assert (message.time.year if message.time else None) == year


@pytest.mark.parametrize("link", ["", "{{SWE002}}", None, 5])
def test_a_mark_is_no_link(link: Any) -> None:
    data = {"typeMessage": "imageMessage", "fileMessageData": FILE | {"downloadUrl": link}}
    (message,) = messages_in(WEBHOOK | {"messageData": data})
    assert message.download_url is None
    assert message.has_file


def test_the_file_of_a_message_that_is_only_quoted_is_not_its_file() -> None:
    data = {"typeMessage": "quotedMessage", "quotedMessage": {"downloadUrl": "https://h/other"}}
    (message,) = messages_in(WEBHOOK | {"messageData": data})
    assert (message.has_file, message.download_url) == (False, None)


class Model:
    """What the generated client reads."""

    def __init__(self, value: dict[str, Any]) -> None:
        self._value = value

    def to_dict(self) -> dict[str, Any]:
        return self._value


def test_what_the_generated_client_read_is_gone_through() -> None:
    answer = Model({"receiptId": 1, "body": WEBHOOK})
    assert list(messages_in([answer, Model(WEBHOOK)])) == [FOUND, FOUND]


@pytest.mark.parametrize(
    "value",
    [
        {"foo": 1},
        {"chat_id": "1@c.us", "id_message": "A"},
        {"idMessage": "A"},
        {"type": "outgoing", "typeMessage": ""},  # seen in journals
        WEBHOOK | {"senderData": {}},
        {"receiptId": 1, "body": {"foo": 1}},
        {"typeWebhook": "somethingNew", "messageData": {}},
        {"chatId": "", "idMessage": "A"},
        {"chatId": "\ud800@c.us", "idMessage": "A"},
        Model({"foo": 1}),
        5,
    ],
)
def test_what_is_not_recognised_is_told(value: object) -> None:
    strange: list[object] = []
    found = messages_in([value, WEBHOOK], unrecognised=strange.append)
    assert list(found) == [FOUND]
    assert len(strange) == 1


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {"receiptId": 1, "body": None},
        {"typeWebhook": "stateInstanceChanged"},
        {"typeWebhook": "outgoingMessageStatus", "chatId": "1@c.us", "idMessage": "A"},
        {"typeWebhook": "incomingCall", "from": "1@c.us", "idMessage": "A"},
        {"typeWebhook": "somethingNew"},
    ],
)
def test_what_holds_no_message_is_recognised(value: object) -> None:
    strange: list[object] = []
    assert list(messages_in(value, unrecognised=strange.append)) == []
    assert strange == []


@pytest.mark.parametrize("own", [{"typeWebhook": "stateInstanceChanged"}, {"idMessage": "A"}])
def test_what_says_itself_what_it_is_wraps_nothing(own: dict[str, str]) -> None:
    assert list(messages_in({**own, "body": WEBHOOK})) == []


def test_a_bare_pair() -> None:
    assert list(messages_in({"chatId": "1@c.us", "idMessage": "A"})) == [Message("1@c.us", "A")]


@pytest.mark.parametrize(
    "more",
    [{"fileMessageData": {"fileName": "a.pdf"}}, {"downloadUrl": "https://h/a.pdf"}],
)
def test_an_unknown_type_with_a_file_has_a_file(more: dict[str, Any]) -> None:
    message = {"chatId": "1@c.us", "idMessage": "A", "typeMessage": "hologramMessage", **more}
    data = {"messageData": message} if "fileMessageData" in more else {}
    assert next(messages_in(message | data)).has_file


@pytest.mark.parametrize(
    "value",
    [
        {"typeWebhook": "stateInstanceChanged", "stateInstance": "authorized"},
        {"chatId": "1@c.us"},
        {"idMessage": "A"},
        {"chatId": 1, "idMessage": "A"},
        {"receiptId": 1, "body": None},
        {"senderData": "x", "messageData": [], "idMessage": "A"},
        ["text"],
        5,
        [],
        [[]],
    ],
)
def test_everything_else_holds_no_message(value: object) -> None:
    assert list(messages_in(value)) == []


@pytest.mark.parametrize("text", ['{"chatId": "1@c.us"}', b"[]", bytearray(b"[]")])
def test_json_that_nobody_has_read_is_refused(text: object) -> None:
    with pytest.raises(SettingsError, match=r"json\.loads"):
        messages_in(text)


def test_whatever_gives_values_is_gone_through() -> None:
    assert list(messages_in((WEBHOOK, [WEBHOOK]))) == [FOUND, FOUND]
    assert list(messages_in(value for value in [WEBHOOK])) == [FOUND]
    assert list(messages_in(iter([WEBHOOK]))) == [FOUND]
    assert list(messages_in({1: WEBHOOK}.values())) == [FOUND]
