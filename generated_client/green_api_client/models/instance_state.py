# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .._reading import checked

T = TypeVar("T", bound="InstanceState")


@_attrs_define
class InstanceState:
    """What the instance can do.

    Attributes:
        state_instance (str): `notAuthorized`: no account, scan the QR code. `authorized`: all well. `blocked`: banned.
            `starting`: up to five minutes. `suspended`: sending is restricted. `yellowCard`: the same
            on older pages. `sleepMode`: the phone is off, no longer used. Others may come.
    """

    state_instance: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        state_instance = self.state_instance

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "stateInstance": state_instance,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        state_instance = checked(d.pop("stateInstance"), str)

        _made = cls(
            state_instance=state_instance,
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
