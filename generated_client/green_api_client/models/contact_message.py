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
    from ..models.contact import Contact


T = TypeVar("T", bound="ContactMessage")


@_attrs_define
class ContactMessage:
    """A contact.

    Attributes:
        type_message (Literal['contactMessage']):
        contact_message_data (Contact): A contact.
    """

    type_message: Literal["contactMessage"]
    contact_message_data: Contact
    _consts: ClassVar = {("typeMessage", "contactMessage")}
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_message = self.type_message

        contact_message_data = self.contact_message_data.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "typeMessage": type_message,
                "contactMessageData": contact_message_data,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        type_message: Literal["contactMessage"] = checked(
            d.pop("typeMessage"), type("contactMessage")
        )
        if type_message != "contactMessage":
            raise ValueError(
                f"typeMessage must match const 'contactMessage', got '{type_message}'"
            )

        contact_message_data = _models.Contact.from_dict(d.pop("contactMessageData"))

        _made = cls(
            type_message=type_message,
            contact_message_data=contact_message_data,
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
