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
from .._reading import checked
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.button import Button


T = TypeVar("T", bound="Buttons")


@_attrs_define
class Buttons:
    """A text with buttons.

    Attributes:
        title_text (str | Unset): What is above.
        content_text (str | Unset): The text.
        footer_text (str | Unset): What is below.
        buttons (list[Button] | Unset): The buttons.
    """

    title_text: str | Unset = UNSET
    content_text: str | Unset = UNSET
    footer_text: str | Unset = UNSET
    buttons: list[Button] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        title_text = self.title_text

        content_text = self.content_text

        footer_text = self.footer_text

        buttons: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.buttons, Unset):
            buttons = []
            for buttons_item_data in self.buttons:
                buttons_item = buttons_item_data.to_dict()
                buttons.append(buttons_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if title_text is not UNSET:
            field_dict["titleText"] = title_text
        if content_text is not UNSET:
            field_dict["contentText"] = content_text
        if footer_text is not UNSET:
            field_dict["footerText"] = footer_text
        if buttons is not UNSET:
            field_dict["buttons"] = buttons

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        title_text = checked(d.pop("titleText", UNSET), str, Unset)

        content_text = checked(d.pop("contentText", UNSET), str, Unset)

        footer_text = checked(d.pop("footerText", UNSET), str, Unset)

        _buttons = d.pop("buttons", UNSET)
        buttons: list[Button] | Unset = UNSET
        if _buttons is not UNSET:
            buttons = []
            for buttons_item_data in checked(_buttons, list):
                buttons_item = _models.Button.from_dict(buttons_item_data)

                buttons.append(buttons_item)

        _made = cls(
            title_text=title_text,
            content_text=content_text,
            footer_text=footer_text,
            buttons=buttons,
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
