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


T = TypeVar("T", bound="ExtendedText")


@_attrs_define
class ExtendedText:
    """A text, with what belongs to a link or to a reply.

    Attributes:
        text (str): The text, or the emoji of a reaction.
        description (str | Unset): What the link leads to.
        title (str | Unset): The title of what the link leads to.
        preview_type (str | Unset): The kind of the preview.
        jpeg_thumbnail (str | ThumbnailType1 | Unset): A small picture in Base64; empty where there is none, as for
            pictures over 3000 × 3000. Was
            seen to be an object.
        forwarding_score (int | Unset): How often it was forwarded.
        is_forwarded (bool | Unset): Whether it was forwarded.
        stanza_id (str | Unset): The id of the other message.
        participant (str | Unset): Who sent the other message.
    """

    text: str
    description: str | Unset = UNSET
    title: str | Unset = UNSET
    preview_type: str | Unset = UNSET
    jpeg_thumbnail: str | ThumbnailType1 | Unset = UNSET
    forwarding_score: int | Unset = UNSET
    is_forwarded: bool | Unset = UNSET
    stanza_id: str | Unset = UNSET
    participant: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.thumbnail_type_1 import ThumbnailType1  # noqa: PLC0415

        text = self.text

        description = self.description

        title = self.title

        preview_type = self.preview_type

        jpeg_thumbnail: dict[str, Any] | str | Unset
        if isinstance(self.jpeg_thumbnail, Unset):
            jpeg_thumbnail = UNSET
        elif isinstance(self.jpeg_thumbnail, ThumbnailType1):
            jpeg_thumbnail = self.jpeg_thumbnail.to_dict()
        else:
            jpeg_thumbnail = self.jpeg_thumbnail

        forwarding_score = self.forwarding_score

        is_forwarded = self.is_forwarded

        stanza_id = self.stanza_id

        participant = self.participant

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "text": text,
            }
        )
        if description is not UNSET:
            field_dict["description"] = description
        if title is not UNSET:
            field_dict["title"] = title
        if preview_type is not UNSET:
            field_dict["previewType"] = preview_type
        if jpeg_thumbnail is not UNSET:
            field_dict["jpegThumbnail"] = jpeg_thumbnail
        if forwarding_score is not UNSET:
            field_dict["forwardingScore"] = forwarding_score
        if is_forwarded is not UNSET:
            field_dict["isForwarded"] = is_forwarded
        if stanza_id is not UNSET:
            field_dict["stanzaId"] = stanza_id
        if participant is not UNSET:
            field_dict["participant"] = participant

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        text = checked(d.pop("text"), str)

        description = checked(d.pop("description", UNSET), str, Unset)

        title = checked(d.pop("title", UNSET), str, Unset)

        preview_type = checked(d.pop("previewType", UNSET), str, Unset)

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

        forwarding_score = checked(d.pop("forwardingScore", UNSET), int, Unset)

        is_forwarded = checked(d.pop("isForwarded", UNSET), bool, Unset)

        stanza_id = checked(d.pop("stanzaId", UNSET), str, Unset)

        participant = checked(d.pop("participant", UNSET), str, Unset)

        _made = cls(
            text=text,
            description=description,
            title=title,
            preview_type=preview_type,
            jpeg_thumbnail=jpeg_thumbnail,
            forwarding_score=forwarding_score,
            is_forwarded=is_forwarded,
            stanza_id=stanza_id,
            participant=participant,
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
