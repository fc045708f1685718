# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .._reading import checked
from ..types import UNSET, Unset

T = TypeVar("T", bound="Button")


@_attrs_define
class Button:
    """A button.

    Attributes:
        type_ (str | Unset): `copy`, `call`, `url` or `reply`; others may come.
        button_id (str | Unset): Its id.
        button_text (str | Unset): What is on it.
        copy_code (str | Unset): What it copies.
        phone_number (str | Unset): Whom it calls.
        url (str | Unset): What it opens.
    """

    type_: str | Unset = UNSET
    button_id: str | Unset = UNSET
    button_text: str | Unset = UNSET
    copy_code: str | Unset = UNSET
    phone_number: str | Unset = UNSET
    url: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        button_id = self.button_id

        button_text = self.button_text

        copy_code = self.copy_code

        phone_number = self.phone_number

        url = self.url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if type_ is not UNSET:
            field_dict["type"] = type_
        if button_id is not UNSET:
            field_dict["buttonId"] = button_id
        if button_text is not UNSET:
            field_dict["buttonText"] = button_text
        if copy_code is not UNSET:
            field_dict["copyCode"] = copy_code
        if phone_number is not UNSET:
            field_dict["phoneNumber"] = phone_number
        if url is not UNSET:
            field_dict["url"] = url

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        type_ = checked(d.pop("type", UNSET), str, Unset)

        button_id = checked(d.pop("buttonId", UNSET), str, Unset)

        button_text = checked(d.pop("buttonText", UNSET), str, Unset)

        copy_code = checked(d.pop("copyCode", UNSET), str, Unset)

        phone_number = checked(d.pop("phoneNumber", UNSET), str, Unset)

        url = checked(d.pop("url", UNSET), str, Unset)

        _made = cls(
            type_=type_,
            button_id=button_id,
            button_text=button_text,
            copy_code=copy_code,
            phone_number=phone_number,
            url=url,
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
