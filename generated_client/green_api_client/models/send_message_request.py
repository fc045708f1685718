# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from __future__ import annotations

from collections.abc import Mapping
from typing import (
    TYPE_CHECKING,
    Any,
    TypeVar,
)

from attrs import define as _attrs_define

from .. import models as _models
from .._reading import checked
from ..models.preview_size import PreviewSize
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.custom_preview import CustomPreview


T = TypeVar("T", bound="SendMessageRequest")


@_attrs_define
class SendMessageRequest:
    """A text for a chat.

    Attributes:
        chat_id (str): The chat: a phone number with country code `@c.us`, a group `@g.us` (its id in
            the new form, or the older form with a hyphen), or a `@lid`. In a webhook it is
            `senderData.chatId`.
        message (str): The text, with emoji and with the marks of WhatsApp for bold, italic and so on.
        quoted_message_id (str | Unset): The message of the same chat that this one replies to. The service has to know
            it: its
            kind has to be switched on in the settings. Shorter ones were seen to be refused.
        link_preview (bool | Unset): Whether a link is shown with a preview. It is, unless this says no.
        type_preview (PreviewSize | Unset): The size of a link's preview. With a thumbnail in place of a picture it is
            always small.
        custom_preview (CustomPreview | Unset): A preview of one's own in place of that of the link.
        typing_time (int | Unset): For how many milliseconds the other side sees that something is being typed.
    """

    chat_id: str
    message: str
    quoted_message_id: str | Unset = UNSET
    link_preview: bool | Unset = UNSET
    type_preview: PreviewSize | Unset = UNSET
    custom_preview: CustomPreview | Unset = UNSET
    typing_time: int | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        chat_id = self.chat_id

        message = self.message

        quoted_message_id = self.quoted_message_id

        link_preview = self.link_preview

        type_preview: str | Unset = UNSET
        if not isinstance(self.type_preview, Unset):
            type_preview = self.type_preview.value

        custom_preview: dict[str, Any] | Unset = UNSET
        if not isinstance(self.custom_preview, Unset):
            custom_preview = self.custom_preview.to_dict()

        typing_time = self.typing_time

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "chatId": chat_id,
                "message": message,
            }
        )
        if quoted_message_id is not UNSET:
            field_dict["quotedMessageId"] = quoted_message_id
        if link_preview is not UNSET:
            field_dict["linkPreview"] = link_preview
        if type_preview is not UNSET:
            field_dict["typePreview"] = type_preview
        if custom_preview is not UNSET:
            field_dict["customPreview"] = custom_preview
        if typing_time is not UNSET:
            field_dict["typingTime"] = typing_time

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        chat_id = checked(d.pop("chatId"), str)

        message = checked(d.pop("message"), str)

        quoted_message_id = checked(d.pop("quotedMessageId", UNSET), str, Unset)

        link_preview = checked(d.pop("linkPreview", UNSET), bool, Unset)

        _type_preview = d.pop("typePreview", UNSET)
        type_preview: PreviewSize | Unset
        if isinstance(_type_preview, Unset):
            type_preview = UNSET
        else:
            type_preview = PreviewSize(checked(_type_preview, str))

        _custom_preview = d.pop("customPreview", UNSET)
        custom_preview: CustomPreview | Unset
        if isinstance(_custom_preview, Unset):
            custom_preview = UNSET
        else:
            custom_preview = _models.CustomPreview.from_dict(_custom_preview)

        typing_time = checked(d.pop("typingTime", UNSET), int, Unset)

        _made = cls(
            chat_id=chat_id,
            message=message,
            quoted_message_id=quoted_message_id,
            link_preview=link_preview,
            type_preview=type_preview,
            custom_preview=custom_preview,
            typing_time=typing_time,
        )

        return _made
