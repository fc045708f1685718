"""Payloads that a person or a test makes come."""

from __future__ import annotations

import base64
import binascii
import mimetypes
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from green_api_mock.contract.answer import MediaRule
from green_api_mock.contract.document import as_object, is_object
from green_api_mock.contract.places import dotted, place_of
from green_api_mock.memory.payloads import happen, payload, sample_of
from green_api_mock.storage.files import SampleFile
from green_api_mock.storage.serving import Stored

if TYPE_CHECKING:
    from collections.abc import Mapping

    from green_api_mock.contract.answer import Place
    from green_api_mock.contract.memory import Memory, Trigger, Webhook
    from green_api_mock.memory.payloads import Happened
    from green_api_mock.memory.remembered import Remembered

MOST_TIMES = 10_000
_FIELDS = ("trigger", "set", "file", "times", "whenPolled")
_FILE_FIELDS = ("name", "base64", "type")


class TriggerError(ValueError):
    """A trigger of the wrong form. The text is a sentence that says what to do."""


class UnknownTriggerError(LookupError):
    """The contract has no such trigger. The text lists those that it has."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to come.

    Attributes:
        changes: places and the values they get; None takes what is there away.
        when_polled: whether to wait until somebody asks the queue.
    """

    trigger: Trigger
    changes: Mapping[Place, Any]
    stored: Stored | None
    times: int
    when_polled: bool


def read_trigger(memory: Memory, value: Any, caller: str) -> Wanted:
    """What a JSON value wants to come.

    Args:
        memory: the contract's.
        value: with `trigger` and what is to be different.
        caller: how the member is called that names the instance, which is no business of this.

    Raises:
        TriggerError: it has the wrong form.
        UnknownTriggerError: it names no trigger of the contract.
    """
    if not is_object(value):
        raise TriggerError('Send an object: {"trigger": "..."}.')
    wanted = as_object(value)
    known = (*_FIELDS, caller)
    if unknown := [name for name in wanted if name not in known]:
        raise TriggerError(f"{unknown[0]!r} is not known here: use {', '.join(known)}.")
    trigger = trigger_named(memory, wanted.get("trigger"))
    times = wanted.get("times", 1)
    if type(times) is not int or not 1 <= times <= MOST_TIMES:
        raise TriggerError(f"`times` must be a whole number from 1 to {MOST_TIMES}.")
    when_polled = wanted.get("whenPolled", False)
    if not isinstance(when_polled, bool):
        raise TriggerError("`whenPolled` must be true or false.")
    if when_polled and not trigger.webhook.queue:
        raise TriggerError(f"{trigger.webhook.name} has no queue: leave out `whenPolled`.")
    changes = wanted.get("set", {})
    if not is_object(changes):
        raise TriggerError('`set` must be an object: {"place.in.the.payload": value}.')
    return Wanted(
        trigger=trigger,
        changes={_place(trigger.webhook, at): item for at, item in as_object(changes).items()},
        stored=_stored(trigger, wanted.get("file")),
        times=times,
        when_polled=when_polled,
    )


def trigger_named(memory: Memory, name: Any) -> Trigger:
    """The trigger of this name.

    Raises:
        UnknownTriggerError: there is none.
    """
    if isinstance(name, str) and name in memory.triggers:
        return memory.triggers[name]
    known = ", ".join(memory.triggers) or "none"
    raise UnknownTriggerError(f"The contract has no trigger {name!r}. It has: {known}.")


def _place(webhook: Webhook, text: str) -> Place:
    place = place_of(text)
    if place not in webhook.known:
        known = ", ".join(sorted(map(dotted, webhook.known)))
        raise TriggerError(f"{webhook.name} has nothing at {text!r}. It has: {known}.")
    return place


def _stored(trigger: Trigger, file: Any) -> Stored | None:
    """The file that was given, or a sample of the kind that the payload's example has."""
    return sample_of(trigger) if file is None else _given(trigger, file)


def _given(trigger: Trigger, file: Any) -> Stored:
    if trigger.webhook.file is None:
        raise TriggerError(f"{trigger.name} carries no file.")
    fields = as_object(file)
    name, text, media_type = (fields.get(each) for each in _FILE_FIELDS)
    if not (isinstance(name, str) and name and isinstance(text, str)):
        raise TriggerError('`file` must be an object: {"name": "photo.jpg", "base64": "..."}.')
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise TriggerError("`file.base64` is not base64 (RFC 4648).") from None
    if media_type is not None and not isinstance(media_type, str):
        raise TriggerError("`file.type` must be a text, such as image/jpeg.")
    known = media_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Stored(name, SampleFile(content, known), MediaRule(), held=len(content))


def play(wanted: Wanted, remembered: Remembered) -> list[Happened]:
    """Let it come."""
    return [
        happened
        for _ in range(wanted.times)
        for happened in happen(
            wanted.trigger,
            remembered,
            payload(wanted.trigger, remembered, wanted.changes, wanted.stored),
        )
    ]
