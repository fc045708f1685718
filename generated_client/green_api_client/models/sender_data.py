# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .._reading import checked
from ..types import UNSET, Unset

T = TypeVar("T", bound="SenderData")


@_attrs_define
class SenderData:
    """Who sent the message, and where. In what was sent from WhatsApp the sender is the account
    itself, and the chat the other side.

        Attributes:
            chat_id (str): The chat.
            sender (str): Who sent it.
            chat_name (str | Unset): Its name. Not there on older pages.
            sender_name (str | Unset): Their name.
            sender_contact_name (str | Unset): Their name among the contacts. Not there on older pages.
    """

    chat_id: str
    sender: str
    chat_name: str | Unset = UNSET
    sender_name: str | Unset = UNSET
    sender_contact_name: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        chat_id = self.chat_id

        sender = self.sender

        chat_name = self.chat_name

        sender_name = self.sender_name

        sender_contact_name = self.sender_contact_name

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "chatId": chat_id,
                "sender": sender,
            }
        )
        if chat_name is not UNSET:
            field_dict["chatName"] = chat_name
        if sender_name is not UNSET:
            field_dict["senderName"] = sender_name
        if sender_contact_name is not UNSET:
            field_dict["senderContactName"] = sender_contact_name

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        chat_id = checked(d.pop("chatId"), str)

        sender = checked(d.pop("sender"), str)

        chat_name = checked(d.pop("chatName", UNSET), str, Unset)

        sender_name = checked(d.pop("senderName", UNSET), str, Unset)

        sender_contact_name = checked(d.pop("senderContactName", UNSET), str, Unset)

        _made = cls(
            chat_id=chat_id,
            sender=sender,
            chat_name=chat_name,
            sender_name=sender_name,
            sender_contact_name=sender_contact_name,
        )

        _made.additional_properties = d
        return _made

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
