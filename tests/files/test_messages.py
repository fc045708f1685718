"""Messages are found in every shape in which GREEN-API hands them out."""

from __future__ import annotations

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
FOUND = Message("79001234567@c.us", "F7AEC1B7086ECDC7E6E45923F5EDB825", "Bill.pdf")


@pytest.mark.parametrize("kind", ["incomingMessageReceived", "outgoingMessageReceived"])
def test_webhooks(kind: str) -> None:
    assert list(messages_in(WEBHOOK | {"typeWebhook": kind})) == [FOUND]


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
        Message("79001234567@c.us", "A" * 16),
        Message("79001234567@c.us", "B" * 16, has_file=False),
    ]


def test_a_bare_pair() -> None:
    assert list(messages_in({"chatId": "1@c.us", "idMessage": "A"})) == [Message("1@c.us", "A")]


def test_an_unknown_type_with_a_file_has_a_file() -> None:
    data = WEBHOOK["messageData"] | {"typeMessage": "hologramMessage"}
    assert next(messages_in(WEBHOOK | {"messageData": data})).has_file


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
