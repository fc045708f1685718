# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .._reading import checked
from ..types import UNSET, Unset

T = TypeVar("T", bound="ErrorEnvelope")


@_attrs_define
class ErrorEnvelope:
    """What the server says of an error. Only the message is certain.

    Attributes:
        message (str): What is wrong, in English. The only thing that tells the causes apart.
        status_code (int | Unset): The HTTP status again.
        timestamp (str | Unset): When the server answered, in UTC.
        path (str | Unset): The path of the request. It holds the token.
    """

    message: str
    status_code: int | Unset = UNSET
    timestamp: str | Unset = UNSET
    path: str | Unset = _attrs_field(default=UNSET, repr=False)
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        message = self.message

        status_code = self.status_code

        timestamp = self.timestamp

        path = self.path

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "message": message,
            }
        )
        if status_code is not UNSET:
            field_dict["statusCode"] = status_code
        if timestamp is not UNSET:
            field_dict["timestamp"] = timestamp
        if path is not UNSET:
            field_dict["path"] = path

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        message = checked(d.pop("message"), str)

        status_code = checked(d.pop("statusCode", UNSET), int, Unset)

        timestamp = checked(d.pop("timestamp", UNSET), str, Unset)

        path = checked(d.pop("path", UNSET), str, Unset)

        _made = cls(
            message=message,
            status_code=status_code,
            timestamp=timestamp,
            path=path,
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
