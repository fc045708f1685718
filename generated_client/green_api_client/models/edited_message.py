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
    from ..models.edit import Edit


T = TypeVar("T", bound="EditedMessage")


@_attrs_define
class EditedMessage:
    """A message was edited.

    Attributes:
        type_message (Literal['editedMessage']):
        edited_message_data (Edit): The new text of a message.
    """

    type_message: Literal["editedMessage"]
    edited_message_data: Edit
    _consts: ClassVar = {("typeMessage", "editedMessage")}
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_message = self.type_message

        edited_message_data = self.edited_message_data.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "typeMessage": type_message,
                "editedMessageData": edited_message_data,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        type_message: Literal["editedMessage"] = checked(
            d.pop("typeMessage"), type("editedMessage")
        )
        if type_message != "editedMessage":
            raise ValueError(
                f"typeMessage must match const 'editedMessage', got '{type_message}'"
            )

        edited_message_data = _models.Edit.from_dict(d.pop("editedMessageData"))

        _made = cls(
            type_message=type_message,
            edited_message_data=edited_message_data,
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
