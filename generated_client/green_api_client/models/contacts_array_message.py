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

if TYPE_CHECKING:
    from ..models.contacts import Contacts


T = TypeVar("T", bound="ContactsArrayMessage")


@_attrs_define
class ContactsArrayMessage:
    """Several contacts.

    Attributes:
        type_message (Literal['contactsArrayMessage']):
        message_data (Contacts): Several contacts.
    """

    type_message: Literal["contactsArrayMessage"]
    message_data: Contacts
    _consts: ClassVar = {("typeMessage", "contactsArrayMessage")}
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_message = self.type_message

        message_data = self.message_data.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "typeMessage": type_message,
                "messageData": message_data,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        type_message: Literal["contactsArrayMessage"] = checked(
            d.pop("typeMessage"), type("contactsArrayMessage")
        )
        if type_message != "contactsArrayMessage":
            raise ValueError(
                f"typeMessage must match const 'contactsArrayMessage', got '{type_message}'"
            )

        message_data = _models.Contacts.from_dict(d.pop("messageData"))

        _made = cls(
            type_message=type_message,
            message_data=message_data,
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
