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


T = TypeVar("T", bound="Location")


@_attrs_define
class Location:
    """A place.

    Attributes:
        name_location (str | Unset): Its name.
        address (str | Unset): Its address.
        latitude (float | Unset): Degrees to the north.
        longitude (float | Unset): Degrees to the east.
        jpeg_thumbnail (str | ThumbnailType1 | Unset): A small picture in Base64; empty where there is none, as for
            pictures over 3000 × 3000. Was
            seen to be an object.
        forwarding_score (int | Unset): How often it was forwarded.
        is_forwarded (bool | Unset): Whether it was forwarded.
    """

    name_location: str | Unset = UNSET
    address: str | Unset = UNSET
    latitude: float | Unset = UNSET
    longitude: float | Unset = UNSET
    jpeg_thumbnail: str | ThumbnailType1 | Unset = UNSET
    forwarding_score: int | Unset = UNSET
    is_forwarded: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.thumbnail_type_1 import ThumbnailType1  # noqa: PLC0415

        name_location = self.name_location

        address = self.address

        latitude = self.latitude

        longitude = self.longitude

        jpeg_thumbnail: dict[str, Any] | str | Unset
        if isinstance(self.jpeg_thumbnail, Unset):
            jpeg_thumbnail = UNSET
        elif isinstance(self.jpeg_thumbnail, ThumbnailType1):
            jpeg_thumbnail = self.jpeg_thumbnail.to_dict()
        else:
            jpeg_thumbnail = self.jpeg_thumbnail

        forwarding_score = self.forwarding_score

        is_forwarded = self.is_forwarded

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if name_location is not UNSET:
            field_dict["nameLocation"] = name_location
        if address is not UNSET:
            field_dict["address"] = address
        if latitude is not UNSET:
            field_dict["latitude"] = latitude
        if longitude is not UNSET:
            field_dict["longitude"] = longitude
        if jpeg_thumbnail is not UNSET:
            field_dict["jpegThumbnail"] = jpeg_thumbnail
        if forwarding_score is not UNSET:
            field_dict["forwardingScore"] = forwarding_score
        if is_forwarded is not UNSET:
            field_dict["isForwarded"] = is_forwarded

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        name_location = checked(d.pop("nameLocation", UNSET), str, Unset)

        address = checked(d.pop("address", UNSET), str, Unset)

        latitude = checked(d.pop("latitude", UNSET), float, Unset)

        longitude = checked(d.pop("longitude", UNSET), float, Unset)

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

        _made = cls(
            name_location=name_location,
            address=address,
            latitude=latitude,
            longitude=longitude,
            jpeg_thumbnail=jpeg_thumbnail,
            forwarding_score=forwarding_score,
            is_forwarded=is_forwarded,
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
