# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .._reading import checked
from ..types import UNSET, Unset

T = TypeVar("T", bound="InviteExpiration")


@_attrs_define
class InviteExpiration:
    """Until when it holds, in seconds since 1970, as a number of 64 bits in two halves.

    Attributes:
        low (int | Unset): The lower half.
        high (int | Unset): The upper half.
        unsigned (bool | Unset): Whether it has no sign.
    """

    low: int | Unset = UNSET
    high: int | Unset = UNSET
    unsigned: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        low = self.low

        high = self.high

        unsigned = self.unsigned

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if low is not UNSET:
            field_dict["low"] = low
        if high is not UNSET:
            field_dict["high"] = high
        if unsigned is not UNSET:
            field_dict["unsigned"] = unsigned

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        low = checked(d.pop("low", UNSET), int, Unset)

        high = checked(d.pop("high", UNSET), int, Unset)

        unsigned = checked(d.pop("unsigned", UNSET), bool, Unset)

        _made = cls(
            low=low,
            high=high,
            unsigned=unsigned,
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
