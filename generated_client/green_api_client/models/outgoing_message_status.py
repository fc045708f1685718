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


T = TypeVar("T", bound="OutgoingMessageStatus")


@_attrs_define
class OutgoingMessageStatus:
    """What became of a message that was sent.

    Attributes:
        type_webhook (Literal['outgoingMessageStatus']):
        instance_data (InstanceData): The instance that it happened to.
        timestamp (int): When, in seconds since 1970. Milliseconds were printed for a call once.
        id_message (str): The message's id, unique within its chat. It can come twice; the later one holds.
        status (str): `pending`, `sent`, `delivered`, `read`, `failed`, `noAccount`, `notInGroup`, `yellowCard`,
            `suspended`. Others may come.
        chat_id (str | Unset): The chat. Not there on pages of 2021.
        send_by_api (bool | Unset): Whether the API sent it, or a phone.
        description (str | Unset): Why it failed.
    """

    type_webhook: Literal["outgoingMessageStatus"]
    instance_data: InstanceData
    timestamp: int
    id_message: str
    status: str
    chat_id: str | Unset = UNSET
    send_by_api: bool | Unset = UNSET
    description: str | Unset = UNSET
    _consts: ClassVar = {("typeWebhook", "outgoingMessageStatus")}
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_webhook = self.type_webhook

        instance_data = self.instance_data.to_dict()

        timestamp = self.timestamp

        id_message = self.id_message

        status = self.status

        chat_id = self.chat_id

        send_by_api = self.send_by_api

        description = self.description

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "typeWebhook": type_webhook,
                "instanceData": instance_data,
                "timestamp": timestamp,
                "idMessage": id_message,
                "status": status,
            }
        )
        if chat_id is not UNSET:
            field_dict["chatId"] = chat_id
        if send_by_api is not UNSET:
            field_dict["sendByApi"] = send_by_api
        if description is not UNSET:
            field_dict["description"] = description

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        type_webhook: Literal["outgoingMessageStatus"] = checked(
            d.pop("typeWebhook"), type("outgoingMessageStatus")
        )
        if type_webhook != "outgoingMessageStatus":
            raise ValueError(
                f"typeWebhook must match const 'outgoingMessageStatus', got '{type_webhook}'"
            )

        instance_data = _models.InstanceData.from_dict(d.pop("instanceData"))

        timestamp = checked(d.pop("timestamp"), int)

        id_message = checked(d.pop("idMessage"), str)

        status = checked(d.pop("status"), str)

        chat_id = checked(d.pop("chatId", UNSET), str, Unset)

        send_by_api = checked(d.pop("sendByApi", UNSET), bool, Unset)

        description = checked(d.pop("description", UNSET), str, Unset)

        _made = cls(
            type_webhook=type_webhook,
            instance_data=instance_data,
            timestamp=timestamp,
            id_message=id_message,
            status=status,
            chat_id=chat_id,
            send_by_api=send_by_api,
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
