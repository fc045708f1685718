# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .._reading import checked
from ..types import UNSET, Unset

T = TypeVar("T", bound="Contact")


@_attrs_define
class Contact:
    """A contact.

    Attributes:
        display_name (str | Unset): The name.
        vcard (str | Unset): A vCard.
        forwarding_score (int | Unset): How often it was forwarded.
        is_forwarded (bool | Unset): Whether it was forwarded.
    """

    display_name: str | Unset = UNSET
    vcard: str | Unset = UNSET
    forwarding_score: int | Unset = UNSET
    is_forwarded: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        display_name = self.display_name

        vcard = self.vcard

        forwarding_score = self.forwarding_score

        is_forwarded = self.is_forwarded

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if display_name is not UNSET:
            field_dict["displayName"] = display_name
        if vcard is not UNSET:
            field_dict["vcard"] = vcard
        if forwarding_score is not UNSET:
            field_dict["forwardingScore"] = forwarding_score
        if is_forwarded is not UNSET:
            field_dict["isForwarded"] = is_forwarded

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        display_name = checked(d.pop("displayName", UNSET), str, Unset)

        vcard = checked(d.pop("vcard", UNSET), str, Unset)

        forwarding_score = checked(d.pop("forwardingScore", UNSET), int, Unset)

        is_forwarded = checked(d.pop("isForwarded", UNSET), bool, Unset)

        _made = cls(
            display_name=display_name,
            vcard=vcard,
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
