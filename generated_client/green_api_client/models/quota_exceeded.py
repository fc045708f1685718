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
    from ..models.quota_status import QuotaStatus


T = TypeVar("T", bound="QuotaExceeded")


@_attrs_define
class QuotaExceeded:
    """Which monthly quota of the tariff is used up.

    Attributes:
        invoke_status (QuotaStatus | Unset): One quota. The documented table calls the counters strings, every
            documented example
            shows integers.
        correspondents_status (QuotaStatus | Unset): One quota. The documented table calls the counters strings, every
            documented example
            shows integers.
    """

    invoke_status: QuotaStatus | Unset = UNSET
    correspondents_status: QuotaStatus | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        invoke_status: dict[str, Any] | Unset = UNSET
        if not isinstance(self.invoke_status, Unset):
            invoke_status = self.invoke_status.to_dict()

        correspondents_status: dict[str, Any] | Unset = UNSET
        if not isinstance(self.correspondents_status, Unset):
            correspondents_status = self.correspondents_status.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if invoke_status is not UNSET:
            field_dict["invokeStatus"] = invoke_status
        if correspondents_status is not UNSET:
            field_dict["correspondentsStatus"] = correspondents_status

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        _invoke_status = d.pop("invokeStatus", UNSET)
        invoke_status: QuotaStatus | Unset
        if isinstance(_invoke_status, Unset):
            invoke_status = UNSET
        else:
            invoke_status = _models.QuotaStatus.from_dict(_invoke_status)

        _correspondents_status = d.pop("correspondentsStatus", UNSET)
        correspondents_status: QuotaStatus | Unset
        if isinstance(_correspondents_status, Unset):
            correspondents_status = UNSET
        else:
            correspondents_status = _models.QuotaStatus.from_dict(
                _correspondents_status
            )

        _made = cls(
            invoke_status=invoke_status,
            correspondents_status=correspondents_status,
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
