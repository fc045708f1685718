# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from __future__ import annotations

from collections.abc import Mapping
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Literal,
    TypeVar,
)

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import models as _models
from .._reading import checked
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.contact import Contact


T = TypeVar("T", bound="JournalContactMessage")


@_attrs_define
class JournalContactMessage:
    """A contact.

    Attributes:
        type_ (str): `incoming` or `outgoing`.
        id_message (str): The message's id, unique within its chat. It can come twice; the later one holds.
        timestamp (int): When, in seconds since 1970. Milliseconds were printed for a call once.
        chat_id (str): The chat.
        type_message (Literal['contactMessage']):
        contact (Contact): A contact.
        sender_id (str | Unset): Who sent it, of one that came.
        sender_name (str | Unset): Their name.
        sender_contact_name (str | Unset): Their name among the contacts.
        status_message (str | Unset): `pending`, `sent`, `delivered`, `read`, `failed`, `noAccount`, `notInGroup`,
            `yellowCard`,
            `suspended`. Others may come.
        send_by_api (bool | Unset): Whether the API sent it, of one that was sent.
        deleted_message_id (str | Unset): The id of the message that this one deletes; empty if none.
        edited_message_id (str | Unset): The id of the message that this one edits; empty if none.
        is_edited (bool | Unset): Whether it was edited. On newer bodies.
        is_deleted (bool | Unset): Whether it was deleted. On newer bodies.
    """

    type_: str
    id_message: str
    timestamp: int
    chat_id: str
    type_message: Literal["contactMessage"]
    contact: Contact
    sender_id: str | Unset = UNSET
    sender_name: str | Unset = UNSET
    sender_contact_name: str | Unset = UNSET
    status_message: str | Unset = UNSET
    send_by_api: bool | Unset = UNSET
    deleted_message_id: str | Unset = UNSET
    edited_message_id: str | Unset = UNSET
    is_edited: bool | Unset = UNSET
    is_deleted: bool | Unset = UNSET
    _consts: ClassVar = {("typeMessage", "contactMessage")}
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        id_message = self.id_message

        timestamp = self.timestamp

        chat_id = self.chat_id

        type_message = self.type_message

        contact = self.contact.to_dict()

        sender_id = self.sender_id

        sender_name = self.sender_name

        sender_contact_name = self.sender_contact_name

        status_message = self.status_message

        send_by_api = self.send_by_api

        deleted_message_id = self.deleted_message_id

        edited_message_id = self.edited_message_id

        is_edited = self.is_edited

        is_deleted = self.is_deleted

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "type": type_,
                "idMessage": id_message,
                "timestamp": timestamp,
                "chatId": chat_id,
                "typeMessage": type_message,
                "contact": contact,
            }
        )
        if sender_id is not UNSET:
            field_dict["senderId"] = sender_id
        if sender_name is not UNSET:
            field_dict["senderName"] = sender_name
        if sender_contact_name is not UNSET:
            field_dict["senderContactName"] = sender_contact_name
        if status_message is not UNSET:
            field_dict["statusMessage"] = status_message
        if send_by_api is not UNSET:
            field_dict["sendByApi"] = send_by_api
        if deleted_message_id is not UNSET:
            field_dict["deletedMessageId"] = deleted_message_id
        if edited_message_id is not UNSET:
            field_dict["editedMessageId"] = edited_message_id
        if is_edited is not UNSET:
            field_dict["isEdited"] = is_edited
        if is_deleted is not UNSET:
            field_dict["isDeleted"] = is_deleted

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        type_ = checked(d.pop("type"), str)

        id_message = checked(d.pop("idMessage"), str)

        timestamp = checked(d.pop("timestamp"), int)

        chat_id = checked(d.pop("chatId"), str)

        type_message: Literal["contactMessage"] = checked(
            d.pop("typeMessage"), type("contactMessage")
        )
        if type_message != "contactMessage":
            raise ValueError(
                f"typeMessage must match const 'contactMessage', got '{type_message}'"
            )

        contact = _models.Contact.from_dict(d.pop("contact"))

        sender_id = checked(d.pop("senderId", UNSET), str, Unset)

        sender_name = checked(d.pop("senderName", UNSET), str, Unset)

        sender_contact_name = checked(d.pop("senderContactName", UNSET), str, Unset)

        status_message = checked(d.pop("statusMessage", UNSET), str, Unset)

        send_by_api = checked(d.pop("sendByApi", UNSET), bool, Unset)

        deleted_message_id = checked(d.pop("deletedMessageId", UNSET), str, Unset)

        edited_message_id = checked(d.pop("editedMessageId", UNSET), str, Unset)

        is_edited = checked(d.pop("isEdited", UNSET), bool, Unset)

        is_deleted = checked(d.pop("isDeleted", UNSET), bool, Unset)

        _made = cls(
            type_=type_,
            id_message=id_message,
            timestamp=timestamp,
            chat_id=chat_id,
            type_message=type_message,
            contact=contact,
            sender_id=sender_id,
            sender_name=sender_name,
            sender_contact_name=sender_contact_name,
            status_message=status_message,
            send_by_api=send_by_api,
            deleted_message_id=deleted_message_id,
            edited_message_id=edited_message_id,
            is_edited=is_edited,
            is_deleted=is_deleted,
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
