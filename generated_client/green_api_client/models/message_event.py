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
from .._reading import checked, read_kind

if TYPE_CHECKING:
    from ..models.instance_data import InstanceData
    from ..models.message_data import MessageData
    from ..models.sender_data import SenderData


T = TypeVar("T", bound="MessageEvent")


@_attrs_define
class MessageEvent:
    """What all notifications of messages have in common.

    Attributes:
        instance_data (InstanceData): The instance that it happened to.
        timestamp (int): When, in seconds since 1970. Milliseconds were printed for a call once.
        id_message (str): The message's id, unique within its chat. It can come twice; the later one holds.
        sender_data (SenderData): Who sent the message, and where. In what was sent from WhatsApp the sender is the
            account
            itself, and the chat the other side.
        message_data (MessageData): What a message holds. `typeMessage` tells which.
    """

    instance_data: InstanceData
    timestamp: int
    id_message: str
    sender_data: SenderData
    message_data: MessageData
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        instance_data = self.instance_data.to_dict()

        timestamp = self.timestamp

        id_message = self.id_message

        sender_data = self.sender_data.to_dict()

        message_data = self.message_data.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "instanceData": instance_data,
                "timestamp": timestamp,
                "idMessage": id_message,
                "senderData": sender_data,
                "messageData": message_data,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        instance_data = _models.InstanceData.from_dict(d.pop("instanceData"))

        timestamp = checked(d.pop("timestamp"), int)

        id_message = checked(d.pop("idMessage"), str)

        sender_data = _models.SenderData.from_dict(d.pop("senderData"))

        message_data = read_kind(_models.MessageData, d.pop("messageData"))

        _made = cls(
            instance_data=instance_data,
            timestamp=timestamp,
            id_message=id_message,
            sender_data=sender_data,
            message_data=message_data,
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
