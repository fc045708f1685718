# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from .._reading import checked
from ..types import UNSET, Unset

T = TypeVar("T", bound="GetChatHistoryRequest")


@_attrs_define
class GetChatHistoryRequest:
    """The chat whose messages are wanted.

    Attributes:
        chat_id (str): The chat: a phone number with country code `@c.us`, a group `@g.us` (its id in
            the new form, or the older form with a hyphen), or a `@lid`. In a webhook it is
            `senderData.chatId`.
        count (int | Unset): How many messages. No greatest number is documented.
    """

    chat_id: str
    count: int | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        chat_id = self.chat_id

        count = self.count

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "chatId": chat_id,
            }
        )
        if count is not UNSET:
            field_dict["count"] = count

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        chat_id = checked(d.pop("chatId"), str)

        count = checked(d.pop("count", UNSET), int, Unset)

        _made = cls(
            chat_id=chat_id,
            count=count,
        )

        return _made
