# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .._reading import checked
from ..types import UNSET, Unset

T = TypeVar("T", bound="QueuedFile")


@_attrs_define
class QueuedFile:
    """A file that waits to be sent.

    Attributes:
        id_message (str): Its message's id, which `outgoingMessageStatus` and the journals repeat.
        url_file (str | Unset): Where the file lies for 15 days, for sendFileByUrl. Came in June 2023.
    """

    id_message: str
    url_file: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id_message = self.id_message

        url_file = self.url_file

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "idMessage": id_message,
            }
        )
        if url_file is not UNSET:
            field_dict["urlFile"] = url_file

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        id_message = checked(d.pop("idMessage"), str)

        url_file = checked(d.pop("urlFile", UNSET), str, Unset)

        _made = cls(
            id_message=id_message,
            url_file=url_file,
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
