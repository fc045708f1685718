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


T = TypeVar("T", bound="StateInstanceChanged")


@_attrs_define
class StateInstanceChanged:
    """The instance is in another state.

    Attributes:
        type_webhook (Literal['stateInstanceChanged']):
        instance_data (InstanceData): The instance that it happened to.
        timestamp (int): When, in seconds since 1970. Milliseconds were printed for a call once.
        state_instance (str): `notAuthorized`: no account, scan the QR code. `authorized`: all well. `blocked`: banned.
            `starting`: up to five minutes. `suspended`: sending is restricted. `yellowCard`: the same
            on older pages. `sleepMode`: the phone is off, no longer used. Others may come.
    """

    type_webhook: Literal["stateInstanceChanged"]
    instance_data: InstanceData
    timestamp: int
    state_instance: str
    _consts: ClassVar = {("typeWebhook", "stateInstanceChanged")}
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_webhook = self.type_webhook

        instance_data = self.instance_data.to_dict()

        timestamp = self.timestamp

        state_instance = self.state_instance

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "typeWebhook": type_webhook,
                "instanceData": instance_data,
                "timestamp": timestamp,
                "stateInstance": state_instance,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        type_webhook: Literal["stateInstanceChanged"] = checked(
            d.pop("typeWebhook"), type("stateInstanceChanged")
        )
        if type_webhook != "stateInstanceChanged":
            raise ValueError(
                f"typeWebhook must match const 'stateInstanceChanged', got '{type_webhook}'"
            )

        instance_data = _models.InstanceData.from_dict(d.pop("instanceData"))

        timestamp = checked(d.pop("timestamp"), int)

        state_instance = checked(d.pop("stateInstance"), str)

        _made = cls(
            type_webhook=type_webhook,
            instance_data=instance_data,
            timestamp=timestamp,
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
