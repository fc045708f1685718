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
    from ..models.invite_expiration import InviteExpiration
    from ..models.thumbnail_type_1 import ThumbnailType1


T = TypeVar("T", bound="GroupInvite")


@_attrs_define
class GroupInvite:
    """An invitation to a group.

    Attributes:
        group_jid (str | Unset): The group.
        group_name (str | Unset): Its name.
        invite_code (str | Unset): The code of the invitation.
        invite_expiration (InviteExpiration | Unset): Until when it holds, in seconds since 1970, as a number of 64 bits
            in two halves.
        caption (str | Unset): The text below.
        jpeg_thumbnail (str | ThumbnailType1 | Unset): A small picture in Base64; empty where there is none, as for
            pictures over 3000 × 3000. Was
            seen to be an object.
    """

    group_jid: str | Unset = UNSET
    group_name: str | Unset = UNSET
    invite_code: str | Unset = UNSET
    invite_expiration: InviteExpiration | Unset = UNSET
    caption: str | Unset = UNSET
    jpeg_thumbnail: str | ThumbnailType1 | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.thumbnail_type_1 import ThumbnailType1  # noqa: PLC0415

        group_jid = self.group_jid

        group_name = self.group_name

        invite_code = self.invite_code

        invite_expiration: dict[str, Any] | Unset = UNSET
        if not isinstance(self.invite_expiration, Unset):
            invite_expiration = self.invite_expiration.to_dict()

        caption = self.caption

        jpeg_thumbnail: dict[str, Any] | str | Unset
        if isinstance(self.jpeg_thumbnail, Unset):
            jpeg_thumbnail = UNSET
        elif isinstance(self.jpeg_thumbnail, ThumbnailType1):
            jpeg_thumbnail = self.jpeg_thumbnail.to_dict()
        else:
            jpeg_thumbnail = self.jpeg_thumbnail

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if group_jid is not UNSET:
            field_dict["groupJid"] = group_jid
        if group_name is not UNSET:
            field_dict["groupName"] = group_name
        if invite_code is not UNSET:
            field_dict["inviteCode"] = invite_code
        if invite_expiration is not UNSET:
            field_dict["inviteExpiration"] = invite_expiration
        if caption is not UNSET:
            field_dict["caption"] = caption
        if jpeg_thumbnail is not UNSET:
            field_dict["jpegThumbnail"] = jpeg_thumbnail

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        group_jid = checked(d.pop("groupJid", UNSET), str, Unset)

        group_name = checked(d.pop("groupName", UNSET), str, Unset)

        invite_code = checked(d.pop("inviteCode", UNSET), str, Unset)

        _invite_expiration = d.pop("inviteExpiration", UNSET)
        invite_expiration: InviteExpiration | Unset
        if isinstance(_invite_expiration, Unset):
            invite_expiration = UNSET
        else:
            invite_expiration = _models.InviteExpiration.from_dict(_invite_expiration)

        caption = checked(d.pop("caption", UNSET), str, Unset)

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

        _made = cls(
            group_jid=group_jid,
            group_name=group_name,
            invite_code=invite_code,
            invite_expiration=invite_expiration,
            caption=caption,
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
