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
    from ..models.poll_votes import PollVotes


T = TypeVar("T", bound="PollUpdate")


@_attrs_define
class PollUpdate:
    """The votes of a poll.

    Attributes:
        stanza_id (str | Unset): The id of the other message.
        name (str | Unset): The question.
        votes (list[PollVotes] | Unset): Who chose what.
        multiple_answers (bool | Unset): Whether several may be chosen.
    """

    stanza_id: str | Unset = UNSET
    name: str | Unset = UNSET
    votes: list[PollVotes] | Unset = UNSET
    multiple_answers: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        stanza_id = self.stanza_id

        name = self.name

        votes: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.votes, Unset):
            votes = []
            for votes_item_data in self.votes:
                votes_item = votes_item_data.to_dict()
                votes.append(votes_item)

        multiple_answers = self.multiple_answers

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if stanza_id is not UNSET:
            field_dict["stanzaId"] = stanza_id
        if name is not UNSET:
            field_dict["name"] = name
        if votes is not UNSET:
            field_dict["votes"] = votes
        if multiple_answers is not UNSET:
            field_dict["multipleAnswers"] = multiple_answers

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        stanza_id = checked(d.pop("stanzaId", UNSET), str, Unset)

        name = checked(d.pop("name", UNSET), str, Unset)

        _votes = d.pop("votes", UNSET)
        votes: list[PollVotes] | Unset = UNSET
        if _votes is not UNSET:
            votes = []
            for votes_item_data in checked(_votes, list):
                votes_item = _models.PollVotes.from_dict(votes_item_data)

                votes.append(votes_item)

        multiple_answers = checked(d.pop("multipleAnswers", UNSET), bool, Unset)

        _made = cls(
            stanza_id=stanza_id,
            name=name,
            votes=votes,
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
