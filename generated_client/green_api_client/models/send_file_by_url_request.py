# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from .._reading import checked
from ..types import UNSET, Unset

T = TypeVar("T", bound="SendFileByUrlRequest")


@_attrs_define
class SendFileByUrlRequest:
    """A file for a chat, and where it is.

    Attributes:
        chat_id (str): The chat: a phone number with country code `@c.us`, a group `@g.us` (its id in
            the new form, or the older form with a hyphen), or a `@lid`. In a webhook it is
            `senderData.chatId`.
        url_file (str): Where the file is. The service has to reach it without logging in.
        file_name (str): The file's name with its extension, which decides how it is sent.
        caption (str | Unset): The text below a picture or video. 20,000 characters on today's pages; 1,024 on older
            ones.
        quoted_message_id (str | Unset): The message of the same chat that this one replies to. The service has to know
            it: its
            kind has to be switched on in the settings. Shorter ones were seen to be refused.
    """

    chat_id: str
    url_file: str
    file_name: str
    caption: str | Unset = UNSET
    quoted_message_id: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        chat_id = self.chat_id

        url_file = self.url_file

        file_name = self.file_name

        caption = self.caption

        quoted_message_id = self.quoted_message_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "chatId": chat_id,
                "urlFile": url_file,
                "fileName": file_name,
            }
        )
        if caption is not UNSET:
            field_dict["caption"] = caption
        if quoted_message_id is not UNSET:
            field_dict["quotedMessageId"] = quoted_message_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        chat_id = checked(d.pop("chatId"), str)

        url_file = checked(d.pop("urlFile"), str)

        file_name = checked(d.pop("fileName"), str)

        caption = checked(d.pop("caption", UNSET), str, Unset)

        quoted_message_id = checked(d.pop("quotedMessageId", UNSET), str, Unset)

        _made = cls(
            chat_id=chat_id,
            url_file=url_file,
            file_name=file_name,
            caption=caption,
            quoted_message_id=quoted_message_id,
        )

        return _made
