# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import types
from .._reading import checked
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="SendFileByUploadRequest")


@_attrs_define
class SendFileByUploadRequest:
    """A file for a chat, as a form.

    Attributes:
        chat_id (str): The chat: a phone number with country code `@c.us`, a group `@g.us` (its id in
            the new form, or the older form with a hyphen), or a `@lid`. In a webhook it is
            `senderData.chatId`.
        file (File): The file, up to 100 MB.
        file_name (str | Unset): The name with its extension, which decides how the file is sent. Without it, the file's
            own.
        caption (str | Unset): The text below a picture or video. 20,000 characters on today's pages; 1,024 on older
            ones.
        quoted_message_id (str | Unset): The message of the same chat that this one replies to. The service has to know
            it: its
            kind has to be switched on in the settings. Shorter ones were seen to be refused.
    """

    chat_id: str
    file: File
    file_name: str | Unset = UNSET
    caption: str | Unset = UNSET
    quoted_message_id: str | Unset = UNSET
    additional_properties: dict[str, str] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        chat_id = self.chat_id

        file = self.file.to_tuple()

        file_name = self.file_name

        caption = self.caption

        quoted_message_id = self.quoted_message_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "chatId": chat_id,
                "file": file,
            }
        )
        if file_name is not UNSET:
            field_dict["fileName"] = file_name
        if caption is not UNSET:
            field_dict["caption"] = caption
        if quoted_message_id is not UNSET:
            field_dict["quotedMessageId"] = quoted_message_id

        return field_dict

    def to_multipart(self) -> types.RequestFiles:
        files: types.RequestFiles = []

        files.append(("chatId", (None, str(self.chat_id).encode(), "text/plain")))

        files.append(("file", self.file.to_tuple()))

        if not isinstance(self.file_name, Unset):
            files.append(
                ("fileName", (None, str(self.file_name).encode(), "text/plain"))
            )

        if not isinstance(self.caption, Unset):
            files.append(("caption", (None, str(self.caption).encode(), "text/plain")))

        if not isinstance(self.quoted_message_id, Unset):
            files.append(
                (
                    "quotedMessageId",
                    (None, str(self.quoted_message_id).encode(), "text/plain"),
                )
            )

        for prop_name, prop in self.additional_properties.items():
            files.append((prop_name, (None, str(prop).encode(), "text/plain")))

        return files

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        chat_id = checked(d.pop("chatId"), str)

        file = File(payload=BytesIO(d.pop("file")))

        file_name = checked(d.pop("fileName", UNSET), str, Unset)

        caption = checked(d.pop("caption", UNSET), str, Unset)

        quoted_message_id = checked(d.pop("quotedMessageId", UNSET), str, Unset)

        _made = cls(
            chat_id=chat_id,
            file=file,
            file_name=file_name,
            caption=caption,
            quoted_message_id=quoted_message_id,
        )

        _made.additional_properties = {
            prop_name: checked(prop, str) for prop_name, prop in d.items()
        }
        return _made

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> str:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: str) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
