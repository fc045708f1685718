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
    from ..models.poll_option import PollOption


T = TypeVar("T", bound="Poll")


@_attrs_define
class Poll:
    """A poll.

    Attributes:
        name (str | Unset): The question.
        options (list[PollOption] | Unset): What can be chosen.
        multiple_answers (bool | Unset): Whether several may be chosen.
    """

    name: str | Unset = UNSET
    options: list[PollOption] | Unset = UNSET
    multiple_answers: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        options: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.options, Unset):
            options = []
            for options_item_data in self.options:
                options_item = options_item_data.to_dict()
                options.append(options_item)

        multiple_answers = self.multiple_answers

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if options is not UNSET:
            field_dict["options"] = options
        if multiple_answers is not UNSET:
            field_dict["multipleAnswers"] = multiple_answers

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        name = checked(d.pop("name", UNSET), str, Unset)

        _options = d.pop("options", UNSET)
        options: list[PollOption] | Unset = UNSET
        if _options is not UNSET:
            options = []
            for options_item_data in checked(_options, list):
                options_item = _models.PollOption.from_dict(options_item_data)

                options.append(options_item)

        multiple_answers = checked(d.pop("multipleAnswers", UNSET), bool, Unset)

        _made = cls(
            name=name,
            options=options,
            multiple_answers=multiple_answers,
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
