# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from __future__ import annotations

from collections.abc import Mapping
from typing import (
    Any,
    TypeVar,
)

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .._reading import checked
from ..types import UNSET, Unset

T = TypeVar("T", bound="PollVotes")


@_attrs_define
class PollVotes:
    """Who chose one.

    Attributes:
        option_name (str | Unset): Its name.
        option_voters (list[str] | Unset): Who chose it.
    """

    option_name: str | Unset = UNSET
    option_voters: list[str] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        option_name = self.option_name

        option_voters: list[str] | Unset = UNSET
        if not isinstance(self.option_voters, Unset):
            option_voters = self.option_voters

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if option_name is not UNSET:
            field_dict["optionName"] = option_name
        if option_voters is not UNSET:
            field_dict["optionVoters"] = option_voters

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        option_name = checked(d.pop("optionName", UNSET), str, Unset)

        _option_voters = d.pop("optionVoters", UNSET)
        option_voters: list[str] | Unset = UNSET
        if _option_voters is not UNSET:
            option_voters = [
                checked(item, str) for item in checked(_option_voters, list)
            ]

        _made = cls(
            option_name=option_name,
            option_voters=option_voters,
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
