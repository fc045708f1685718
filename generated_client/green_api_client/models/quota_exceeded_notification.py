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
    from ..models.instance_data import InstanceData
    from ..models.quota_status import QuotaStatus


T = TypeVar("T", bound="QuotaExceededNotification")


@_attrs_define
class QuotaExceededNotification:
    """Something is withheld because a quota is used up.

    Attributes:
        type_webhook (Literal['quotaExceeded']):
        instance_data (InstanceData): The instance that it happened to.
        quota_data (QuotaStatus): One quota. The documented table calls the counters strings, every documented example
            shows integers.
    """

    type_webhook: Literal["quotaExceeded"]
    instance_data: InstanceData
    quota_data: QuotaStatus
    _consts: ClassVar = {("typeWebhook", "quotaExceeded")}
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_webhook = self.type_webhook

        instance_data = self.instance_data.to_dict()

        quota_data = self.quota_data.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "typeWebhook": type_webhook,
                "instanceData": instance_data,
                "quotaData": quota_data,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        type_webhook: Literal["quotaExceeded"] = checked(
            d.pop("typeWebhook"), type("quotaExceeded")
        )
        if type_webhook != "quotaExceeded":
            raise ValueError(
                f"typeWebhook must match const 'quotaExceeded', got '{type_webhook}'"
            )

        instance_data = _models.InstanceData.from_dict(d.pop("instanceData"))

        quota_data = _models.QuotaStatus.from_dict(d.pop("quotaData"))

        _made = cls(
            type_webhook=type_webhook,
            instance_data=instance_data,
            quota_data=quota_data,
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
