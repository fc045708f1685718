# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .._reading import checked
from ..types import UNSET, Unset

T = TypeVar("T", bound="Edit")


@_attrs_define
class Edit:
    """The new text of a message.

    Attributes:
        stanza_id (str): The id of the message that was edited.
        text_message (str | Unset): The new text.
    """

    stanza_id: str
    text_message: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        stanza_id = self.stanza_id

        text_message = self.text_message

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "stanzaId": stanza_id,
            }
        )
        if text_message is not UNSET:
            field_dict["textMessage"] = text_message

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        stanza_id = checked(d.pop("stanzaId"), str)

        text_message = checked(d.pop("textMessage", UNSET), str, Unset)

        _made = cls(
            stanza_id=stanza_id,
            text_message=text_message,
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
