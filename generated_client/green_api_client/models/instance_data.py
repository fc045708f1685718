# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .._reading import checked
from ..types import UNSET, Unset

T = TypeVar("T", bound="InstanceData")


@_attrs_define
class InstanceData:
    """The instance that it happened to.

    Attributes:
        id_instance (int): Its number.
        wid (str | Unset): Its account.
        type_instance (str | Unset): `whatsapp`; other messengers have other names.
    """

    id_instance: int
    wid: str | Unset = UNSET
    type_instance: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id_instance = self.id_instance

        wid = self.wid

        type_instance = self.type_instance

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "idInstance": id_instance,
            }
        )
        if wid is not UNSET:
            field_dict["wid"] = wid
        if type_instance is not UNSET:
            field_dict["typeInstance"] = type_instance

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        id_instance = checked(d.pop("idInstance"), int)

        wid = checked(d.pop("wid", UNSET), str, Unset)

        type_instance = checked(d.pop("typeInstance", UNSET), str, Unset)

        _made = cls(
            id_instance=id_instance,
            wid=wid,
            type_instance=type_instance,
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
