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
    from ..models.file_data import FileData
    from ..models.quotation import Quotation


T = TypeVar("T", bound="FileMessage")


@_attrs_define
class FileMessage:
    """What all messages with a file have in common.

    Attributes:
        file_message_data (FileData): A file. Nothing says how large it is.
        quoted_message (Quotation | Unset): The message that is replied or reacted to. It has the members of its own
            kind besides; a
            file in it is not the one that came.
    """

    file_message_data: FileData
    quoted_message: Quotation | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        file_message_data = self.file_message_data.to_dict()

        quoted_message: dict[str, Any] | Unset = UNSET
        if not isinstance(self.quoted_message, Unset):
            quoted_message = self.quoted_message.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "fileMessageData": file_message_data,
            }
        )
        if quoted_message is not UNSET:
            field_dict["quotedMessage"] = quoted_message

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        file_message_data = _models.FileData.from_dict(d.pop("fileMessageData"))

        _quoted_message = d.pop("quotedMessage", UNSET)
        quoted_message: Quotation | Unset
        if isinstance(_quoted_message, Unset):
            quoted_message = UNSET
        else:
            quoted_message = _models.Quotation.from_dict(_quoted_message)

        _made = cls(
            file_message_data=file_message_data,
            quoted_message=quoted_message,
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
