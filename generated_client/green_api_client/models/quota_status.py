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

T = TypeVar("T", bound="QuotaStatus")


@_attrs_define
class QuotaStatus:
    """One quota. The documented table calls the counters strings, every documented example
    shows integers.

        Attributes:
            method (str | Unset): The method in lower case, or `correspondents`.
            used (int | str | Unset): How many calls, or chats, were used this month.
            total (int | str | Unset): How many the tariff allows. `0` with `QUOTE_ALLOWED` means no limit.
            status (str | Unset): `QUOTE_ALLOWED`, `QUOTE_EXCEEDED` and `CORRESPONDENTS_QUOTE_EXCEEDED` are
                documented, and `CORRESPONDENTS_QUOTA_EXCEEDED` in notifications; others may come.
            description (str | Unset): What to do. May name other people's chats, so treat it as private.
    """

    method: str | Unset = UNSET
    used: int | str | Unset = UNSET
    total: int | str | Unset = UNSET
    status: str | Unset = UNSET
    description: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        method = self.method

        used: int | str | Unset
        if isinstance(self.used, Unset):
            used = UNSET
        else:
            used = self.used

        total: int | str | Unset
        if isinstance(self.total, Unset):
            total = UNSET
        else:
            total = self.total

        status = self.status

        description = self.description

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if method is not UNSET:
            field_dict["method"] = method
        if used is not UNSET:
            field_dict["used"] = used
        if total is not UNSET:
            field_dict["total"] = total
        if status is not UNSET:
            field_dict["status"] = status
        if description is not UNSET:
            field_dict["description"] = description

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        method = checked(d.pop("method", UNSET), str, Unset)

        def _parse_used(data: object) -> int | str | Unset:
            if isinstance(data, Unset):
                return data
            value: int | str | Unset = checked(data, int, str)
            return value

        used = _parse_used(d.pop("used", UNSET))

        def _parse_total(data: object) -> int | str | Unset:
            if isinstance(data, Unset):
                return data
            value: int | str | Unset = checked(data, int, str)
            return value

        total = _parse_total(d.pop("total", UNSET))

        status = checked(d.pop("status", UNSET), str, Unset)

        description = checked(d.pop("description", UNSET), str, Unset)

        _made = cls(
            method=method,
            used=used,
            total=total,
            status=status,
            description=description,
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
