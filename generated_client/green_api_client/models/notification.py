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
    from ..models.notification_body import NotificationBody


T = TypeVar("T", bound="Notification")


@_attrs_define
class Notification:
    """One notification of the queue.

    Attributes:
        receipt_id (int): What it is deleted by.
        body (NotificationBody): What happened. `typeWebhook` tells which.
    """

    receipt_id: int
    body: NotificationBody
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        receipt_id = self.receipt_id

        body = self.body.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "receiptId": receipt_id,
                "body": body,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        receipt_id = checked(d.pop("receiptId"), int)

        body = read_kind(_models.NotificationBody, d.pop("body"))

        _made = cls(
            receipt_id=receipt_id,
            body=body,
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
