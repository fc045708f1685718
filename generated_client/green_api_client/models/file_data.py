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
from .._reading import NOT_AS_DESCRIBED, checked
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.thumbnail_type_1 import ThumbnailType1


T = TypeVar("T", bound="FileData")


@_attrs_define
class FileData:
    """A file. Nothing says how large it is.

    Attributes:
        download_url (str | Unset): The link to the file, on a storage host that may be any. It may be missing or empty:
            DownloadFile helps sometimes. `{{SWE002}}`: the file is over 100 MB and is on the phone
            only. So its format is not declared as a URI.
        caption (str | Unset): The text below.
        file_name (str | Unset): The file's name. That of the sender for documents only.
        jpeg_thumbnail (str | ThumbnailType1 | Unset): A small picture in Base64; empty where there is none, as for
            pictures over 3000 × 3000. Was
            seen to be an object.
        mime_type (str | Unset): The media type, which may have parameters.
        is_animated (bool | Unset): Whether it moves. In notifications of some kinds only.
        is_forwarded (bool | Unset): Whether it was forwarded.
        forwarding_score (int | Unset): How often it was forwarded.
    """

    download_url: str | Unset = UNSET
    caption: str | Unset = UNSET
    file_name: str | Unset = UNSET
    jpeg_thumbnail: str | ThumbnailType1 | Unset = UNSET
    mime_type: str | Unset = UNSET
    is_animated: bool | Unset = UNSET
    is_forwarded: bool | Unset = UNSET
    forwarding_score: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.thumbnail_type_1 import ThumbnailType1  # noqa: PLC0415

        download_url = self.download_url

        caption = self.caption

        file_name = self.file_name

        jpeg_thumbnail: dict[str, Any] | str | Unset
        if isinstance(self.jpeg_thumbnail, Unset):
            jpeg_thumbnail = UNSET
        elif isinstance(self.jpeg_thumbnail, ThumbnailType1):
            jpeg_thumbnail = self.jpeg_thumbnail.to_dict()
        else:
            jpeg_thumbnail = self.jpeg_thumbnail

        mime_type = self.mime_type

        is_animated = self.is_animated

        is_forwarded = self.is_forwarded

        forwarding_score = self.forwarding_score

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if download_url is not UNSET:
            field_dict["downloadUrl"] = download_url
        if caption is not UNSET:
            field_dict["caption"] = caption
        if file_name is not UNSET:
            field_dict["fileName"] = file_name
        if jpeg_thumbnail is not UNSET:
            field_dict["jpegThumbnail"] = jpeg_thumbnail
        if mime_type is not UNSET:
            field_dict["mimeType"] = mime_type
        if is_animated is not UNSET:
            field_dict["isAnimated"] = is_animated
        if is_forwarded is not UNSET:
            field_dict["isForwarded"] = is_forwarded
        if forwarding_score is not UNSET:
            field_dict["forwardingScore"] = forwarding_score

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        download_url = checked(d.pop("downloadUrl", UNSET), str, Unset)

        caption = checked(d.pop("caption", UNSET), str, Unset)

        file_name = checked(d.pop("fileName", UNSET), str, Unset)

        def _parse_jpeg_thumbnail(data: object) -> str | ThumbnailType1 | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_thumbnail_type_1 = _models.ThumbnailType1.from_dict(
                    data
                )

                return componentsschemas_thumbnail_type_1
            except NOT_AS_DESCRIBED:
                pass
            value: str | ThumbnailType1 | Unset = checked(data, str)
            return value

        jpeg_thumbnail = _parse_jpeg_thumbnail(d.pop("jpegThumbnail", UNSET))

        mime_type = checked(d.pop("mimeType", UNSET), str, Unset)

        is_animated = checked(d.pop("isAnimated", UNSET), bool, Unset)

        is_forwarded = checked(d.pop("isForwarded", UNSET), bool, Unset)

        forwarding_score = checked(d.pop("forwardingScore", UNSET), int, Unset)

        _made = cls(
            download_url=download_url,
            caption=caption,
            file_name=file_name,
            jpeg_thumbnail=jpeg_thumbnail,
            mime_type=mime_type,
            is_animated=is_animated,
            is_forwarded=is_forwarded,
            forwarding_score=forwarding_score,
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
