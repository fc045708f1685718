# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from .._reading import checked

T = TypeVar("T", bound="GetMessageRequest")


@_attrs_define
class GetMessageRequest:
    """The message that is wanted.

    Attributes:
        chat_id (str): The chat: a phone number with country code `@c.us`, a group `@g.us` (its id in
            the new form, or the older form with a hyphen), or a `@lid`. In a webhook it is
            `senderData.chatId`.
        id_message (str): The message, unique within its chat. Ids of 16 to 32 characters are known, not all
            of them hexadecimal; no form is promised.
    """

    chat_id: str
    id_message: str

    def to_dict(self) -> dict[str, Any]:
        chat_id = self.chat_id

        id_message = self.id_message

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "chatId": chat_id,
                "idMessage": id_message,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        chat_id = checked(d.pop("chatId"), str)

        id_message = checked(d.pop("idMessage"), str)

        _made = cls(
            chat_id=chat_id,
            id_message=id_message,
        )

        return _made
