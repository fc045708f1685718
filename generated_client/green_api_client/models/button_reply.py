# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .._reading import checked
from ..types import UNSET, Unset

T = TypeVar("T", bound="ButtonReply")


@_attrs_define
class ButtonReply:
    """Which button was pressed.

    Attributes:
        stanza_id (str | Unset): The id of the other message.
        selected_index (int | Unset): Its place, from 0.
        selected_id (str | Unset): Its id.
        selected_display_text (str | Unset): What is on it.
    """

    stanza_id: str | Unset = UNSET
    selected_index: int | Unset = UNSET
    selected_id: str | Unset = UNSET
    selected_display_text: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        stanza_id = self.stanza_id

        selected_index = self.selected_index

        selected_id = self.selected_id

        selected_display_text = self.selected_display_text

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if stanza_id is not UNSET:
            field_dict["stanzaId"] = stanza_id
        if selected_index is not UNSET:
            field_dict["selectedIndex"] = selected_index
        if selected_id is not UNSET:
            field_dict["selectedId"] = selected_id
        if selected_display_text is not UNSET:
            field_dict["selectedDisplayText"] = selected_display_text

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        stanza_id = checked(d.pop("stanzaId", UNSET), str, Unset)

        selected_index = checked(d.pop("selectedIndex", UNSET), int, Unset)

        selected_id = checked(d.pop("selectedId", UNSET), str, Unset)

        selected_display_text = checked(d.pop("selectedDisplayText", UNSET), str, Unset)

        _made = cls(
            stanza_id=stanza_id,
            selected_index=selected_index,
            selected_id=selected_id,
            selected_display_text=selected_display_text,
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
