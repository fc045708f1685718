# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .._reading import checked
from ..types import UNSET, Unset

T = TypeVar("T", bound="Quotation")


@_attrs_define
class Quotation:
    """The message that is replied or reacted to. It has the members of its own kind besides; a
    file in it is not the one that came.

        Attributes:
            stanza_id (str | Unset): The id of the other message.
            participant (str | Unset): Who sent the other message.
            type_message (str | Unset): Its kind.
            text_message (str | Unset): Its text, if it is one.
    """

    stanza_id: str | Unset = UNSET
    participant: str | Unset = UNSET
    type_message: str | Unset = UNSET
    text_message: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        stanza_id = self.stanza_id

        participant = self.participant

        type_message = self.type_message

        text_message = self.text_message

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if stanza_id is not UNSET:
            field_dict["stanzaId"] = stanza_id
        if participant is not UNSET:
            field_dict["participant"] = participant
        if type_message is not UNSET:
            field_dict["typeMessage"] = type_message
        if text_message is not UNSET:
            field_dict["textMessage"] = text_message

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        stanza_id = checked(d.pop("stanzaId", UNSET), str, Unset)

        participant = checked(d.pop("participant", UNSET), str, Unset)

        type_message = checked(d.pop("typeMessage", UNSET), str, Unset)

        text_message = checked(d.pop("textMessage", UNSET), str, Unset)

        _made = cls(
            stanza_id=stanza_id,
            participant=participant,
            type_message=type_message,
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
