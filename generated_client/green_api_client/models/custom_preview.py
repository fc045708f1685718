# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .._reading import checked
from ..types import UNSET, Unset

T = TypeVar("T", bound="CustomPreview")


@_attrs_define
class CustomPreview:
    """A preview of one's own in place of that of the link.

    Attributes:
        title (str): The title.
        description (str | Unset): What is there.
        link (str | Unset): The link. It has to be in the text as well.
        url_file (str | Unset): Where the picture of a large preview is.
        jpeg_thumbnail (str | Unset): The picture of a small preview, in Base64.
    """

    title: str
    description: str | Unset = UNSET
    link: str | Unset = UNSET
    url_file: str | Unset = UNSET
    jpeg_thumbnail: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        title = self.title

        description = self.description

        link = self.link

        url_file = self.url_file

        jpeg_thumbnail = self.jpeg_thumbnail

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "title": title,
            }
        )
        if description is not UNSET:
            field_dict["description"] = description
        if link is not UNSET:
            field_dict["link"] = link
        if url_file is not UNSET:
            field_dict["urlFile"] = url_file
        if jpeg_thumbnail is not UNSET:
            field_dict["jpegThumbnail"] = jpeg_thumbnail

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        title = checked(d.pop("title"), str)

        description = checked(d.pop("description", UNSET), str, Unset)

        link = checked(d.pop("link", UNSET), str, Unset)

        url_file = checked(d.pop("urlFile", UNSET), str, Unset)

        jpeg_thumbnail = checked(d.pop("jpegThumbnail", UNSET), str, Unset)

        _made = cls(
            title=title,
            description=description,
            link=link,
            url_file=url_file,
            jpeg_thumbnail=jpeg_thumbnail,
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
