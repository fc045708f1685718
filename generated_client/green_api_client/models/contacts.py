# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from __future__ import annotations

from collections.abc import Mapping
from typing import (
    TYPE_CHECKING,
    Any,
    TypeVar,
)

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import models as _models
from .._reading import checked
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.contact import Contact


T = TypeVar("T", bound="Contacts")


@_attrs_define
class Contacts:
    """Several contacts.

    Attributes:
        contacts (list[Contact] | Unset): The contacts.
        forwarding_score (int | Unset): How often it was forwarded.
        is_forwarded (bool | Unset): Whether it was forwarded.
    """

    contacts: list[Contact] | Unset = UNSET
    forwarding_score: int | Unset = UNSET
    is_forwarded: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        contacts: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.contacts, Unset):
            contacts = []
            for contacts_item_data in self.contacts:
                contacts_item = contacts_item_data.to_dict()
                contacts.append(contacts_item)

        forwarding_score = self.forwarding_score

        is_forwarded = self.is_forwarded

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if contacts is not UNSET:
            field_dict["contacts"] = contacts
        if forwarding_score is not UNSET:
            field_dict["forwardingScore"] = forwarding_score
        if is_forwarded is not UNSET:
            field_dict["isForwarded"] = is_forwarded

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        _contacts = d.pop("contacts", UNSET)
        contacts: list[Contact] | Unset = UNSET
        if _contacts is not UNSET:
            contacts = []
            for contacts_item_data in checked(_contacts, list):
                contacts_item = _models.Contact.from_dict(contacts_item_data)

                contacts.append(contacts_item)

        forwarding_score = checked(d.pop("forwardingScore", UNSET), int, Unset)

        is_forwarded = checked(d.pop("isForwarded", UNSET), bool, Unset)

        _made = cls(
            contacts=contacts,
            forwarding_score=forwarding_score,
            is_forwarded=is_forwarded,
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
