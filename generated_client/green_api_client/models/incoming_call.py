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
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.instance_data import InstanceData


T = TypeVar("T", bound="IncomingCall")


@_attrs_define
class IncomingCall:
    """A call came.

    Attributes:
        instance_data (InstanceData): The instance that it happened to.
        timestamp (int): When, in seconds since 1970. Milliseconds were printed for a call once.
        id_message (str): The message's id, unique within its chat. It can come twice; the later one holds.
        from_ (str): Who calls, or the chat in which the call was made.
        status (str): `offer`, `pickUp`, `hangUp` (`hungUp` on other pages), `declined`, `missed` (outdated on
            some pages), `invalid`. Others may come.
        type_webhook (Literal['incomingCall']):
        is_video (bool | Unset): Whether it is a video call.
    """

    instance_data: InstanceData
    timestamp: int
    id_message: str
    from_: str
    status: str
    type_webhook: Literal["incomingCall"]
    is_video: bool | Unset = UNSET
    _consts: ClassVar = {("typeWebhook", "incomingCall")}
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        instance_data = self.instance_data.to_dict()

        timestamp = self.timestamp

        id_message = self.id_message

        from_ = self.from_

        status = self.status

        type_webhook = self.type_webhook

        is_video = self.is_video

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "instanceData": instance_data,
                "timestamp": timestamp,
                "idMessage": id_message,
                "from": from_,
                "status": status,
                "typeWebhook": type_webhook,
            }
        )
        if is_video is not UNSET:
            field_dict["isVideo"] = is_video

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        instance_data = _models.InstanceData.from_dict(d.pop("instanceData"))

        timestamp = checked(d.pop("timestamp"), int)

        id_message = checked(d.pop("idMessage"), str)

        from_ = checked(d.pop("from"), str)

        status = checked(d.pop("status"), str)

        type_webhook: Literal["incomingCall"] = checked(
            d.pop("typeWebhook"), type("incomingCall")
        )
        if type_webhook != "incomingCall":
            raise ValueError(
                f"typeWebhook must match const 'incomingCall', got '{type_webhook}'"
            )

        is_video = checked(d.pop("isVideo", UNSET), bool, Unset)

        _made = cls(
            instance_data=instance_data,
            timestamp=timestamp,
            id_message=id_message,
            from_=from_,
            status=status,
            type_webhook=type_webhook,
            is_video=is_video,
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
