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
    from ..models.extended_text import ExtendedText


T = TypeVar("T", bound="ExtendedTextMessage")


@_attrs_define
class ExtendedTextMessage:
    """A text, mostly with a preview of a link.

    Attributes:
        type_message (Literal['extendedTextMessage']):
        extended_text_message_data (ExtendedText): A text, with what belongs to a link or to a reply.
    """

    type_message: Literal["extendedTextMessage"]
    extended_text_message_data: ExtendedText
    _consts: ClassVar = {("typeMessage", "extendedTextMessage")}
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_message = self.type_message

        extended_text_message_data = self.extended_text_message_data.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "typeMessage": type_message,
                "extendedTextMessageData": extended_text_message_data,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        type_message: Literal["extendedTextMessage"] = checked(
            d.pop("typeMessage"), type("extendedTextMessage")
        )
        if type_message != "extendedTextMessage":
            raise ValueError(
                f"typeMessage must match const 'extendedTextMessage', got '{type_message}'"
            )

        extended_text_message_data = _models.ExtendedText.from_dict(
            d.pop("extendedTextMessageData")
        )

        _made = cls(
            type_message=type_message,
            extended_text_message_data=extended_text_message_data,
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
